import { kindOf, meansExpired } from '../failures/catalogue';
import type { Connection } from '../model/connection';
import type { EpochMs } from '../model/time';
import { timeLeft } from './lifetime';
import { metThreshold } from './notifications';

/** From least to most worrying; the tray shows the last one that any connection has. */
export const STATUSES_BY_WORRY = ['fine', 'new', 'working', 'offline', 'soon', 'person', 'expired'] as const;

/**
 * A connection's state at a glance. `new`: never signed in. `soon`: the first notification is due (30 days of 90). `person`:
 * refreshing has stopped until somebody acts. `working`: a refresh or sign-in is in progress. `offline`: the last try
 * failed for a passing reason.
 */
export type Status = (typeof STATUSES_BY_WORRY)[number];

/** The state of a connection that nobody is working on. `now` is on its own clock. */
export function restingStatus(connection: Connection, now: EpochMs): Exclude<Status, 'working'> {
  const { token, trouble } = connection;
  const needsSomebody = trouble !== null && kindOf(trouble.failure.code) !== 'transient';
  if (!token) return needsSomebody ? 'person' : 'new';
  if (timeLeft(token, now) <= 0 || (trouble && meansExpired(trouble.failure.code))) return 'expired';
  if (needsSomebody) return 'person';
  if (metThreshold(token, now) !== null) return 'soon';
  return trouble ? 'offline' : 'fine';
}
