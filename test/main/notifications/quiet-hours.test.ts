import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quietUntil } from '../../../src/main/notifications/quiet-hours';

const NIGHT = { from: 22 * 60, to: 7 * 60 };
const LUNCH = { from: 12 * 60, to: 13 * 60 };
const zone = process.env.TZ;
beforeAll(() => {
  process.env.TZ = 'Europe/Berlin';
});
afterAll(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

const at = (local: string) => new Date(local);

describe('quiet hours', () => {
  it('are none unless somebody has set them', () => {
    expect(quietUntil(null, at('2026-11-23T23:00'))).toBeNull();
  });

  it.each([
    ['2026-11-23T21:59', null],
    ['2026-11-23T22:00', '2026-11-24T07:00'],
    ['2026-11-24T00:00', '2026-11-24T07:00'],
    ['2026-11-24T06:59:59', '2026-11-24T07:00'],
    ['2026-11-24T07:00', null],
    ['2026-12-31T23:30', '2027-01-01T07:00'],
  ])('over midnight: at %s until %s', (now, end) => {
    expect(quietUntil(NIGHT, at(now))).toEqual(end === null ? null : at(end));
  });

  it.each([
    ['2026-11-23T11:59', null],
    ['2026-11-23T12:00', '2026-11-23T13:00'],
    ['2026-11-23T13:00', null],
    ['2026-11-23T23:00', null],
  ])('within a day: at %s until %s', (now, end) => {
    expect(quietUntil(LUNCH, at(now))).toEqual(end === null ? null : at(end));
  });

  it('end by the clock on the wall in the nights when it is changed', () => {
    // An hour less in March, an hour more in October.
    for (const [evening, morning, hours] of [
      ['2027-03-27T22:00', '2027-03-28T07:00', 8],
      ['2026-10-24T22:00', '2026-10-25T07:00', 10],
    ] as const) {
      const end = quietUntil(NIGHT, at(evening));
      expect(end).toEqual(at(morning));
      expect(((end?.getTime() ?? 0) - at(evening).getTime()) / 3_600_000).toBe(hours);
    }
  });
});
