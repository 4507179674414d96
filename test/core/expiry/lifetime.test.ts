import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  correctedRefreshAt,
  daysLeft,
  limitOf,
  planRefresh,
  signInOfNext,
  TOLERANCE,
  timeLeft,
} from '../../../src/core/expiry/lifetime';
import { metThreshold, nextThresholdAt, THRESHOLDS, thresholdSpan } from '../../../src/core/expiry/notifications';
import { DAY, HOUR, MINUTE } from '../../../src/core/model/time';

const ISSUED = Date.UTC(2028, 1, 20);
/** A token of a sign-in at its issue. */
const fresh = (lifetime: number) => ({ issuedAt: ISSUED, signedInAt: ISSUED, lifetime });
const lifetimes = fc.integer({ min: HOUR, max: 400 * DAY });
const moments = fc.integer({ min: -10 * DAY, max: 500 * DAY });

test('a token issued a minute ago has 90 days left, and one that expired has none', () => {
  const token = fresh(90 * DAY);
  expect(daysLeft(token, ISSUED + MINUTE)).toBe(90);
  expect(daysLeft(token, ISSUED + 91 * DAY)).toBe(0);
  expect(timeLeft(token, ISSUED + 91 * DAY)).toBe(-DAY);
});

test('the plan is within the interval and a third of the lifetime, and at most a tenth early', () => {
  const intervals = fc.integer({ min: HOUR, max: 30 * DAY });
  const randoms = fc.double({ min: 0, max: 0.999, noNaN: true });
  fc.assert(
    fc.property(lifetimes, intervals, randoms, (lifetime, interval, random) => {
      const at = planRefresh(fresh(lifetime), { kind: 'every', interval }, random) ?? 0;
      const span = Math.min(interval, lifetime / 3);
      expect(at).toBeLessThanOrEqual(ISSUED + span + 1);
      expect(at).toBeGreaterThanOrEqual(ISSUED + span * 0.9 - 1);
    }),
  );
});

const limits = lifetimes.map((span) => ({ reason: 'sign-in-frequency', span }) as const);
const ages = fc.integer({ min: 0, max: 500 * DAY });
/** A token exchanged so long after the sign-in, in a tenant that wants a sign-in every so often. */
const refreshed = fc.record({ lifetime: lifetimes, signInLimit: limits, age: ages }).map(({ age, ...token }) => ({
  ...token,
  issuedAt: ISSUED,
  signedInAt: ISSUED - age,
}));

describe('a limit that counts from the sign-in', () => {
  it('ends the token at the same moment however often it is exchanged, unless its own lifetime ends before', () => {
    fc.assert(
      fc.property(refreshed, (token) => {
        const end = token.signedInAt + token.signInLimit.span;
        const limit = limitOf(token);
        expect(limit.endsAt).toBe(Math.min(end, ISSUED + token.lifetime));
        expect(limit).toMatchObject(
          limit.kind === 'sign-in'
            ? { endsAt: end, span: token.signInLimit.span }
            : { endsAt: ISSUED + token.lifetime, span: token.lifetime },
        );
      }),
    );
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
        const { endsAt, span } = limitOf(token);
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
        const signedInAt = ISSUED;
        const schedule = { kind: 'every', interval } as const;
        const end = ISSUED + signInLimit.span;
        const span = Math.min(interval, lifetime / 3, signInLimit.span / 3);
        let issuedAt = ISSUED;
        let steps = 0;
        while (issuedAt < end && steps < 100) {
          const token = { issuedAt, lifetime, signedInAt, signInLimit };
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
    const token = (issuedAt: number) => ({ issuedAt, lifetime: 90 * DAY, signedInAt: ISSUED, signInLimit });
    const weekly = { kind: 'every', interval: 7 * DAY } as const;
    const third = signInLimit.span / 3;
    const end = ISSUED + 7 * DAY;
    expect(planRefresh(token(end - HOUR), weekly, 0)).toBe(end + 2 * TOLERANCE);
    expect(planRefresh(token(end + 2 * TOLERANCE), weekly, 0)).toBe(end + 2 * TOLERANCE + third);
  });

  it('lets no plan be further away than a third of it once the clock was set back', () => {
    const signInLimit = { reason: 'sign-in-frequency', span: 6 * DAY } as const;
    const account = { username: 'a', objectId: 'o', tenantId: 't' };
    const held = { serial: 1, ...fresh(90 * DAY), signInLimit, account, hasMfa: null };
    const monthly = { kind: 'every', interval: 30 * DAY } as const;
    expect(correctedRefreshAt(ISSUED + 3 * DAY, held, monthly, ISSUED)).toBe(ISSUED);
    expect(correctedRefreshAt(ISSUED + 2 * DAY, held, monthly, ISSUED)).toBe(ISSUED + 2 * DAY);
  });

  it('that a token outlived counts anew from the exchange that shows it', () => {
    const token = { ...fresh(90 * DAY), signInLimit: { reason: 'sign-in-frequency', span: 7 * DAY } as const };
    expect(signInOfNext(token, ISSUED + 6 * DAY)).toBe(ISSUED);
    expect(signInOfNext(token, ISSUED + 8 * DAY)).toBe(ISSUED + 8 * DAY);
    expect(signInOfNext(fresh(90 * DAY), ISSUED + 80 * DAY)).toBe(ISSUED);
  });
});

test('thresholds become more urgent as time passes, never less', () => {
  fc.assert(
    fc.property(lifetimes, moments, moments, (lifetime, a, b) => {
      const token = fresh(lifetime);
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
      const token = fresh(lifetime);
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

test('a lifetime of 90 days or more has the thresholds of the product, a shorter one has them in proportion', () => {
  expect(THRESHOLDS.map((threshold) => thresholdSpan(threshold, 90 * DAY) / DAY)).toEqual([30, 14, 7, 3, 1, 0]);
  expect(thresholdSpan(30, 365 * DAY)).toBe(30 * DAY);
  expect(thresholdSpan(30, 9 * DAY)).toBe(3 * DAY);
});
