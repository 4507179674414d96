import { expect, test } from 'vitest';
import type { Keeper } from '../../../src/core/keeper/keeper';
import { DAY } from '../../../src/core/model/time';
import { freeName } from '../../../src/core/storage/recovery';
import { entraError, unreachable, World } from '../world';

/** The server names a window of 7 days, and somebody signs in again. */
async function learnSevenDays(world: World, keeper: Keeper, id: string): Promise<void> {
  world.server = () => entraError(700082, 'invalid_grant', 'It was issued on X and was inactive for 7.00:00:00.');
  await keeper.refresh(id);
  const ticket = await keeper.beginSignIn(id);
  if (!ticket.ok) throw new Error(ticket.failure.what);
  await ticket.value.complete({ ok: true, tokens: world.issue() });
}

/** The process dies, and another one starts offline in what is left. */
async function restart(world: World): Promise<Keeper> {
  world.kill();
  world.server = unreachable;
  const next = world.keeper();
  await next.start();
  return next;
}

test('a window that was learned while the disk was full is known again from the token that came after it', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  world.diskFull = true;
  await learnSevenDays(world, keeper, id);
  expect(world.saved?.connections[0]?.learnedLifetime).toBeNull();
  const next = await restart(world);
  expect(next.find(id)).toMatchObject({ learnedLifetime: 7 * DAY, token: { lifetime: 7 * DAY } });
});

test('an older token, which is adopted when the newest is damaged, knows less of the window than the file', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  await learnSevenDays(world, keeper, id);
  for (const account of [...world.keychain.values.keys()])
    if (account.startsWith(`${id}/refresh-token/2/`)) world.keychain.values.delete(account);
  const next = await restart(world);
  expect(next.find(id)).toMatchObject({ learnedLifetime: 7 * DAY, token: { generation: 1 } });
});

test('a name that is taken gets a number, and names are compared without case', () => {
  expect(freeName('Practice', [])).toBe('Practice');
  expect(freeName('Practice', ['practice', 'Contoso'])).toBe('Practice 2');
  expect(freeName('Practice', ['Practice', 'Practice 2', 'practice 3'])).toBe('Practice 4');
});
