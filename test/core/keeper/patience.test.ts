import { expect, test, vi } from 'vitest';
import { ownFailure } from '../../../src/core/failures/classify';
import type { Keeper } from '../../../src/core/keeper/keeper';
import { Scouts } from '../../../src/core/keeper/scouts';
import { DAY, HOUR, MINUTE } from '../../../src/core/model/time';
import { ConnectionStore } from '../../../src/core/storage/connection-store';
import { settle, unreachable, World } from '../world';

/** A started keeper with `count` connections that have signed in, none of which can reach the server from now on. */
async function offline(count: number): Promise<{ world: World; keeper: Keeper; ids: string[] }> {
  const world = new World();
  const { keeper, ids } = await world.signedInMany(count);
  world.server = unreachable;
  return { world, keeper, ids };
}

test('offline, one connection tries for all, hourly at least, and the others seldom', async () => {
  const { world } = await offline(20);
  await world.pass(8 * DAY);
  const tries = world.redeemedAt.filter((at) => at > world.now - 6 * DAY);
  const pauses = tries.slice(1).map((at, index) => at - (tries[index] ?? at));
  expect(Math.max(...pauses)).toBeLessThanOrEqual(HOUR);
  expect(tries.length).toBeLessThan(6 * (48 * 1.5 + 19 * 4));
});

test('once one gets through, all do within two hours, without a word from the system', async () => {
  const { world, keeper } = await offline(20);
  await world.pass(8 * DAY);
  world.server = () => ({ ok: true, tokens: world.issue() });
  await world.pass(2 * HOUR);
  expect(keeper.connections().filter(({ trouble }) => trouble !== null)).toEqual([]);
  expect(world.peakInFlight).toBeLessThanOrEqual(4);
});

test('another takes over when the one that tries for all is removed', async () => {
  const { world, keeper, ids } = await offline(3);
  await world.pass(8 * DAY);
  const soonest = [...ids].sort(
    (a, b) => (keeper.find(a)?.trouble?.retryAt ?? 0) - (keeper.find(b)?.trouble?.retryAt ?? 0),
  )[0];
  await keeper.remove(soonest ?? '');
  const tries = world.redeemed.length;
  await world.pass(HOUR);
  expect(world.redeemed.length).toBeGreaterThan(tries);
});

test('when the one that tries for all gets through by another way, the others do not wait for it any longer', async () => {
  const { world, keeper, ids } = await offline(6);
  await world.pass(8 * DAY);
  const [scout = '', ...others] = [...ids].sort(
    (a, b) => (keeper.find(a)?.trouble?.retryAt ?? 0) - (keeper.find(b)?.trouble?.retryAt ?? 0),
  );
  world.server = () => ({ ok: true, tokens: world.issue() });
  expect((await keeper.accessToken(scout, MINUTE, { kind: 'graph' })).ok).toBe(true);
  expect(keeper.find(scout)?.trouble).toBeNull();
  await world.pass(2 * HOUR);
  expect(others.filter((id) => keeper.find(id)?.trouble !== null)).toEqual([]);
});

test('what only one tenant suffers from delays nobody else, and itself no longer than an hour', async () => {
  const { world, keeper, ids } = await offline(3);
  const sick = ids[0] ?? '';
  world.server = () => ({ ok: true, tokens: world.issue() });
  world.serverFor = (id) => (id === sick ? unreachable() : null);
  await world.pass(4 * DAY);
  expect(keeper.connections().filter(({ trouble }) => trouble !== null)).toMatchObject([{ id: sick }]);
  world.serverFor = () => null;
  await world.pass(HOUR);
  expect(keeper.find(sick)?.trouble).toBeNull();
});

test('waking up offline costs one try, however many connections there are; once that gets through, all try at once', async () => {
  const { world, keeper } = await offline(20);
  await world.pass(8 * DAY);
  const tries = world.redeemed.length;
  keeper.systemEvent('wake');
  await settle();
  expect(world.redeemed.length).toBe(tries + 1);
  world.server = () => ({ ok: true, tokens: world.issue() });
  keeper.systemEvent('online');
  await world.pass(MINUTE);
  expect(keeper.connections().filter(({ trouble }) => trouble !== null)).toEqual([]);
});

test('a server that is in disorder may be so to one tenant only: after waking up each tries for itself', async () => {
  const { world, keeper } = await offline(5);
  world.server = () => ({ ok: false, raw: { kind: 'reply', status: 503, body: '', retryAfter: null, date: null } });
  await world.pass(8 * DAY);
  const tries = world.redeemed.length;
  keeper.systemEvent('wake');
  await world.pass(MINUTE);
  expect(world.redeemed.length).toBeGreaterThanOrEqual(tries + 5);
});

test('after a start every passing trouble is tried again at once', async () => {
  const { world, keeper } = await offline(2);
  await world.pass(8 * DAY);
  await keeper.stop();
  world.kill();
  world.server = () => ({ ok: true, tokens: world.issue() });
  const next = world.keeper();
  await next.start();
  await settle();
  expect(next.connections().map(({ trouble }) => trouble)).toEqual([null, null]);
});

test('a keychain that stays locked is tried ever more rarely, and soon again when something happened', async () => {
  const world = new World();
  const { keeper } = await world.signedIn();
  await keeper.stop();
  world.kill();
  world.keychain.problem = 'locked';
  const surveys = vi.spyOn(world.keychain, 'entries');
  const next = world.keeper();
  await next.start();
  await world.pass(DAY);
  expect(surveys.mock.calls.length).toBeLessThan(48);
  next.systemEvent('clock');
  const before = surveys.mock.calls.length;
  await world.pass(MINUTE);
  expect(surveys.mock.calls.length).toBe(before + 1);
  world.keychain.problem = null;
  await world.pass(HOUR);
  expect(next.appTrouble()).toBeNull();
  expect(next.connections().filter(({ trouble }) => trouble !== null)).toEqual([]);
});

test('a keychain that is locked is told of once, however many connections want it', async () => {
  const world = new World();
  const { keeper, ids } = await world.signedInMany(20);
  world.keychain.problem = 'locked';
  await world.pass(3 * DAY);
  expect(ids.map((id) => keeper.find(id)?.trouble?.failure.code)).toEqual(ids.map(() => 'keychain/locked'));
  expect(world.notifications.map(({ title, remedy }) => [title, remedy])).toEqual([
    ['The keychain needs you', 'retry-keychain'],
  ]);
  world.keychain.problem = null;
  await world.pass(2 * DAY);
  world.keychain.problem = 'locked';
  await world.pass(3 * DAY);
  expect(world.notifications).toHaveLength(2);
});

test("clouds of somebody's own have nothing to do with each other", async () => {
  const world = new World();
  const store = new ConnectionStore({
    load: async () => ({ kind: 'missing' }),
    save: async () => undefined,
    changed: async () => false,
  });
  const { keeper, id } = await world.signedIn();
  const connection = keeper.find(id);
  if (!connection) throw new Error('no connection');
  const failure = ownFailure('network/refused', world.now);
  const trouble = { failure, since: world.now, attempts: 1, retryAt: world.now + HOUR };
  const at = (place: string, name: string) => {
    const customCloud = { authority: `https://${place}`, partnerCenter: '', scope: '', extraCa: null };
    const own = { ...connection, id: name, cloud: 'custom' as const, customCloud, trouble };
    store.put(own);
    return own;
  };
  const scouts = new Scouts(store);
  const patience = [at('here', 'a'), at('here', 'b'), at('there', 'c')].map((one) =>
    scouts.patienceOf(one, failure, world.now),
  );
  expect(patience).toEqual([null, 3 * DAY, null]);
});
