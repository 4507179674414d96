import fc from 'fast-check';
import { expect, test } from 'vitest';
import { metThreshold, nextThresholdAt, THRESHOLDS, thresholdSpan } from '../../src/core/notices';
import { DAY, HOUR, MINUTE } from '../../src/core/time';
import { daysLeft, lapsesAt, planRefresh, recordIssue, timeLeft } from '../../src/core/window';

const ISSUED = Date.UTC(2028, 1, 20);
const windows = fc.integer({ min: HOUR, max: 400 * DAY });
const moments = fc.integer({ min: -10 * DAY, max: 500 * DAY });

test('a token issued a minute ago has 90 days left, and one that lapsed has none', () => {
  const token = { issuedAt: ISSUED, window: 90 * DAY };
  expect(daysLeft(token, ISSUED + MINUTE)).toBe(90);
  expect(daysLeft(token, ISSUED + 91 * DAY)).toBe(0);
  expect(timeLeft(token, ISSUED + 91 * DAY)).toBe(-DAY);
});

test('a token whose issue two clocks date differently counts from the later date that has come', () => {
  const token = { issuedAt: ISSUED, serverIssuedAt: ISSUED + 20 * DAY, window: 90 * DAY };
  expect(lapsesAt(token, ISSUED + 10 * DAY)).toBe(ISSUED + 90 * DAY);
  expect(lapsesAt(token, ISSUED + 20 * DAY)).toBe(ISSUED + 110 * DAY);
  const other = { ...token, serverIssuedAt: ISSUED - 20 * DAY };
  expect(lapsesAt(other, ISSUED - 10 * DAY)).toBe(ISSUED + 70 * DAY);
  expect(lapsesAt(other, ISSUED + DAY)).toBe(ISSUED + 90 * DAY);
  expect(lapsesAt(other, ISSUED - 30 * DAY)).toBe(ISSUED + 90 * DAY);
});

test("the server's date is recorded only when it is further off than a clock may be", () => {
  expect(recordIssue(ISSUED, null)).toEqual({ issuedAt: ISSUED });
  expect(recordIssue(ISSUED, ISSUED - 5 * MINUTE)).toEqual({ issuedAt: ISSUED });
  expect(recordIssue(ISSUED, ISSUED + 6 * MINUTE)).toEqual({ issuedAt: ISSUED, serverIssuedAt: ISSUED + 6 * MINUTE });
});

test('the plan is within the interval and a third of the window, and at most a tenth early', () => {
  const intervals = fc.integer({ min: HOUR, max: 30 * DAY });
  const randoms = fc.double({ min: 0, max: 0.999, noNaN: true });
  fc.assert(
    fc.property(windows, intervals, randoms, (window, interval, random) => {
      const at = planRefresh({ issuedAt: ISSUED, window }, { kind: 'every', interval }, random) ?? 0;
      const span = Math.min(interval, window / 3);
      expect(at).toBeLessThanOrEqual(ISSUED + span + 1);
      expect(at).toBeGreaterThanOrEqual(ISSUED + span * 0.9 - 1);
    }),
  );
});

test('thresholds become more urgent as time passes, never less', () => {
  fc.assert(
    fc.property(windows, moments, moments, (window, a, b) => {
      const token = { issuedAt: ISSUED, window };
      const rank = (at: number) => {
        const met = metThreshold(token, ISSUED + at);
        return met === null ? -1 : THRESHOLDS.indexOf(met);
      };
      expect(rank(Math.max(a, b))).toBeGreaterThanOrEqual(rank(Math.min(a, b)));
    }),
  );
});

test('the next threshold is met exactly when it is said to be, and not a millisecond before', () => {
  fc.assert(
    fc.property(windows, moments, (window, at) => {
      const token = { issuedAt: ISSUED, window };
      const next = nextThresholdAt(token, ISSUED + at);
      if (next === null) {
        expect(metThreshold(token, ISSUED + at)).toBe(0);
        return;
      }
      expect(next).toBeGreaterThan(ISSUED + at);
      expect(metThreshold(token, Math.ceil(next))).not.toBe(metThreshold(token, Math.ceil(next) - 1));
    }),
  );
});

test('a window of 90 days or more has the thresholds of the product, a shorter one has them in proportion', () => {
  expect(THRESHOLDS.map((threshold) => thresholdSpan(threshold, 90 * DAY) / DAY)).toEqual([30, 14, 7, 3, 1, 0]);
  expect(thresholdSpan(30, 365 * DAY)).toBe(30 * DAY);
  expect(thresholdSpan(30, 9 * DAY)).toBe(3 * DAY);
});
