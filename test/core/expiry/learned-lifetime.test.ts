import { describe, expect, it } from 'vitest';
import { disprovedBy } from '../../../src/core/expiry/learned-lifetime';
import { DAY, HOUR } from '../../../src/core/model/time';
import { KeychainError } from '../../../src/core/storage/ports';
import { entraError, NEW_YEAR, settle, unreachable, World } from '../world';

const sevenDays = () => entraError(700082, 'invalid_grant', 'It was issued on X and was inactive for 7.00:00:00.');

/** A connection whose tenant's window has been learned, signed in again. */
async function learned(world: World, schedule: 'every' | 'remind-only' = 'every') {
  const { keeper, id } = await world.signedIn();
  world.server = sevenDays;
  await world.pass(2 * DAY);
  world.server = () => ({ ok: true, tokens: world.issue({ serverTime: world.now }) });
  await keeper.change(id, { schedule: schedule === 'every' ? { kind: 'every', interval: DAY } : { kind: schedule } });
  const ticket = await keeper.beginSignIn(id);
  if (!ticket.ok) throw new Error(ticket.failure.what);
  await ticket.value.complete({ ok: true, tokens: world.issue() });
  expect(keeper.find(id)).toMatchObject({ learnedLifetime: 7 * DAY, token: { lifetime: 7 * DAY } });
  return { keeper, id };
}

describe('a learned window', () => {
  it('is forgotten on request, and the held token goes by 90 days again', async () => {
    const world = new World();
    const { keeper, id } = await learned(world, 'remind-only');
    await world.pass(5 * DAY);
    expect(world.notifications.at(-1)?.title).toBe('Contoso expires in 2 days');
    const raised = world.notifications.length;
    expect(await keeper.forgetLearnedWindow(id)).toEqual({ ok: true, value: null });
    expect(world.events.at(-1)).toEqual({ type: 'notifications-withdrawn', connectionId: id, about: 'token' });
    expect(keeper.find(id)).toMatchObject({
      learnedLifetime: null,
      token: { lifetime: 90 * DAY },
      notificationsRaised: [],
    });
    expect(world.saved?.connections[0]).toMatchObject({ learnedLifetime: null, token: { lifetime: 90 * DAY } });
    expect((await keeper.history(id)).at(-1)).toMatchObject({ kind: 'settings', code: 'lifetime' });
    await world.pass(54 * DAY);
    expect(world.notifications.length).toBe(raised);
    await world.pass(2 * DAY);
    expect(world.notifications.at(-1)?.title).toBe('Contoso expires in 30 days');
  });

  it('that is forgotten brings no token back that the server has called over, nor the notifications about its end', async () => {
    const world = new World();
    const { keeper, id } = await learned(world);
    world.server = sevenDays;
    await world.pass(8 * DAY);
    const expired = keeper.find(id);
    expect(expired && keeper.statusOf(expired)).toBe('expired');
    const raised = world.notifications.length;
    await keeper.forgetLearnedWindow(id);
    expect(keeper.find(id)).toMatchObject({
      learnedLifetime: null,
      token: expired?.token,
      notificationsRaised: expired?.notificationsRaised,
    });
    await world.pass(100 * DAY);
    expect(world.notifications.length).toBe(raised);
  });

  it('that was forgotten is planned by, and learned again when the server names it', async () => {
    const world = new World();
    const { keeper, id } = await learned(world);
    await keeper.change(id, { schedule: { kind: 'every', interval: 20 * DAY } });
    expect((keeper.find(id)?.refreshAt ?? 0) - world.now).toBeLessThan(3 * DAY);
    await keeper.forgetLearnedWindow(id);
    expect((keeper.find(id)?.refreshAt ?? 0) - world.now).toBeGreaterThan(17 * DAY);
    world.server = sevenDays;
    await world.pass(21 * DAY);
    expect(keeper.find(id)?.learnedLifetime).toBe(7 * DAY);
  });

  it('of half a day is long enough for a token that waits in memory: it is exchanged before it expires', async () => {
    const world = new World();
    const { keeper, id } = await world.signedIn();
    world.server = () => entraError(700082, 'invalid_grant', 'It was issued on X and was inactive for 12:00:00.');
    await world.pass(2 * DAY);
    world.server = () => ({ ok: true, tokens: world.issue() });
    const ticket = await keeper.beginSignIn(id);
    if (!ticket.ok) throw new Error(ticket.failure.what);
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

  it('is disproved by a token that was exchanged although it was older', async () => {
    const world = new World();
    const { keeper, id } = await learned(world);
    const server = world.server;
    world.server = () => ({ ok: false, raw: { kind: 'network', code: 'ECONNREFUSED' } });
    await world.pass(8 * DAY);
    world.server = server;
    keeper.systemEvent('online');
    await settle();
    expect(keeper.find(id)).toMatchObject({ learnedLifetime: null, trouble: null, token: { lifetime: 90 * DAY } });
  });

  it('that is disproved is none of the held token either, when the new one cannot be kept', async () => {
    const world = new World();
    const { keeper, id } = await learned(world);
    const { server } = world;
    world.server = unreachable;
    await world.pass(8 * DAY);
    const held = keeper.find(id)?.token;
    world.keychain.set = async () => {
      throw new KeychainError('locked');
    };
    world.server = server;
    keeper.systemEvent('online');
    await settle();
    expect(keeper.find(id)).toMatchObject({ learnedLifetime: null, token: { ...held, lifetime: 90 * DAY } });
  });

  it('is not disproved by a clock that is wrong, nor by a reply without a date', () => {
    const connection = { learnedLifetime: 7 * DAY, learnedSignInLimit: null, token: null };
    const old = { issuedAt: NEW_YEAR - 8 * DAY };
    expect(disprovedBy(connection, old, NEW_YEAR, NEW_YEAR)).toEqual({ learnedLifetime: null, token: null });
    expect(disprovedBy(connection, old, NEW_YEAR, NEW_YEAR - 2 * DAY)).toBeNull();
    expect(disprovedBy(connection, old, NEW_YEAR - 2 * DAY, NEW_YEAR)).toBeNull();
    expect(disprovedBy(connection, old, NEW_YEAR, null)).toBeNull();
    const young = { issuedAt: NEW_YEAR - 7 * DAY - 1 };
    expect(disprovedBy(connection, young, NEW_YEAR, NEW_YEAR + HOUR)).toBeNull();
    const issuedWhileBehind = { issuedAt: NEW_YEAR - 8 * DAY, serverIssuedAt: NEW_YEAR - DAY };
    expect(disprovedBy(connection, issuedWhileBehind, NEW_YEAR, NEW_YEAR)).toBeNull();
    const unlearned = { learnedLifetime: null, learnedSignInLimit: null, token: null };
    expect(disprovedBy(unlearned, old, NEW_YEAR, NEW_YEAR)).toBeNull();
  });

  it('that is not known needs no forgetting', async () => {
    const world = new World();
    const { keeper, id } = await world.signedIn();
    expect((await keeper.forgetLearnedWindow(id)).ok).toBe(true);
    expect((await keeper.forgetLearnedWindow('0'.repeat(32))).ok).toBe(false);
    expect((await keeper.history(id)).map(({ kind }) => kind)).toEqual(['sign-in']);
  });
});

it('the usual 90 days are nothing to learn, and unlearn a shorter window', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  const inactive = (span: string) => entraError(700082, 'invalid_grant', `The token was inactive for ${span}.`);
  world.server = () => inactive('07.00:00:00');
  await keeper.refresh(id);
  expect(keeper.find(id)?.learnedLifetime).toBe(7 * DAY);
  world.server = () => inactive('90.00:00:00');
  await keeper.refresh(id);
  expect(keeper.find(id)?.learnedLifetime).toBeNull();
});
