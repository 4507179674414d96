import type { Connection } from './connection';
import { dueWindowNotice, nextThresholdAt } from './notices';
import { DAY, type DurationMs, type EpochMs, HOUR } from './time';
import { correctedRefreshAt } from './window';

/** The keeper never sleeps longer: it bounds the harm of a clock that jumps without telling, and of the 24.8-day limit of timers. */
export const LONGEST_SLEEP: DurationMs = HOUR;

/** The furthest a retry can honestly be away: a day that a server asked for, and an hour of our own. */
const FURTHEST_RETRY: DurationMs = DAY + HOUR;

/** What is due for a connection now, given that nobody is working on it. */
export type Due = 'refresh' | 'notice' | null;

/** Whether a connection wants something at `now`, on its own clock. */
export function dueNow(connection: Connection, now: EpochMs): Due {
  const at = refreshDueAt(connection, now);
  if (at !== null && at <= now) return 'refresh';
  return dueWindowNotice(connection, now) ? 'notice' : null;
}

/** How long until a connection wants something; `null` when it never will by itself. Not negative. */
export function timeToNext(connection: Connection, now: EpochMs): DurationMs | null {
  const times = [refreshDueAt(connection, now), connection.token && nextThresholdAt(connection.token, now)];
  const soonest = Math.min(...times.filter((time) => time !== null));
  return Number.isFinite(soonest) ? Math.max(0, soonest - now) : null;
}

/** When the next exchange is due by itself: the next try after a failure, else the schedule. Corrected for a clock set back. */
function refreshDueAt(connection: Connection, now: EpochMs): EpochMs | null {
  const { token, trouble, refreshAt, schedule } = connection;
  if (trouble) {
    if (trouble.retryAt === null) return null;
    return trouble.retryAt - now > FURTHEST_RETRY ? now : trouble.retryAt;
  }
  if (!token || refreshAt === null) return null;
  return correctedRefreshAt(refreshAt, token, schedule, now);
}
