import { expect, test } from 'vitest';
import type { Keeper } from '../../../src/core/keeper/keeper';
import { HOUR, MINUTE } from '../../../src/core/model/time';
import { entraError, settle, World } from '../world';

/** A world in which somebody was needed and has signed in since, which the file does not say: the disk was full, and the process was killed. */
async function signedInUnwritten(): Promise<{ world: World; id: string }> {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  world.server = () => entraError(50173);
  await keeper.refresh(id);
  world.server = () => ({ ok: true, tokens: world.issue() });
  world.diskFull = true;
  await signIn(world, keeper, id);
  world.kill();
  world.diskFull = false;
  expect(world.saved?.connections[0]).toMatchObject({ token: { serial: 1 }, trouble: { retryAt: null } });
  return { world, id };
}

async function signIn(world: World, keeper: Keeper, id: string): Promise<void> {
  const ticket = await keeper.beginSignIn(id);
  if (!ticket.ok) throw new Error(ticket.failure.code);
  await ticket.value.complete({ ok: true, tokens: world.issue() });
}

test('where the file says that somebody is needed, the next start asks the keychain whether that is over', async () => {
  const { world, id } = await signedInUnwritten();
  const next = world.keeper();
  await next.start();
  await settle();
  expect(next.find(id)).toMatchObject({ trouble: null, token: { serial: 3 } });
  expect(world.redeemed.at(-1)?.slice(0, 10)).toBe('refresh-2-');
});

test('a keychain that is locked at that start is asked again', async () => {
  const { world, id } = await signedInUnwritten();
  world.keychain.problem = 'locked';
  const next = world.keeper();
  await next.start();
  expect(next.find(id)).toMatchObject({ token: { serial: 1 }, trouble: { failure: { code: 'AADSTS50173' } } });
  world.keychain.problem = null;
  await world.pass(HOUR);
  expect(next.find(id)).toMatchObject({ trouble: null, token: { serial: 3 } });
});

test('the keychain is left alone at a start where the file says of nobody that they are needed', async () => {
  const world = new World();
  await world.signedInMany(3);
  await world.pass(MINUTE);
  world.kill();
  world.keychain.calls = { ...world.keychain.calls, get: 0, find: 0 };
  await world.keeper().start();
  await settle();
  expect(world.keychain.calls).toMatchObject({ get: 0, find: 0 });
});
