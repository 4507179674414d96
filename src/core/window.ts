import type { HeldToken, Schedule } from './connection';
import { DAY, type DurationMs, type EpochMs, MINUTE } from './time';

/** Entra ID's default for refresh tokens. Source: Microsoft Learn, "Refresh tokens in the Microsoft identity platform". */
export const DEFAULT_WINDOW: DurationMs = 90 * DAY;
export const DEFAULT_INTERVAL: DurationMs = DAY;

/** How far a clock may be put right without anybody minding. */
export const TOLERANCE: DurationMs = 5 * MINUTE;

/** When the token lapses unless it is refreshed. */
export function lapsesAt(token: Pick<HeldToken, 'issuedAt' | 'window'>): EpochMs {
  return token.issuedAt + token.window;
}

/** What is left of the window; negative once it has lapsed. */
export function timeLeft(token: Pick<HeldToken, 'issuedAt' | 'window'>, now: EpochMs): DurationMs {
  return lapsesAt(token) - now;
}

/** Whole days left, rounded to the nearest so that a token a minute old has 90, not 89; 0 once it has lapsed. */
export function daysLeft(token: Pick<HeldToken, 'issuedAt' | 'window'>, now: EpochMs): number {
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
