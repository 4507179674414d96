import { describe, expect, it, test } from 'vitest';
import { CircuitBreaker, LONGEST_PAUSE } from '../../../src/core/keeper/circuit-breaker';
import { pauseAfter } from '../../../src/core/model/backoff';
import { DAY, HOUR, MINUTE, SECOND } from '../../../src/core/model/time';
import { rawReply } from '../../support/raw-reply';
import { CONTOSO, CREDENTIAL, entraError, settle, unreachable, World } from '../world';

const serverError = () => ({ ok: false, raw: rawReply(503, null) }) as const;

/** A breaker with a clock and a dice that a test sets. */
function breakerAt(now: number, dice = 0) {
  const world = { now, dice };
  const breaker = new CircuitBreaker(LONGEST_PAUSE, { now: () => world.now }, () => world.dice);
  return { world, breaker };
}

describe('a circuit breaker', () => {
  it('lets everybody through while there are answers, and one alone once its pause is over', () => {
    const { world, breaker } = breakerAt(0, 0.5);
    expect(breaker.admits('a')).toBe(true);
    breaker.enter('a');
    breaker.ended('a', false);
    world.now = 14 * SECOND;
    expect(breaker.admits('b')).toBe(false);
    breaker.wait('b');
    breaker.wait('c');
    expect(breaker.takeNext()).toBeNull();
    world.now = 15 * SECOND;
    expect(breaker.takeNext()).toBe('b');
    breaker.enter('b');
    world.now = DAY;
    expect(breaker.admits('c')).toBe(false);
    expect(breaker.ended('b', true)).toEqual(['c']);
    expect(breaker.admits('c')).toBe(true);
  });

  it('counts calls without an answer in a row, not those that were under way together', () => {
    const { breaker } = breakerAt(0, 0.999);
    for (const id of ['a', 'b', 'c', 'd']) breaker.ended(id, false);
    breaker.wait('a');
    expect(breaker.timeToNext()).toBeLessThanOrEqual(30 * SECOND);
  });

  it('is not held up by a probe that came to nothing before it could call', () => {
    const { world, breaker } = breakerAt(0);
    breaker.ended('a', false);
    breaker.wait('b');
    breaker.wait('c');
    world.now = MINUTE;
    expect(breaker.takeNext()).toBe('b');
    breaker.enter('b');
    breaker.ended('b', null);
    expect(breaker.takeNext()).toBe('c');
  });

  it('has them call for all in turn: it may be one alone that gets no answer', () => {
    const { world, breaker } = breakerAt(0);
    breaker.ended('sick', false);
    breaker.wait('sick');
    breaker.wait('well');
    world.now = MINUTE;
    expect(breaker.takeNext()).toBe('sick');
    breaker.enter('sick');
    breaker.ended('sick', false);
    breaker.wait('sick');
    world.now = 2 * MINUTE;
    expect(breaker.takeNext()).toBe('well');
  });

  it('makes no pause longer when the clock goes back', () => {
    const { world, breaker } = breakerAt(100 * DAY, 0.9);
    breaker.ended('a', false);
    breaker.wait('a');
    world.now = 0;
    expect(breaker.takeNext()).toBe('a');
  });

  it.each([1, 2, 5, 10, 100])('never pauses longer than it may (attempt %i)', (attempts) => {
    expect(pauseAfter(attempts, LONGEST_PAUSE, 0.999_999)).toBeLessThanOrEqual(LONGEST_PAUSE);
    expect(pauseAfter(attempts, LONGEST_PAUSE, 0)).toBe(5 * SECOND);
  });
});

test('without a network one connection calls for all, and all go once it is back, 4 at once', async () => {
  const world = new World();
  const { keeper } = await world.signedInMany(50);
  world.server = unreachable;
  await world.pass(DAY);
  const outOfReach = world.redeemed.length;
  await world.pass(5 * DAY);
  // A call each quarter of an hour at the most rarely, and not one for each of 50 connections.
  const perDay = (world.redeemed.length - outOfReach) / 5;
  expect(perDay).toBeGreaterThanOrEqual(96);
  expect(perDay).toBeLessThan(400);
  world.server = () => ({ ok: true, tokens: world.issue() });
  world.peakInFlight = 0;
  const before = world.redeemed.length;
  await world.pass(15 * MINUTE + SECOND);
  expect(world.redeemed.length - before).toBe(50);
  expect(world.peakInFlight).toBe(4);
  expect(keeper.connections().every(({ trouble }) => trouble === null)).toBe(true);
});

test('what a clock that went back makes due stays due, however long the authority is out', async () => {
  const world = new World();
  const { keeper, ids } = await world.signedInMany(100);
  world.now -= 6 * HOUR;
  world.server = unreachable;
  keeper.systemEvent('clock');
  await world.pass(7 * HOUR);
  expect(keeper.connections().some(({ trouble }) => trouble === null)).toBe(true);
  world.server = () => ({ ok: true, tokens: world.issue() });
  const before = world.redeemed.length;
  await world.pass(15 * MINUTE + SECOND);
  expect(world.redeemed.length - before).toBe(ids.length);
});

test('a tenant that never gets an answer holds nobody else up for long', async () => {
  const world = new World();
  const { keeper, ids } = await world.signedInMany(20);
  const [sick = '', ...others] = ids;
  world.serverFor = (id) => (id === sick ? serverError() : null);
  const before = world.redeemed.length;
  for (let day = 0; day < 5; day += 1) {
    await world.pass(DAY);
    for (const id of others) {
      const token = keeper.find(id)?.token;
      expect(world.now - (token?.issuedAt ?? 0)).toBeLessThan(DAY + HOUR);
    }
  }
  const ofTheSick = world.redeemed.length - before - others.length * 5;
  expect(ofTheSick).toBeLessThan(5 * 400);
});

test('what a server says about one connection holds nobody else up', async () => {
  const world = new World();
  const { keeper, ids } = await world.signedInMany(20);
  const [first = '', ...others] = ids;
  world.serverFor = (id) => (id === first ? entraError(50173) : null);
  await world.pass(DAY + MINUTE);
  expect(keeper.find(first)?.trouble?.failure.code).toBe('AADSTS50173');
  for (const id of others) expect(keeper.find(id)).toMatchObject({ trouble: null, token: { serial: 2 } });
});

test('an outage of one authority holds nobody of another up', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  const other = await keeper.add({ ...CONTOSO, name: 'Government', cloud: 'us-government' }, CREDENTIAL);
  if (!other.ok) throw new Error(other.failure.code);
  const ticket = await keeper.beginSignIn(other.value.id);
  if (ticket.ok) await ticket.value.complete({ ok: true, tokens: world.issue() });
  world.serverFor = (asked) => (asked === id ? unreachable() : null);
  await world.pass(3 * DAY);
  expect(world.now - (keeper.find(other.value.id)?.token?.issuedAt ?? 0)).toBeLessThan(DAY + HOUR);
  expect(keeper.find(id)?.trouble?.failure.code).toBe('network/refused');
});

test('a refresh that somebody asks for is made whatever the breaker says, and lets the others go when it gets through', async () => {
  const world = new World();
  const { keeper, ids } = await world.signedInMany(10);
  world.server = unreachable;
  await world.pass(2 * DAY);
  world.server = () => ({ ok: true, tokens: world.issue() });
  expect(await keeper.refresh(ids[7] ?? '')).toMatchObject({ ok: true });
  await world.pass(LONGEST_PAUSE);
  expect(keeper.connections().every(({ token }) => world.now - (token?.issuedAt ?? 0) < DAY)).toBe(true);
});

test('a keychain that refuses is asked for one connection, at least hourly, and all go once it works', async () => {
  const world = new World();
  const { keeper } = await world.signedInMany(30);
  await world.pass(MINUTE);
  world.keychain.problem = 'locked';
  await world.pass(DAY + HOUR);
  const { get, probe } = world.keychain.calls;
  await world.pass(2 * DAY);
  expect(world.keychain.calls.get + world.keychain.calls.probe - get - probe).toBeLessThan(2 * 24 * 12);
  expect(world.notifications.map(({ remedy }) => remedy)).toEqual(['retry-keychain']);
  world.keychain.problem = null;
  await world.pass(HOUR);
  expect(keeper.connections().every(({ trouble }) => trouble === null)).toBe(true);
});

test('back online, one connection tries at once, and the others as soon as it has got through', async () => {
  const world = new World();
  const { keeper } = await world.signedInMany(20);
  world.server = unreachable;
  await world.pass(3 * DAY);
  const before = world.redeemed.length;
  keeper.systemEvent('online');
  await settle();
  expect(world.redeemed.length).toBe(before + 1);
  world.server = () => ({ ok: true, tokens: world.issue() });
  keeper.systemEvent('online');
  await settle();
  await world.pass(0);
  expect(keeper.connections().every(({ trouble }) => trouble === null)).toBe(true);
});

test.each(['start', 'wake'] as const)('a %s without a network costs 4 calls, however many are due', async (cause) => {
  const world = new World();
  const { keeper } = await world.signedInMany(50);
  const before = world.redeemed.length;
  world.server = unreachable;
  world.now += 3 * DAY;
  if (cause === 'wake') keeper.systemEvent('wake');
  else {
    world.kill();
    await world.keeper().start();
  }
  for (let turn = 0; turn < 10; turn += 1) await world.pass(0);
  expect(world.redeemed.length - before).toBe(4);
  world.server = () => ({ ok: true, tokens: world.issue() });
  await world.pass(MINUTE);
  expect(world.redeemed.length - before).toBe(4 + 50);
});
