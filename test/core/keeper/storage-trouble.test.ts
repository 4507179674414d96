import { expect, test } from 'vitest';
import { DAY, SECOND } from '../../../src/core/model/time';
import { CONTOSO, CREDENTIAL, NEW_YEAR, settle, World } from '../world';

const only = (world: World) => world.saved?.connections[0];

test('a locked keychain is found before a sign-in starts', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  world.keychain.problem = 'locked';
  const ticket = await keeper.beginSignIn(id);
  expect(ticket).toMatchObject({ ok: false, failure: { code: 'keychain/locked' } });
  expect(keeper.appTrouble()?.code).toBe('keychain/locked');
  expect(keeper.busyOf(id)).toBeNull();
  world.keychain.problem = null;
  expect((await keeper.retryStorage()).ok).toBe(true);
  expect(keeper.appTrouble()).toBeNull();
});

test('trying a keychain again says so while it still does not answer, and leaves the card as it was', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  world.keychain.problem = 'hanging';
  expect(await keeper.refresh(id)).toMatchObject({ ok: false, failure: { code: 'keychain/hanging' } });
  expect(await keeper.retryStorage()).toMatchObject({ ok: false, failure: { code: 'keychain/hanging' } });
  expect(keeper.find(id)?.trouble?.failure.code).toBe('keychain/hanging');
  world.keychain.problem = null;
  expect(await keeper.retryStorage()).toMatchObject({ ok: true });
  expect(keeper.appTrouble()).toBeNull();
  // The refresh that somebody had asked for, long before the schedule would, is made now.
  await settle();
  expect(keeper.find(id)).toMatchObject({ trouble: null, token: { serial: 2 } });
});

test('a token that the keychain will not take stays in memory, is kept alive, and is kept once it can be', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  world.keychain.writesLeft = 0;
  const refused = await keeper.refresh(id);
  expect(refused).toMatchObject({ ok: false, failure: { code: 'keychain/locked' } });
  expect(keeper.find(id)?.trouble?.failure.detail).toEqual({ kind: 'in-memory' });
  expect(keeper.find(id)?.token?.serial).toBe(1);
  world.keychain.writesLeft = Number.POSITIVE_INFINITY;
  world.keychain.problem = null;
  expect((await keeper.retryStorage()).ok).toBe(true);
  expect(keeper.find(id)).toMatchObject({ trouble: null, token: { serial: 2, issuedAt: NEW_YEAR } });
  expect([...world.keychain.values.values()].join('')).toContain('refresh-2-');
});

test('a first token that went with its process, before it could be kept, leaves a connection that waits for its sign-in', async () => {
  const world = new World();
  const { keeper, id } = await world.connected();
  const ticket = await keeper.beginSignIn(id);
  if (!ticket.ok) throw new Error(ticket.failure.code);
  world.keychain.problem = 'locked';
  expect(await ticket.value.complete({ ok: true, tokens: world.issue() })).toMatchObject({ ok: false });
  world.kill();
  world.keychain.problem = null;
  const next = world.keeper();
  await next.start();
  await world.pass(DAY);
  const connection = next.find(id);
  expect(connection).toMatchObject({ token: null, trouble: null });
  expect(connection && next.statusOf(connection)).toBe('new');
  expect(world.redeemed).toEqual([]);
});

test('a full disk loses nothing: the token is in the keychain, and is the one used next after a start', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  await world.pass(SECOND);
  world.diskFull = true;
  for (let round = 0; round < 3; round += 1) {
    expect((await keeper.refresh(id)).ok).toBe(true);
    await world.pass(SECOND);
  }
  expect(keeper.appTrouble()?.code).toBe('file/unwritable');
  expect(only(world)?.token?.serial).toBe(1);
  world.kill();
  world.diskFull = false;
  const next = world.keeper();
  await next.start();
  expect(next.find(id)?.token?.serial).toBe(1);
  await next.refresh(id);
  expect(world.redeemed.at(-1)).toMatch(/^refresh-4-/);
  await next.stop();
  expect(only(world)?.token?.serial).toBe(5);
});

test('a lost connections file is rebuilt from the keychain', async () => {
  const world = new World();
  const { id } = await world.signedIn({ name: 'Contoso DE' });
  world.kill();
  world.loads = { kind: 'bad', setAsideAs: 'connections.json.bad-1', rescued: null };
  const next = world.keeper();
  await next.start();
  expect(next.find(id)).toMatchObject({ name: 'Contoso DE', token: { serial: 1, issuedAt: NEW_YEAR } });
  expect(next.appTrouble()).toMatchObject({ code: 'file/bad' });
  expect(next.appTrouble()?.detail).toEqual({
    kind: 'file',
    setAsideAs: 'connections.json.bad-1',
    recovered: 'from-keychain',
  });
});

test('a file of a newer version is left alone, and nothing is refreshed', async () => {
  const world = new World();
  const { keeper } = await world.signedIn();
  await keeper.stop();
  const before = structuredClone(world.saved);
  world.loads = { kind: 'newer' };
  const next = world.keeper();
  await next.start();
  await world.pass(5 * DAY);
  expect(next.appTrouble()?.code).toBe('file/newer');
  expect((await next.add(CONTOSO, CREDENTIAL)).ok).toBe(false);
  expect(world.redeemed).toEqual([]);
  expect(world.saved).toEqual(before);
});

test('removing deletes everything from the keychain, also when that has to wait for the keychain', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  world.keychain.problem = 'locked';
  expect((await keeper.remove(id)).ok).toBe(false);
  expect(keeper.connections()).toEqual([]);
  world.kill();
  world.keychain.problem = null;
  const next = world.keeper();
  await next.start();
  expect(next.connections()).toEqual([]);
  expect(world.keychain.values.size).toBe(0);
  expect(world.saved?.unsettled).toEqual([]);
});

test('a token gone from the keychain is said so, once, and not taken for a network failure', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  for (const key of [...world.keychain.values.keys()])
    if (key.includes('/refresh-token/')) world.keychain.values.delete(key);
  await world.pass(3 * DAY);
  expect(keeper.find(id)?.trouble?.failure).toMatchObject({ code: 'token/gone' });
  expect(world.notifications.length).toBe(1);
});

test('stopping waits for a token that is on its way to the keychain', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  const refresh = keeper.refresh(id);
  await keeper.stop();
  await refresh;
  expect(only(world)?.token?.serial).toBe(2);
});
