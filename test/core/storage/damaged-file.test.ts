import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../src/core/model/time';
import type { LoadedState, RescuedState, SavedState } from '../../../src/core/storage/ports';
import { CONTOSO, CREDENTIAL, World } from '../world';

function saved(world: World): SavedState {
  if (!world.saved) throw new Error('nothing was saved');
  return world.saved;
}

function damaged(rescued: RescuedState): LoadedState {
  return { kind: 'bad', setAsideAs: 'connections.json.bad-1', reason: 'not as expected', rescued };
}

/** Two connections that have signed in, one with a copy on record and a learned window, and settings of one's own. */
async function lived(): Promise<{ world: World; ids: readonly [string, string] }> {
  const world = new World();
  world.shared = true;
  const { keeper, id } = await world.signedIn();
  await keeper.exportRefreshToken(id, 'file');
  await keeper.changeSettings({ theme: 'dark' });
  const other = await keeper.add({ ...CONTOSO, name: 'Other' }, CREDENTIAL);
  if (!other.ok) throw new Error(other.failure.what);
  const ticket = await keeper.beginSignIn(other.value.id);
  if (ticket.ok) await ticket.value.complete({ ok: true, tokens: world.issue() });
  await keeper.stop();
  world.kill();
  return { world, ids: [id, other.value.id] };
}

test('of a bad file what is good is kept, the rest comes from the keychain, and the person is told', async () => {
  const { world, ids } = await lived();
  const { connections, exportedTokens, settings } = saved(world);
  const [first] = connections;
  if (!first) throw new Error('no connection');
  const rescued = { connections: [{ ...first, learnedLifetime: 7 * DAY }], removing: [], exportedTokens, settings };
  world.loads = damaged(rescued);
  const next = world.keeper();
  await next.start();
  expect(next.find(ids[0])?.learnedLifetime).toBe(7 * DAY);
  expect(next.find(ids[1])).toMatchObject({ name: 'Other', token: { generation: 1 } });
  expect(next.exportedTokens(ids[0])).toHaveLength(1);
  expect(next.settings().theme).toBe('dark');
  expect(next.appTrouble()).toMatchObject({ code: 'file/bad' });
  expect(next.appTrouble()?.advice).toContain('connections.json.bad-1');
  expect(saved(world)).toMatchObject({ connections: [{ id: ids[0] }, { id: ids[1] }], exportedTokens, settings });
});

test('what was rescued is written although the keychain is locked, and the person is told of both', async () => {
  const { world, ids } = await lived();
  const { connections, exportedTokens, settings } = saved(world);
  world.loads = damaged({ connections, removing: [], exportedTokens, settings });
  world.saved = null;
  world.keychain.problem = 'locked';
  const next = world.keeper();
  await next.start();
  expect(next.appTrouble()).toMatchObject({ code: 'keychain/locked' });
  expect(saved(world)).toMatchObject({ connections: [{ id: ids[0] }, { id: ids[1] }], exportedTokens, settings });
  world.keychain.problem = null;
  await next.refresh(ids[0]);
  expect(next.appTrouble()).toMatchObject({ code: 'file/bad' });
  await next.retryStorage();
  expect(next.appTrouble()).toBeNull();
});

test('a file that turns bad while the app runs takes nothing from memory, and what others wrote in it is taken', async () => {
  const { world, ids } = await lived();
  const keeper = world.keeper();
  await keeper.start();
  const { connections, exportedTokens, settings } = saved(world);
  const [first] = connections;
  const [copy] = exportedTokens;
  if (!first || !copy) throw new Error('something is missing');
  world.loads = damaged({
    connections: [{ ...first, name: 'Renamed elsewhere' }],
    removing: [],
    exportedTokens: [{ ...copy, id: 'c'.repeat(32) }],
    settings: { theme: 'light' },
  });
  world.saved = { ...saved(world) };
  expect(await keeper.refresh(ids[1])).toMatchObject({ ok: true });
  expect(keeper.connections().map(({ name }) => name)).toEqual(['Renamed elsewhere', 'Other']);
  expect(keeper.exportedTokens(ids[0])).toHaveLength(2);
  expect(keeper.settings()).toEqual({ ...settings, theme: 'light' });
  expect(keeper.appTrouble()).toMatchObject({ code: 'file/bad' });
  expect(saved(world).connections).toEqual(keeper.connections());
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
  expect(next.settings().theme).toBe('dark');
});

test('a file that others changed and that cannot be read for a while is not written over, and nothing is refreshed until it can be', async () => {
  const { world, ids } = await lived();
  const keeper = world.keeper();
  await keeper.start();
  const theirs = { ...saved(world), settings: { ...saved(world).settings, theme: 'light' as const } };
  world.saved = theirs;
  world.unreadable = true;
  const before = world.redeemed.length;
  expect(await keeper.change(ids[0], { name: 'New' })).toMatchObject({
    ok: false,
    failure: { code: 'file/unreadable' },
  });
  expect(keeper.appTrouble()).toMatchObject({ code: 'file/unreadable' });
  await world.pass(2 * DAY);
  expect(world.redeemed).toHaveLength(before);
  expect(world.saved).toBe(theirs);
  world.unreadable = false;
  await world.pass(HOUR + MINUTE);
  expect(keeper.appTrouble()).toBeNull();
  expect(keeper.settings().theme).toBe('light');
  expect(ids.map((id) => keeper.find(id)?.token?.generation)).toEqual([2, 2]);
  expect(saved(world)).toMatchObject({ settings: { theme: 'light' }, connections: [{ id: ids[0] }, { id: ids[1] }] });
});
