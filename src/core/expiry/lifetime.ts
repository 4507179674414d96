import type { Connection, HeldToken, Schedule } from '../model/connection';
import type { Failure } from '../model/failure';
import { DAY, type DurationMs, type EpochMs, MINUTE } from '../model/time';
import type { Validity } from '../model/validity';

/** Entra ID's default for refresh tokens. Source: Microsoft Learn, "Refresh tokens in the Microsoft identity platform". */
export const DEFAULT_LIFETIME: DurationMs = 90 * DAY;
export const DEFAULT_INTERVAL: DurationMs = DAY;

/** How far a clock may be put right without anybody minding. */
export const TOLERANCE: DurationMs = 5 * MINUTE;

/** The end that a token meets first: that of its own lifetime, which a refresh extends, or that of its sign-in, which none does. */
export interface Limit {
  readonly kind: 'lifetime' | 'sign-in';
  /** How long it is in all. */
  readonly span: DurationMs;
  readonly endsAt: EpochMs;
}

/** The parts of a token that say when it ends, and nothing else. */
export function validityIn({ issuedAt, lifetime, signedInAt, signInLimit }: Validity): Validity {
  return { issuedAt, lifetime, signedInAt, ...(signInLimit === undefined ? {} : { signInLimit }) };
}

/** What ends the token first. */
export function limitOf(token: Validity): Limit {
  const { issuedAt, lifetime, signInLimit } = token;
  const signInEnd = signInLimitEnd(token);
  return signInLimit !== undefined && signInEnd <= issuedAt + lifetime
    ? { kind: 'sign-in', span: signInLimit.span, endsAt: signInEnd }
    : { kind: 'lifetime', span: lifetime, endsAt: issuedAt + lifetime };
}

/** When the token expires unless it is refreshed, or even though it is. */
export function expiresAt(token: Validity): EpochMs {
  return limitOf(token).endsAt;
}

/** How long the token lives yet; negative once it has expired. */
export function timeLeft(token: Validity, now: EpochMs): DurationMs {
  return expiresAt(token) - now;
}

/** Whole days left, rounded to the nearest so that a token a minute old has 90, not 89; 0 once it has expired. */
export function daysLeft(token: Validity, now: EpochMs): number {
  return Math.max(0, Math.round(timeLeft(token, now) / DAY));
}

/** When the person signed in for a token that comes at `now`. A limit that evidently was none counts from now. */
export function signInOfNext(token: Validity, now: EpochMs): EpochMs {
  return now > signInLimitEnd(token) + TOLERANCE ? now : token.signedInAt;
}

/**
 * When to refresh a token: after the schedule's interval, but no later than a third of its lifetime and of the sign-in's limit,
 * and up to a tenth of that earlier, so that many connections do not all come due at once. The steps do not shrink towards the
 * end of a sign-in, for nothing extends it; but soon after it one try finds out whether it really was the end.
 * `null` when the schedule never refreshes. `random` is in [0, 1).
 */
export function planRefresh(token: Validity, schedule: Schedule, random: number): EpochMs | null {
  if (schedule.kind === 'remind-only') return null;
  const { issuedAt } = token;
  const at = Math.round(issuedAt + longestSpan(token, schedule.interval) * (1 - random / 10));
  const surelyOver = signInLimitEnd(token) + 2 * TOLERANCE;
  return surelyOver > issuedAt ? Math.min(at, surelyOver) : at;
}

/** The plan, corrected for a clock that went back: at once before the issue, and never beyond the longest plan. */
export function correctedRefreshAt(refreshAt: EpochMs, token: HeldToken, schedule: Schedule, now: EpochMs): EpochMs {
  if (schedule.kind === 'remind-only') return refreshAt;
  if (now < token.issuedAt - TOLERANCE) return now;
  const longest = longestSpan(token, schedule.interval);
  return refreshAt - now > longest + TOLERANCE ? now : refreshAt;
}

/** What changes about a connection when the server has refused in these words. What it names is kept to until it names something else. */
export function learnFrom(
  { learnedLifetime, learnedSignInLimit }: Pick<Failure, 'learnedLifetime' | 'learnedSignInLimit'>,
  { token }: Connection,
): Partial<Connection> {
  return {
    ...(learnedLifetime === undefined
      ? {}
      : { learnedLifetime: learnedLifetime === DEFAULT_LIFETIME ? null : learnedLifetime }),
    ...(learnedSignInLimit === undefined
      ? {}
      : { learnedSignInLimit, token: token && { ...token, signInLimit: learnedSignInLimit } }),
  };
}

function longestSpan({ lifetime, signInLimit }: Validity, interval: DurationMs): DurationMs {
  return Math.min(interval, lifetime / 3, signInLimit === undefined ? interval : signInLimit.span / 3);
}

/** When the sign-in ends; infinite when nothing is known to end it. */
function signInLimitEnd({ signedInAt, signInLimit }: Validity): EpochMs {
  return signInLimit === undefined ? Number.POSITIVE_INFINITY : signedInAt + signInLimit.span;
}
