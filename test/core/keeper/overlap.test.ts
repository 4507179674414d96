import { expect, test } from 'vitest';
import type { Keeper } from '../../../src/core/keeper/keeper';
import { DAY, HOUR, MINUTE } from '../../../src/core/model/time';
import { openToken } from '../../../src/core/storage/envelope';
import { SecretStore } from '../../../src/core/storage/secret-store';
import { SECRET, settle, World } from '../world';

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

/** The token that the keeper is to use next: the newest whole one of its keychain. */
async function tokenInKeychain(world: World, id: string): Promise<string | null> {
  const found = await new SecretStore(world.keychain).newest(id, 'refresh-token', null);
  return found && (openToken(id, found.text)?.refreshToken ?? null);
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
    const held = await tokenInKeychain(world, id);
    expect(held).not.toBeNull();
    expect(keeper.find(id)?.token?.serial).toBe(4);
    await keeper.refresh(id);
    expect(world.redeemed.at(-1)).toBe(held);
    expect(keeper.find(id)).toMatchObject({ trouble: null, token: { serial: 5 } });
    expect(world.keychain.serials()).toEqual([4, 5]);
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
    expect(world.keychain.serials('client-secret')).toEqual([1, 2]);
  },
);

test('a token exported in the middle of a wave of refreshes stops none of them', async () => {
  const world = new World();
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
  if (!ticket.ok) throw new Error(ticket.failure.code);
  world.delay = () => new Promise((resolve) => setImmediate(resolve));
  void ticket.value.complete({ ok: true, tokens: world.issue() });
  await keeper.stop();
  expect(world.keychain.serials()).toEqual([1]);
  expect(await tokenInKeychain(world, id)).not.toBeNull();
});

test('a keeper that stops first keeps the token of an exchange for another resource', async () => {
  const { world, keeper, id } = await slowWorld(2);
  const answers: Array<() => void> = [];
  world.server = () => new Promise((resolve) => answers.push(() => resolve({ ok: true, tokens: world.issue() })));
  void keeper.accessToken(id, HOUR / 2, GRAPH);
  await expect.poll(() => answers.length).toBe(1);
  answers[0]?.();
  await settle();
  await keeper.stop();
  expect(keeper.find(id)?.token?.serial).toBe(2);
  expect(await tokenInKeychain(world, id)).not.toBeNull();
});

test('a token that is only in memory is tried once more when the keeper stops', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  world.keychain.writesLeft = 0;
  await keeper.refresh(id);
  expect(world.keychain.serials()).toEqual([1]);
  world.keychain.writesLeft = Number.POSITIVE_INFINITY;
  world.keychain.problem = null;
  await keeper.stop();
  expect(world.keychain.serials()).toHaveLength(2);
  expect(await tokenInKeychain(world, id)).toMatch(/^refresh-2-/);
});

test('who is waited for comes before those that are merely due', async () => {
  const world = new World();
  const { keeper, ids } = await world.signedInMany(40);
  world.now += 2 * DAY;
  keeper.systemEvent('wake');
  const last = ids.at(-1) ?? '';
  const copied = keeper.accessToken(last, 5 * MINUTE);
  expect((await copied).ok).toBe(true);
  // Those at the gate, and those that came in while these went out.
  expect(world.redeemed.length).toBeLessThan(12);
  await settle();
  await world.pass(MINUTE);
  expect(world.redeemed).toHaveLength(40);
});

test('a hundred who want a token of another resource at once are served by one exchange', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  const askers = Array.from({ length: 100 }, () => keeper.accessToken(id, 5 * MINUTE, GRAPH));
  const tokens = (await Promise.all(askers)).map((got) => got.ok && got.value.accessToken);
  expect(new Set(tokens)).toEqual(new Set(['access-2']));
  expect(world.redeemed).toHaveLength(1);
  // Nor does anybody join one that has ended.
  await world.pass(HOUR);
  expect(await keeper.accessToken(id, 5 * MINUTE, GRAPH)).toMatchObject({ value: { accessToken: 'access-3' } });
});
