import { expect, test } from 'vitest';
import { freeName } from '../../src/core/recovery';
import { DAY } from '../../src/core/time';
import { entraError, World } from './world';

/** The process dies, and another one starts in what is left. */
async function restart(world: World) {
  world.kill();
  const next = world.keeper();
  await next.start();
  return next;
}

test('a window that was learned while the disk was full is known again from the token that came after it', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  world.diskFull = true;
  world.server = () => entraError(700082, 'invalid_grant', 'It was issued on X and was inactive for 7.00:00:00.');
  await keeper.refresh(id);
  const ticket = await keeper.beginSignIn(id);
  if (!ticket.ok) throw new Error(ticket.failure.what);
  await ticket.value.complete({ ok: true, tokens: world.issue() });
  expect(world.saved?.connections[0]?.learnedWindow).toBeNull();
  world.server = () => ({ ok: false, raw: { kind: 'network', code: 'ECONNREFUSED' } });
  const next = await restart(world);
  expect(next.find(id)).toMatchObject({ learnedWindow: 7 * DAY, token: { window: 7 * DAY } });
});

test('an older token, which is adopted when the newest is damaged, knows less of the window than the file', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  world.server = () => entraError(700082, 'invalid_grant', 'It was issued on X and was inactive for 7.00:00:00.');
  await keeper.refresh(id);
  const ticket = await keeper.beginSignIn(id);
  if (!ticket.ok) throw new Error(ticket.failure.what);
  await ticket.value.complete({ ok: true, tokens: world.issue() });
  for (const account of [...world.keychain.values.keys()])
    if (account.startsWith(`${id}/refresh-token/2/`)) world.keychain.values.delete(account);
  world.server = () => ({ ok: false, raw: { kind: 'network', code: 'ECONNREFUSED' } });
  const next = await restart(world);
  expect(next.find(id)).toMatchObject({ learnedWindow: 7 * DAY, token: { generation: 1 } });
});

test('a name that is taken gets a number, and names are compared without case', () => {
  expect(freeName('Practice', [])).toBe('Practice');
  expect(freeName('Practice', ['practice', 'Contoso'])).toBe('Practice 2');
  expect(freeName('Practice', ['Practice', 'Practice 2', 'practice 3'])).toBe('Practice 4');
});
