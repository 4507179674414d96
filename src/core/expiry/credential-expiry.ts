import type { Connection } from '../model/connection';
import { DAY, type EpochMs } from '../model/time';
import { type DueNotification, notificationOf, settledBy, type Threshold } from './notifications';

/** Days left of a client secret or certificate from which it's shown that it expires, and the first notification can come. */
export const CREDENTIAL_SOON = 30;
/** Days left of it at which a notification is due; 0 is "expired". Most urgent last. */
const THRESHOLDS: readonly Threshold[] = [CREDENTIAL_SOON, 14, 7, 1, 0];

/** Days left until the credential expires, rounded up; 0 when it has; `null` when nobody knows. */
export function credentialDaysLeft({ credential }: Pick<Connection, 'credential'>, now: EpochMs): number | null {
  if (credential?.expiresAt == null) return null;
  return Math.max(0, Math.ceil((credential.expiresAt - now) / DAY));
}

/** The notification about an expiring credential that is due and has not been raised for it, or `null`. */
export function dueCredentialNotification(
  connection: Connection,
  now: EpochMs,
  chosen: readonly Threshold[] = THRESHOLDS,
): DueNotification | null {
  const { credential } = connection;
  const days = credentialDaysLeft(connection, now);
  if (credential === null || days === null) return null;
  const met = THRESHOLDS.findLast((threshold) => days <= threshold && chosen.includes(threshold));
  if (met === undefined || credential.notificationsRaised.includes(keyOf(met))) return null;
  const reason = { kind: 'credential', threshold: met } as const;
  return {
    settles: settledBy(met, THRESHOLDS).map(keyOf),
    notification: notificationOf(connection, reason, now, credential.serial),
  };
}

/** When the next threshold after `now` is met, or `null` when there is none. */
export function nextCredentialThresholdAt(
  { credential }: Connection,
  now: EpochMs,
  chosen: readonly Threshold[] = THRESHOLDS,
): EpochMs | null {
  const expiresAt = credential?.expiresAt;
  if (expiresAt == null) return null;
  const times = THRESHOLDS.filter((threshold) => chosen.includes(threshold)).map((days) => expiresAt - days * DAY);
  return times.find((time) => time > now) ?? null;
}

const keyOf = (threshold: number): string => `credential:${threshold}`;
