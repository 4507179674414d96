import { expect, test } from 'vitest';
import { daysLeft, expiresAt, planRefresh } from '../../../src/core/expiry/lifetime';
import { thresholdSpan } from '../../../src/core/expiry/notifications';
import { DAY, HOUR, MINUTE } from '../../../src/core/model/time';
import { rawReply } from '../../support/raw-reply';
import { settle, unreachable, World } from '../world';

test.each([
  ['hours', 9 * HOUR],
  ['months', 65 * DAY],
])('after %s of sleep a token that is due is refreshed once, and not before', async (_span, asleep) => {
  const world = new World();
  const { keeper, id } = await world.signedIn({ schedule: { kind: 'every', interval: 8 * HOUR } });
  world.now += asleep;
  await settle();
  expect(world.redeemed).toEqual([]);
  keeper.systemEvent('wake');
  await settle();
  expect(world.redeemed).toHaveLength(1);
  expect(keeper.find(id)).toMatchObject({ trouble: null, token: { issuedAt: world.now } });
});

test('a timer that fires days late does what is due, and goes on from there', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  world.now += 5 * DAY;
  await world.pass(0);
  expect(keeper.find(id)?.token?.issuedAt).toBe(world.now);
  await world.pass(DAY);
  expect(world.redeemed).toHaveLength(2);
});

test.each([
  ['a year back', -365 * DAY],
  ['an hour back', -HOUR],
  ['an hour forward', HOUR],
  ['forty days forward', 40 * DAY],
])('a clock set %s, and right again later, loses nothing and makes no storm', async (_what, by) => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  world.now += by;
  keeper.systemEvent('clock');
  await world.pass(2 * HOUR);
  world.now -= by;
  keeper.systemEvent('clock');
  await world.pass(3 * DAY);
  expect(world.redeemed.length).toBeLessThanOrEqual(6);
  expect(world.notifications).toEqual([]);
  const connection = keeper.find(id);
  expect(connection?.trouble).toBeNull();
  expect(Math.abs(world.now - (connection?.token?.issuedAt ?? 0))).toBeLessThanOrEqual(DAY);
});

test('a token that seems expired by a clock that was set is tried all the same, and is not once the server has taken it', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  world.now += 200 * DAY;
  const before = keeper.find(id);
  expect(before && keeper.statusOf(before)).toBe('expired');
  keeper.systemEvent('clock');
  await settle();
  expect(world.redeemed).toHaveLength(1);
  const after = keeper.find(id);
  expect(after && keeper.statusOf(after)).toBe('fine');
});

test('back online, a connection that waits for its next try is refreshed at once; one that was asked to wait is not', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  world.server = unreachable;
  await world.pass(2 * DAY);
  world.server = () => ({ ok: false, raw: rawReply(429, {}, { retryAfter: '7200' }) });
  keeper.systemEvent('online');
  await settle();
  expect(keeper.find(id)?.trouble?.failure.code).toBe('reply/throttled');
  const tries = world.redeemed.length;
  keeper.systemEvent('online');
  await settle();
  expect(world.redeemed).toHaveLength(tries);
});

test('a hundred connections that wake up together never have more than four exchanges in flight', async () => {
  const world = new World();
  const { keeper } = await world.signedInMany(100);
  world.now += 40 * DAY;
  for (const cause of ['wake', 'unlock', 'online', 'clock'] as const) keeper.systemEvent(cause);
  await world.pass(5 * MINUTE);
  expect(world.redeemed).toHaveLength(100);
  expect(world.peakInFlight).toBeLessThanOrEqual(4);
});

/** Moments whose 90 days hold a leap day, or a change to or from daylight saving time somewhere. */
const MOMENTS: ReadonlyArray<readonly [string, number]> = [
  ['a leap day ahead', Date.UTC(2028, 1, 1)],
  ['on a leap day', Date.UTC(2028, 1, 29, 12)],
  ['the night that clocks go forward in Europe', Date.UTC(2026, 2, 29, 0, 59, 59)],
  ['the night that clocks go back in Europe', Date.UTC(2026, 9, 25, 0, 59, 59)],
  ['the end of a year', Date.UTC(2026, 11, 31, 23, 59, 59)],
];

test.each(MOMENTS)('%s, a lifetime is 90 times 24 hours, and nothing moves with the calendar', (_what, issuedAt) => {
  const token = { issuedAt, signedInAt: issuedAt, lifetime: 90 * DAY };
  expect(expiresAt(token) - issuedAt).toBe(90 * 24 * 60 * MINUTE);
  expect([0, 31, 60, 89].map((day) => daysLeft(token, issuedAt + day * DAY))).toEqual([90, 59, 30, 1]);
  expect(planRefresh(token, { kind: 'every', interval: DAY }, 0)).toBe(issuedAt + DAY);
  expect(thresholdSpan(30, token.lifetime)).toBe(30 * DAY);
});
