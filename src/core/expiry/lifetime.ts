import type { HeldToken, Issue, Schedule } from '../model/connection';
import { DAY, type DurationMs, type EpochMs, MINUTE } from '../model/time';

/** Entra ID's default for refresh tokens. Source: Microsoft Learn, "Refresh tokens in the Microsoft identity platform". */
export const DEFAULT_LIFETIME: DurationMs = 90 * DAY;
export const DEFAULT_INTERVAL: DurationMs = DAY;

/** How far a clock may be put right without anybody minding. */
export const TOLERANCE: DurationMs = 5 * MINUTE;

/** What a token's two ends count from, and how far away they are. */
export type Validity = Pick<HeldToken, 'issuedAt' | 'serverIssuedAt' | 'lifetime' | 'signedIn' | 'signInLimit'>;

/** The end that a token meets first: that of its window, which a refresh puts off, or that of what its sign-in is good for. */
export interface Limit {
  readonly kind: 'lifetime' | 'sign-in';
  /** How long it is in all. */
  readonly span: DurationMs;
  readonly endsAt: EpochMs;
}

/** The dates of an issue and nothing else. */
function issueIn({ issuedAt, serverIssuedAt }: Issue): Issue {
  return serverIssuedAt === undefined ? { issuedAt } : { issuedAt, serverIssuedAt };
}

/** The issue of the token that the sign-in gave. */
export function signInOf(token: Pick<Validity, 'issuedAt' | 'serverIssuedAt' | 'signedIn'>): Issue {
  return token.signedIn ?? issueIn(token);
}

/** Whether two tokens come from the same sign-in, as far as is known. */
export function isSameSignIn(one: Validity, other: Validity): boolean {
  return trueIssueOf(signInOf(one)) === trueIssueOf(signInOf(other));
}

/** The parts of a token that say when it ends, and nothing else. */
export function validityIn({ lifetime, signedIn, signInLimit, ...token }: Validity): Validity {
  return {
    ...issueIn(token),
    lifetime,
    ...(signedIn === undefined ? {} : { signedIn }),
    ...(signInLimit === undefined ? {} : { signInLimit }),
  };
}

/**
 * When a token was issued, on a clock that stands at `now`. The clock may have been wrong then, and may have been set right
 * since or not: of the two dates the later one that is not in the future counts, so that no token is thought to have expired
 * that may live.
 */
function issueOf({ issuedAt, serverIssuedAt }: Issue, now: EpochMs): EpochMs {
  if (serverIssuedAt === undefined) return issuedAt;
  const past = [issuedAt, serverIssuedAt].filter((date) => date <= now + TOLERANCE);
  return past.length > 0 ? Math.max(...past) : issuedAt;
}

/** When it was issued, by a clock that is right. */
export function trueIssueOf({ issuedAt, serverIssuedAt }: Issue): EpochMs {
  return serverIssuedAt ?? issuedAt;
}

/** A token without a date of issue that has turned out to be wrong: the clock here stands before it, so it has been set back. */
export function settledIssue(token: HeldToken, now: EpochMs): HeldToken {
  const { serverIssuedAt: _, ...rest } = token;
  const { signedIn } = token;
  const dated = isMisdated(token, now) ? { ...rest, issuedAt: trueIssueOf(token) } : token;
  return signedIn && isMisdated(signedIn, now) ? { ...dated, signedIn: { issuedAt: trueIssueOf(signedIn) } } : dated;
}

function isMisdated({ issuedAt, serverIssuedAt }: Issue, now: EpochMs): boolean {
  const latest = now + TOLERANCE;
  return serverIssuedAt !== undefined && issuedAt > latest && serverIssuedAt <= latest;
}

/** What to record of an issue at `issuedAt` by the clock here, when the server dates it `serverTime`; `null`: it did not. */
export function recordIssue(issuedAt: EpochMs, serverTime: EpochMs | null): Issue {
  const agree = serverTime === null || Math.abs(serverTime - issuedAt) <= TOLERANCE;
  return agree ? { issuedAt } : { issuedAt, serverIssuedAt: serverTime };
}

/** What ends the token first. */
export function limitOf(token: Validity, now: EpochMs): Limit {
  const { lifetime, signInLimit } = token;
  const lifetimeEnd = issueOf(token, now) + lifetime;
  const signInEnd = signInLimitEnd(token, now);
  return signInLimit !== undefined && signInEnd <= lifetimeEnd
    ? { kind: 'sign-in', span: signInLimit.span, endsAt: signInEnd }
    : { kind: 'lifetime', span: lifetime, endsAt: lifetimeEnd };
}

/** When the token expires unless it is refreshed, or even though it is. */
export function expiresAt(token: Validity, now: EpochMs): EpochMs {
  return limitOf(token, now).endsAt;
}

/** What is left of the window; negative once it has expired. */
export function timeLeft(token: Validity, now: EpochMs): DurationMs {
  return expiresAt(token, now) - now;
}

/** Whole days left, rounded to the nearest so that a token a minute old has 90, not 89; 0 once it has expired. */
export function daysLeft(token: Validity, now: EpochMs): number {
  return Math.max(0, Math.round(timeLeft(token, now) / DAY));
}

/**
 * When to refresh a token issued at `issuedAt`: after the schedule's interval, but no later than a third of the window and
 * of the sign-in's lifetime, and up to a tenth of that earlier, so that many connections do not all come due at once. The
 * steps do not shrink towards the end of a lifetime, for nothing puts it off; but soon after it one try finds out whether
 * it really was the end. `null` when the schedule never refreshes. `random` is in [0, 1).
 */
export function planRefresh(token: Validity, schedule: Schedule, random: number): EpochMs | null {
  if (schedule.kind === 'remind-only') return null;
  const { issuedAt } = token;
  const at = Math.round(issuedAt + longestSpan(token, schedule.interval) * (1 - random / 10));
  const surelyOver = signInLimitEnd(token, issuedAt) + 2 * TOLERANCE;
  return surelyOver > issuedAt ? Math.min(at, surelyOver) : at;
}

/**
 * The plan, corrected for a clock that was set back: at once when the clock stands before the token's issue, and never
 * further away than the longest span a plan can have.
 */
export function correctedRefreshAt(refreshAt: EpochMs, token: HeldToken, schedule: Schedule, now: EpochMs): EpochMs {
  if (schedule.kind === 'remind-only') return refreshAt;
  if (now < token.issuedAt - TOLERANCE) return now;
  const longest = longestSpan(token, schedule.interval);
  return refreshAt - now > longest + TOLERANCE ? now : refreshAt;
}

/** Of a lifetime that was over when the token came nothing is left to divide: the server minds it no longer. */
function longestSpan(token: Validity, interval: DurationMs): DurationMs {
  const { issuedAt, lifetime, signInLimit } = token;
  const third =
    signInLimit !== undefined && signInLimitEnd(token, issuedAt) > issuedAt ? signInLimit.span / 3 : interval;
  return Math.min(interval, lifetime / 3, third);
}

/** When what the sign-in is good for ends, on a clock that stands at `now`; infinite when nothing is known to end it. */
function signInLimitEnd(token: Validity, now: EpochMs): EpochMs {
  return token.signInLimit === undefined
    ? Number.POSITIVE_INFINITY
    : issueOf(signInOf(token), now) + token.signInLimit.span;
}
