import type { HeldToken, Schedule } from './connection';
import { DAY, type DurationMs, type EpochMs, MINUTE } from './time';

/** Entra ID's default for refresh tokens. Source: Microsoft Learn, "Refresh tokens in the Microsoft identity platform". */
export const DEFAULT_WINDOW: DurationMs = 90 * DAY;
export const DEFAULT_INTERVAL: DurationMs = DAY;

/** How far a clock may be put right without anybody minding. */
export const TOLERANCE: DurationMs = 5 * MINUTE;

/** When a token was issued: by the clock here, and where that disagreed, by the server's. */
export type Issue = Pick<HeldToken, 'issuedAt' | 'serverIssuedAt'>;
/** What a window counts from, and how long it is. */
export type Validity = Pick<HeldToken, 'issuedAt' | 'serverIssuedAt' | 'window'>;

/** The dates of an issue and nothing else. */
export function issueIn({ issuedAt, serverIssuedAt }: Issue): Issue {
  return serverIssuedAt === undefined ? { issuedAt } : { issuedAt, serverIssuedAt };
}

/**
 * When a token was issued, on a clock that stands at `now`. The clock may have been wrong then, and may have been set right
 * since or not: of the two dates the later one that is not in the future counts, so that no token is thought to have lapsed
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
  const { serverIssuedAt, ...rest } = token;
  const latest = now + TOLERANCE;
  if (serverIssuedAt === undefined || token.issuedAt <= latest || serverIssuedAt > latest) return token;
  return { ...rest, issuedAt: serverIssuedAt };
}

/** What to record of an issue at `issuedAt` by the clock here, when the server dates it `serverTime`; `null`: it did not. */
export function recordIssue(issuedAt: EpochMs, serverTime: EpochMs | null): Issue {
  const agree = serverTime === null || Math.abs(serverTime - issuedAt) <= TOLERANCE;
  return agree ? { issuedAt } : { issuedAt, serverIssuedAt: serverTime };
}

/** When the token lapses unless it is refreshed. */
export function lapsesAt(token: Validity, now: EpochMs): EpochMs {
  return issueOf(token, now) + token.window;
}

/** What is left of the window; negative once it has lapsed. */
export function timeLeft(token: Validity, now: EpochMs): DurationMs {
  return lapsesAt(token, now) - now;
}

/** Whole days left, rounded to the nearest so that a token a minute old has 90, not 89; 0 once it has lapsed. */
export function daysLeft(token: Validity, now: EpochMs): number {
  return Math.max(0, Math.round(timeLeft(token, now) / DAY));
}

/**
 * When to refresh a token issued at `issuedAt`: after the schedule's interval, but no later than a third of the window,
 * and up to a tenth of that earlier, so that many connections do not all come due at once.
 * `null` when the schedule never refreshes. `random` is in [0, 1).
 */
export function planRefresh(
  token: Pick<HeldToken, 'issuedAt' | 'window'>,
  schedule: Schedule,
  random: number,
): EpochMs | null {
  if (schedule.kind === 'remind-only') return null;
  const span = Math.min(schedule.interval, token.window / 3);
  return Math.round(token.issuedAt + span * (1 - random / 10));
}

/**
 * The plan, corrected for a clock that was set back: at once when the clock stands before the token's issue, and never
 * further away than the longest span a plan can have.
 */
export function correctedRefreshAt(refreshAt: EpochMs, token: HeldToken, schedule: Schedule, now: EpochMs): EpochMs {
  if (schedule.kind === 'remind-only') return refreshAt;
  if (now < token.issuedAt - TOLERANCE) return now;
  const longest = Math.min(schedule.interval, token.window / 3);
  return refreshAt - now > longest + TOLERANCE ? now : refreshAt;
}
