import { expect, test } from 'vitest';
import { DAY, HOUR } from '../../../src/core/model/time';
import type { LoadedState, SavedState } from '../../../src/core/storage/ports';
import { CONTOSO, CREDENTIAL, World } from '../world';

function saved(world: World): SavedState {
  if (!world.saved) throw new Error('nothing was saved');
  return world.saved;
}

function damaged(rescued: SavedState): LoadedState {
  return { kind: 'bad', setAsideAs: 'connections.json.bad-1', rescued };
}

/** Two connections that have signed in, one with an exported token on record. */
async function lived(): Promise<{ world: World; ids: readonly [string, string] }> {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  await keeper.exportRefreshToken(id, 'file');
  const other = await keeper.add({ ...CONTOSO, name: 'Other' }, CREDENTIAL);
  if (!other.ok) throw new Error(other.failure.code);
  const ticket = await keeper.beginSignIn(other.value.id);
  if (ticket.ok) await ticket.value.complete({ ok: true, tokens: world.issue() });
  await keeper.stop();
  world.kill();
  return { world, ids: [id, other.value.id] };
}

test('of a bad file what is good is kept, the rest comes from the keychain, and the person is told', async () => {
  const { world, ids } = await lived();
  const { connections, exportedTokens } = saved(world);
  const [first] = connections;
  if (!first) throw new Error('no connection');
  const rescued = { connections: [{ ...first, learnedLifetime: 7 * DAY }], unsettled: [], exportedTokens };
  world.loads = damaged(rescued);
  const next = world.keeper();
  await next.start();
  expect(next.find(ids[0])?.learnedLifetime).toBe(7 * DAY);
  expect(next.find(ids[1])).toMatchObject({ name: 'Other', token: { serial: 1 } });
  expect(next.exportedTokens(ids[0])).toHaveLength(1);
  expect(next.appTrouble()).toMatchObject({
    code: 'file/bad',
    detail: { setAsideAs: 'connections.json.bad-1', recovered: 'in-part' },
  });
  expect(saved(world)).toMatchObject({ connections: [{ id: ids[0] }, { id: ids[1] }], exportedTokens });
});

test('what was rescued is not written before the keychain has told what it has, and the person is told of both', async () => {
  const { world, ids } = await lived();
  const { connections, exportedTokens } = saved(world);
  world.loads = damaged({ connections: connections.slice(0, 1), unsettled: [], exportedTokens });
  world.saved = null;
  world.keychain.problem = 'locked';
  const next = world.keeper();
  await next.start();
  expect(next.appTrouble()).toMatchObject({ code: 'keychain/locked' });
  expect(next.connections().map(({ id }) => id)).toEqual([ids[0]]);
  expect(await next.add({ ...CONTOSO, name: 'New' }, CREDENTIAL)).toMatchObject({ ok: false });
  expect(world.saved).toBeNull();
  world.keychain.problem = null;
  await world.pass(HOUR);
  expect(saved(world)).toMatchObject({ connections: [{ id: ids[0] }, { id: ids[1] }], exportedTokens });
  expect(next.appTrouble()).toMatchObject({ code: 'file/bad' });
  await next.retryStorage();
  expect(next.appTrouble()).toBeNull();
});

test('a file that cannot be read at start is left alone, and taken as soon as it can be', async () => {
  const { world, ids } = await lived();
  const before = structuredClone(world.saved);
  world.unreadable = true;
  const next = world.keeper();
  await next.start();
  expect(next.appTrouble()).toMatchObject({ code: 'file/unreadable' });
  const told: Array<string | undefined> = [];
  next.listen(({ type }) => void (type === 'app-trouble' && told.push(next.appTrouble()?.code)));
  await world.pass(2 * HOUR);
  expect(world.saved).toEqual(before);
  // A person is told once, and not after each try that it is over and there again.
  expect(new Set(told)).toEqual(new Set(['file/unreadable']));
  world.unreadable = false;
  await world.pass(HOUR);
  expect(next.appTrouble()).toBeNull();
  expect(next.connections().map(({ id }) => id)).toEqual(ids);
});
