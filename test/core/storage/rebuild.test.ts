import { expect, test } from 'vitest';
import type { Keeper } from '../../../src/core/keeper/keeper';
import { DAY } from '../../../src/core/model/time';
import { joinSecret, readPart, splitSecret } from '../../../src/core/storage/secret-parts';
import { CONTOSO, CREDENTIAL, entraError, World } from '../world';

/** The server names a lifetime of 7 days, and somebody signs in again. */
async function learnSevenDays(world: World, keeper: Keeper, id: string): Promise<void> {
  world.server = () => entraError(700082, 'invalid_grant', 'It was issued on X and was inactive for 7.00:00:00.');
  await keeper.refresh(id);
  world.server = () => ({ ok: true, tokens: world.issue() });
  const ticket = await keeper.beginSignIn(id);
  if (!ticket.ok) throw new Error(ticket.failure.code);
  await ticket.value.complete({ ok: true, tokens: world.issue() });
}

async function restart(world: World): Promise<Keeper> {
  world.kill();
  const next = world.keeper();
  await next.start();
  return next;
}

test('a lifetime that was learned while the disk was full is known again from the token that came after it', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  world.diskFull = true;
  await learnSevenDays(world, keeper, id);
  expect(world.saved?.connections[0]?.learnedLifetime).toBeNull();
  world.diskFull = false;
  const next = await restart(world);
  await next.refresh(id);
  expect(next.find(id)).toMatchObject({ learnedLifetime: 7 * DAY, token: { lifetime: 7 * DAY } });
});

test('an older token, which is used when the newest is damaged, knows less of the lifetime than the file', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  await learnSevenDays(world, keeper, id);
  await keeper.stop();
  for (const account of [...world.keychain.values.keys()])
    if (account.startsWith(`${id}/refresh-token/b/`)) world.keychain.values.delete(account);
  const next = await restart(world);
  await next.refresh(id);
  expect(world.redeemed.at(-1)).toMatch(/^refresh-1-/);
  expect(next.find(id)).toMatchObject({ learnedLifetime: 7 * DAY, token: { serial: 2 } });
});

test('a lost file is rebuilt, and of two that the keychain knows by one name the second gets a number', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn({ name: 'Contoso' });
  // The keychain goes on knowing it by its first name until the next token is kept.
  await keeper.change(id, { name: 'Fabrikam' });
  await keeper.add({ ...CONTOSO, name: 'contoso' }, CREDENTIAL);
  await keeper.stop();
  world.saved = null;
  const next = world.keeper();
  await next.open();
  expect(next.connections().map(({ name, token }) => [name, token?.serial])).toEqual([
    ['Contoso', 1],
    ['contoso 2', undefined],
  ]);
});

test('a secret whose settings nobody may enter is left where it is, and keeps no other from being saved', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn({ name: 'Contoso' });
  const other = await keeper.add({ ...CONTOSO, name: 'Fabrikam' }, CREDENTIAL);
  if (!other.ok) throw new Error(other.failure.code);
  await keeper.stop();
  for (const [account, value] of world.keychain.values) {
    const { serial, text } = joinSecret([readPart(value) ?? []].flat()) ?? { serial: 0, text: '' };
    if (!account.startsWith(other.value.id)) continue;
    const [edited = ''] = splitSecret(text.replace(CONTOSO.tenant, 'contoso.example/..'), serial);
    world.keychain.values.set(account, edited);
  }
  world.saved = null;
  const next = world.keeper();
  await next.start();
  await next.stop();
  expect(next.connections().map((connection) => connection.id)).toEqual([id]);
  expect([...world.keychain.values.keys()].some((account) => account.startsWith(other.value.id))).toBe(true);
});
