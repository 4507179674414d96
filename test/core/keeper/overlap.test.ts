import { expect, test } from 'vitest';
import type { Keeper } from '../../../src/core/keeper/keeper';
import { DAY, HOUR, MINUTE, SECOND } from '../../../src/core/model/time';
import { openToken } from '../../../src/core/storage/envelope';
import { joinSecret } from '../../../src/core/storage/secret-parts';
import { CONTOSO, CREDENTIAL, SECRET, settle, World } from '../world';

const GRAPH = { kind: 'graph' } as const;
const EXCHANGE = { kind: 'exchange-online' } as const;

/** Keychain and disk that take their time, so that jobs get between each other's steps. */
async function slowWorld(turns: number): Promise<{ world: World; keeper: Keeper; id: string }> {
  const world = new World();
  world.delay = async () => {
    for (let turn = 0; turn < turns; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
  };
  return { world, ...(await world.signedIn()) };
}

/** The token that the file on disk names, read from the keychain. */
function tokenOnDisk(world: World, id: string): string | null {
  const generation = world.saved?.connections.find((connection) => connection.id === id)?.token?.generation;
  const parts = [...world.keychain.values].filter(([account]) =>
    account.startsWith(`${id}/refresh-token/${generation}/`),
  );
  const text = joinSecret(parts.map(([, value]) => value));
  return text === null ? null : (openToken(text)?.refreshToken ?? null);
}

test.each([0, 1, 2, 3, 5, 8, 13])(
  'three exchanges of one connection at once, storage slow by %i turns, leave the newest token, and it is the one used next',
  async (turns) => {
    const { world, keeper, id } = await slowWorld(turns);
    world.now += 2 * DAY;
    const all = await Promise.all([
      keeper.refresh(id),
      keeper.accessToken(id, 5 * MINUTE, GRAPH),
      keeper.accessToken(id, 5 * MINUTE, EXCHANGE),
    ]);
    expect(all.map(({ ok }) => ok)).toEqual([true, true, true]);
    const held = tokenOnDisk(world, id);
    expect(held).not.toBeNull();
    expect(keeper.find(id)?.token?.generation).toBe(4);
    await keeper.refresh(id);
    expect(world.redeemed.at(-1)).toBe(held);
    expect(keeper.find(id)).toMatchObject({ trouble: null, token: { generation: 5 } });
    expect(world.keychain.generations()).toEqual([4, 5]);
  },
);

test.each([0, 1, 2, 3, 5, 8, 13])(
  'a secret that is replaced during a refresh, storage slow by %i turns, is the one used next',
  async (turns) => {
    const { world, keeper, id } = await slowWorld(turns);
    world.now += 2 * DAY;
    const used: unknown[] = [];
    const replaced = keeper.replaceCredential(id, { kind: 'secret', clientSecret: `${SECRET}.new` });
    const refreshed = keeper.refresh(id);
    const copied = keeper.accessToken(id, 5 * MINUTE, GRAPH);
    expect([await replaced, await refreshed, await copied].map(({ ok }) => ok)).toEqual([true, true, true]);
    world.server = (_refreshToken, credential) => {
      used.push(credential);
      return { ok: true, tokens: world.issue() };
    };
    expect((await keeper.refresh(id)).ok).toBe(true);
    expect(used).toEqual([{ kind: 'secret', clientSecret: `${SECRET}.new` }]);
    expect(world.keychain.generations('client-secret')).toEqual([2]);
  },
);

test('a token exported in the middle of a wave of refreshes stops none of them', async () => {
  const world = new World();
  world.lock = { take: async () => ({ othersWereHere: false, end: async () => undefined }) };
  const { keeper, ids } = await world.signedInMany(40);
  world.now += 2 * DAY;
  keeper.systemEvent('wake');
  const exports = ids.slice(-3).map((id) => keeper.exportRefreshToken(id, 'clipboard'));
  await world.pass(5 * MINUTE);
  expect(ids.filter((id) => keeper.busyOf(id) !== null)).toEqual([]);
  expect((await Promise.all(exports)).map(({ ok }) => ok)).toEqual([true, true, true]);
  expect(new Set(world.redeemed).size).toBe(40);
  await keeper.stop();
});

test('a keeper that stops first keeps the token of a sign-in that has just been completed', async () => {
  const world = new World();
  const { keeper, id } = await world.connected();
  const ticket = await keeper.beginSignIn(id);
  if (!ticket.ok) throw new Error(ticket.failure.what);
  world.delay = () => new Promise((resolve) => setImmediate(resolve));
  void ticket.value.complete({ ok: true, tokens: world.issue() });
  await keeper.stop();
  expect(world.keychain.generations()).toEqual([1]);
  expect(tokenOnDisk(world, id)).not.toBeNull();
});

test('a keeper that stops first keeps the token of an exchange for another resource', async () => {
  const { world, keeper, id } = await slowWorld(2);
  let answer: () => void = () => undefined;
  world.server = () =>
    new Promise((resolve) => {
      answer = () => resolve({ ok: true, tokens: world.issue() });
    });
  void keeper.accessToken(id, HOUR / 2, GRAPH);
  await expect.poll(() => world.redeemed.length).toBe(1);
  answer();
  await settle();
  await keeper.stop();
  expect(keeper.find(id)?.token?.generation).toBe(2);
  expect(tokenOnDisk(world, id)).not.toBeNull();
});

test('a token that is only in memory is tried once more when the keeper stops', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  world.keychain.writesLeft = 0;
  await keeper.refresh(id);
  expect(world.keychain.generations()).toEqual([1]);
  world.keychain.writesLeft = Number.POSITIVE_INFINITY;
  world.keychain.problem = null;
  await keeper.stop();
  expect(world.keychain.generations()).toHaveLength(2);
  expect(tokenOnDisk(world, id)).toMatch(/^refresh-2-/);
});

test('a keychain that is asked what it holds while a token is being kept does not bring back the older one', async () => {
  const { world, keeper, id } = await slowWorld(3);
  const other = await keeper.add({ ...CONTOSO, name: 'Other' }, CREDENTIAL);
  if (!other.ok) throw new Error(other.failure.what);
  const ticket = await keeper.beginSignIn(other.value.id);
  if (ticket.ok) await ticket.value.complete({ ok: true, tokens: world.issue() });
  for (let round = 0; round < 5; round += 1) {
    world.now += 2 * DAY;
    const generation = keeper.find(other.value.id)?.token?.generation;
    for (const account of [...world.keychain.values.keys()])
      if (account.startsWith(`${other.value.id}/refresh-token/${generation}/`)) world.keychain.values.delete(account);
    const before = keeper.find(id)?.token?.generation ?? 0;
    await Promise.all([keeper.refresh(other.value.id), keeper.refresh(id)]);
    expect(keeper.find(id)?.token?.generation).toBe(before + 1);
    expect(tokenOnDisk(world, id)).not.toBeNull();
  }
  const current = keeper.find(id)?.token?.generation ?? 0;
  const own = [...world.keychain.values.keys()].filter((account) => account.startsWith(`${id}/refresh-token/`));
  expect([...new Set(own.map((account) => Number(account.split('/')[2])))].sort()).toEqual([current - 1, current]);
});

test('who is waited for comes before those that are merely due', async () => {
  const world = new World();
  const { keeper, ids } = await world.signedInMany(40);
  world.now += 2 * DAY;
  keeper.systemEvent('wake');
  await settle();
  const last = ids.findLast((id) => keeper.busyOf(id) !== null) ?? '';
  const before = world.redeemed.length;
  const copied = keeper.accessToken(last, 5 * MINUTE);
  await world.pass(2 * SECOND);
  expect((await copied).ok).toBe(true);
  expect(world.redeemed.length - before).toBeLessThan(20);
  await world.pass(5 * MINUTE);
  expect(world.redeemed).toHaveLength(40);
});

test('a keeper that stops in a wave of refreshes waits for no pause', async () => {
  const world = new World();
  const { keeper } = await world.signedInMany(40);
  world.now += 2 * DAY;
  keeper.systemEvent('wake');
  await settle();
  await keeper.stop();
  expect(world.sleep()).toBe(Number.POSITIVE_INFINITY);
});
