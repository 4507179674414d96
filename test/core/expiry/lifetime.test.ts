import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  correctedRefreshAt,
  daysLeft,
  expiresAt,
  limitOf,
  planRefresh,
  recordIssue,
  settledIssue,
  TOLERANCE,
  timeLeft,
} from '../../../src/core/expiry/lifetime';
import { metThreshold, nextThresholdAt, THRESHOLDS, thresholdSpan } from '../../../src/core/expiry/notifications';
import { DAY, HOUR, MINUTE } from '../../../src/core/model/time';

const ISSUED = Date.UTC(2028, 1, 20);
const lifetimes = fc.integer({ min: HOUR, max: 400 * DAY });
const moments = fc.integer({ min: -10 * DAY, max: 500 * DAY });

test('a token issued a minute ago has 90 days left, and one that expired has none', () => {
  const token = { issuedAt: ISSUED, lifetime: 90 * DAY };
  expect(daysLeft(token, ISSUED + MINUTE)).toBe(90);
  expect(daysLeft(token, ISSUED + 91 * DAY)).toBe(0);
  expect(timeLeft(token, ISSUED + 91 * DAY)).toBe(-DAY);
});

test('a token whose issue two clocks date differently counts from the later date that has come', () => {
  const token = { issuedAt: ISSUED, serverIssuedAt: ISSUED + 20 * DAY, lifetime: 90 * DAY };
  expect(expiresAt(token, ISSUED + 10 * DAY)).toBe(ISSUED + 90 * DAY);
  expect(expiresAt(token, ISSUED + 20 * DAY)).toBe(ISSUED + 110 * DAY);
  const other = { ...token, serverIssuedAt: ISSUED - 20 * DAY };
  expect(expiresAt(other, ISSUED - 10 * DAY)).toBe(ISSUED + 70 * DAY);
  expect(expiresAt(other, ISSUED + DAY)).toBe(ISSUED + 90 * DAY);
  expect(expiresAt(other, ISSUED - 30 * DAY)).toBe(ISSUED + 90 * DAY);
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
    fc.property(lifetimes, intervals, randoms, (lifetime, interval, random) => {
      const at = planRefresh({ issuedAt: ISSUED, lifetime }, { kind: 'every', interval }, random) ?? 0;
      const span = Math.min(interval, lifetime / 3);
      expect(at).toBeLessThanOrEqual(ISSUED + span + 1);
      expect(at).toBeGreaterThanOrEqual(ISSUED + span * 0.9 - 1);
    }),
  );
});

const limits = lifetimes.map((span) => ({ reason: 'sign-in-frequency', span }) as const);
const ages = fc.integer({ min: 0, max: 500 * DAY });
/** A token exchanged so long after the sign-in, with a window, in a tenant with a lifetime. */
const refreshed = fc.record({ lifetime: lifetimes, signInLimit: limits, age: ages }).map(({ age, ...token }) => ({
  ...token,
  issuedAt: ISSUED,
  signedIn: { issuedAt: ISSUED - age },
}));

describe('a lifetime that counts from the sign-in', () => {
  it('ends the token at the same moment however often it is exchanged, unless the window ends it before', () => {
    fc.assert(
      fc.property(refreshed, moments, (token, at) => {
        const end = token.signedIn.issuedAt + token.signInLimit.span;
        const limit = limitOf(token, ISSUED + at);
        expect(limit.endsAt).toBe(Math.min(end, ISSUED + token.lifetime));
        expect(limit).toMatchObject(
          limit.kind === 'sign-in'
            ? { endsAt: end, span: token.signInLimit.span }
            : { endsAt: ISSUED + token.lifetime, span: token.lifetime },
        );
      }),
    );
  });

  it('counts from the issue of a token of which no sign-in is known', () => {
    const signInLimit = { reason: 'single-page', span: DAY } as const;
    expect(limitOf({ issuedAt: ISSUED, lifetime: 90 * DAY, signInLimit }, ISSUED)).toEqual({
      kind: 'sign-in',
      span: DAY,
      endsAt: ISSUED + DAY,
    });
  });

  it('counts from the later of two dates of the sign-in that has come', () => {
    const signedIn = { issuedAt: ISSUED - 20 * DAY, serverIssuedAt: ISSUED - DAY };
    const signInLimit = { reason: 'sign-in-frequency', span: 7 * DAY } as const;
    const token = { issuedAt: ISSUED, lifetime: 90 * DAY, signedIn, signInLimit };
    expect(expiresAt(token, ISSUED)).toBe(ISSUED + 6 * DAY);
    expect(expiresAt(token, ISSUED - 10 * DAY)).toBe(ISSUED - 13 * DAY);
  });

  it('has its thresholds scaled by the lifetime, each met exactly when it is said to be', () => {
    fc.assert(
      fc.property(refreshed, moments, (token, at) => {
        const next = nextThresholdAt(token, ISSUED + at);
        if (next === null) {
          expect(metThreshold(token, ISSUED + at)).toBe(0);
          return;
        }
        expect(metThreshold(token, Math.ceil(next))).not.toBe(metThreshold(token, Math.ceil(next) - 1));
        const { endsAt, span } = limitOf(token, ISSUED);
        const spans = THRESHOLDS.map((threshold) => thresholdSpan(threshold, span));
        expect(spans).toContain(endsAt - next);
      }),
    );
  });

  it('is refreshed within a third of it, and in no more steps than that, whatever is left of it', () => {
    const intervals = fc.integer({ min: HOUR, max: 30 * DAY });
    const randoms = fc.double({ min: 0, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(lifetimes, limits, intervals, randoms, (lifetime, signInLimit, interval, random) => {
        const signedIn = { issuedAt: ISSUED };
        const schedule = { kind: 'every', interval } as const;
        const end = ISSUED + signInLimit.span;
        const span = Math.min(interval, lifetime / 3, signInLimit.span / 3);
        let issuedAt = ISSUED;
        let steps = 0;
        while (issuedAt < end && steps < 100) {
          const token = { issuedAt, lifetime, signedIn, signInLimit };
          const at = planRefresh(token, schedule, random) ?? 0;
          expect(at - issuedAt).toBeLessThanOrEqual(span + 1);
          expect(at - issuedAt).toBeGreaterThanOrEqual(Math.min(span * 0.9, end + 2 * TOLERANCE - issuedAt) - 1);
          issuedAt = at;
          steps += 1;
        }
        expect(steps).toBeLessThanOrEqual(Math.min(100, Math.ceil(signInLimit.span / (span * 0.9)) + 1));
      }),
    );
  });

  it('is found out about soon after it should have ended, and then no more', () => {
    const signInLimit = { reason: 'sign-in-frequency', span: 7 * DAY } as const;
    const token = (issuedAt: number) => ({ issuedAt, lifetime: 90 * DAY, signedIn: { issuedAt: ISSUED }, signInLimit });
    const weekly = { kind: 'every', interval: 7 * DAY } as const;
    const end = ISSUED + 7 * DAY;
    expect(planRefresh(token(end - HOUR), weekly, 0)).toBe(end + 2 * TOLERANCE);
    expect(planRefresh(token(end + 2 * TOLERANCE), weekly, 0)).toBe(end + 2 * TOLERANCE + 7 * DAY);
  });

  it('lets no plan be further away than a third of it once the clock was set back', () => {
    const signInLimit = { reason: 'sign-in-frequency', span: 6 * DAY } as const;
    const account = { username: 'a', objectId: 'o', tenantId: 't' };
    const held = { generation: 1, issuedAt: ISSUED, lifetime: 90 * DAY, signInLimit, account, hasMfa: null };
    const monthly = { kind: 'every', interval: 30 * DAY } as const;
    expect(correctedRefreshAt(ISSUED + 3 * DAY, held, monthly, ISSUED)).toBe(ISSUED);
    expect(correctedRefreshAt(ISSUED + 2 * DAY, held, monthly, ISSUED)).toBe(ISSUED + 2 * DAY);
  });

  it('goes by the date of the sign-in that turned out to be right', () => {
    const account = { username: 'a', objectId: 'o', tenantId: 't' };
    const signedIn = { issuedAt: ISSUED + 20 * DAY, serverIssuedAt: ISSUED };
    const held = { generation: 2, issuedAt: ISSUED + DAY, lifetime: 90 * DAY, signedIn, account, hasMfa: null };
    expect(settledIssue(held, ISSUED + DAY)).toEqual({ ...held, signedIn: { issuedAt: ISSUED } });
    expect(settledIssue(held, ISSUED + 30 * DAY)).toBe(held);
  });
});

test('thresholds become more urgent as time passes, never less', () => {
  fc.assert(
    fc.property(lifetimes, moments, moments, (lifetime, a, b) => {
      const token = { issuedAt: ISSUED, lifetime };
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
    fc.property(lifetimes, moments, (lifetime, at) => {
      const token = { issuedAt: ISSUED, lifetime };
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
