import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../../src/core/model/time';
import { entraError, settle, unreachable, World } from '../world';

const sevenDays = () => entraError(700082, 'invalid_grant', 'It was issued on X and was inactive for 7.00:00:00.');

/** A connection whose tenant's window has been learned, signed in again. */
async function learned(world: World, schedule: 'every' | 'remind-only' = 'every') {
  const { keeper, id } = await world.signedIn();
  world.server = sevenDays;
  await world.pass(2 * DAY);
  world.server = () => ({ ok: true, tokens: world.issue({ serverTime: world.now }) });
  await keeper.change(id, { schedule: schedule === 'every' ? { kind: 'every', interval: DAY } : { kind: schedule } });
  const ticket = await keeper.beginSignIn(id);
  if (!ticket.ok) throw new Error(ticket.failure.code);
  await ticket.value.complete({ ok: true, tokens: world.issue() });
  expect(keeper.find(id)).toMatchObject({ learnedLifetime: 7 * DAY, token: { lifetime: 7 * DAY } });
  return { keeper, id };
}

describe('a lifetime that the server has named', () => {
  it('is kept to, whatever comes, until the server names another', async () => {
    const world = new World();
    const { keeper, id } = await learned(world);
    const server = world.server;
    world.server = unreachable;
    await world.pass(8 * DAY);
    world.server = server;
    keeper.systemEvent('online');
    await settle();
    // The server took a token that should have expired: the new one may live as short as ever.
    expect(keeper.find(id)).toMatchObject({ learnedLifetime: 7 * DAY, trouble: null, token: { lifetime: 7 * DAY } });
    world.server = () => entraError(700082, 'invalid_grant', 'It was issued on X and was inactive for 90.00:00:00.');
    await world.pass(2 * DAY);
    expect(keeper.find(id)?.learnedLifetime).toBeNull();
  });

  it('of half a day is long enough for a token that waits in memory: it is exchanged before it expires', async () => {
    const world = new World();
    const { keeper, id } = await world.signedIn();
    world.server = () => entraError(700082, 'invalid_grant', 'It was issued on X and was inactive for 12:00:00.');
    await world.pass(2 * DAY);
    world.server = () => ({ ok: true, tokens: world.issue() });
    const ticket = await keeper.beginSignIn(id);
    if (!ticket.ok) throw new Error(ticket.failure.code);
    await ticket.value.complete({ ok: true, tokens: world.issue() });
    // It can be read, and takes nothing.
    world.keychain.set = async () => undefined;
    const before = world.redeemed.length;
    await world.pass(DAY);
    expect(world.redeemed.length).toBeGreaterThanOrEqual(before + 4);
    const tries = [...world.redeemedAt.slice(before), world.now];
    const pauses = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
    expect(Math.max(...pauses)).toBeLessThan(6 * HOUR);
  });

  it('of a second starts no storm: there is one exchange a minute at most', async () => {
    const world = new World();
    const { keeper, id } = await world.signedIn();
    world.server = () => entraError(700082, 'invalid_grant', 'It was issued on X and was inactive for 00:00:01.');
    await world.pass(2 * DAY);
    world.server = () => ({ ok: true, tokens: world.issue() });
    const ticket = await keeper.beginSignIn(id);
    if (!ticket.ok) throw new Error(ticket.failure.code);
    await ticket.value.complete({ ok: true, tokens: world.issue() });
    const before = world.redeemed.length;
    await world.pass(HOUR / 4);
    expect(world.redeemed.length - before).toBeLessThan(18);
  });
});
