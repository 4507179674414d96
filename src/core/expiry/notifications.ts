import { kindOf, meansExpired } from '../failures/catalogue';
import type { Connection, HeldToken } from '../model/connection';
import type { AppNotification, NotificationReason, NotificationSubject } from '../model/event';
import type { Failure } from '../model/failure';
import { NOTIFICATION_DAYS } from '../model/settings';
import { DAY, type DurationMs, type EpochMs } from '../model/time';
import type { Validity } from '../model/validity';
import { DEFAULT_LIFETIME, type Limit, limitOf } from './lifetime';

/** Days left at which a notification is due in a lifetime of 90 days; 0 is "expired". Most urgent last. */
export const THRESHOLDS = [...NOTIFICATION_DAYS, 0] as const;
export type Threshold = (typeof THRESHOLDS)[number];

/** The thresholds that a person has chosen, in order. "Expired" is always one. */
export function thresholdsAt(days: readonly number[]): readonly Threshold[] {
  return THRESHOLDS.filter((threshold) => threshold === 0 || days.includes(threshold));
}

const allThresholds: readonly Threshold[] = THRESHOLDS;

/** Time left at which a threshold is met. A lifetime shorter than 90 days shortens every threshold in proportion. */
export function thresholdSpan(threshold: Threshold, lifetime: DurationMs): DurationMs {
  return Math.round(threshold * DAY * Math.min(1, lifetime / DEFAULT_LIFETIME));
}

/** The most urgent threshold that has been met, or `null`. */
export function metThreshold(token: Validity, now: EpochMs, thresholds = allThresholds): Threshold | null {
  return thresholds[countMet(limitOf(token), now, thresholds) - 1] ?? null;
}

/** When the next threshold after `now` is met, or `null` when the token has expired. */
export function nextThresholdAt(token: Validity, now: EpochMs, thresholds = allThresholds): EpochMs | null {
  const limit = limitOf(token);
  const next = thresholds[countMet(limit, now, thresholds)];
  return next === undefined ? null : limit.endsAt - thresholdSpan(next, limit.span);
}

/** How many thresholds have been met. */
function countMet({ endsAt, span }: Limit, now: EpochMs, thresholds: readonly Threshold[]): number {
  const next = thresholds.findIndex((threshold) => endsAt - now > thresholdSpan(threshold, span));
  return next < 0 ? thresholds.length : next;
}

/** Meeting "3 days" settles "7", "14" and "30" as well, chosen or not: choosing one of these later tells nothing again. */
export function settledBy<T extends number>(met: T, thresholds: readonly T[]): readonly T[] {
  return thresholds.filter((threshold) => threshold >= met);
}

/** A notification to raise, with every key it settles. */
export interface DueNotification {
  readonly notification: AppNotification;
  readonly settles: readonly string[];
}

/** The notification about the token's end that is due and has not been raised for this token, or for its sign-in where that sets the end; or `null`. */
export function dueExpiryNotification(
  connection: Connection,
  now: EpochMs,
  thresholds = allThresholds,
): DueNotification | null {
  const { token } = connection;
  if (!token || mayHoldNewer(connection, now)) return null;
  const met = metThreshold(token, now, thresholds);
  const { kind } = limitOf(token);
  if (met === null || connection.notificationsRaised.includes(endKey(kind, met))) return null;
  return {
    notification: notificationOf(connection, { kind, threshold: met }, now),
    settles: settledBy(met, THRESHOLDS).map((threshold) => endKey(kind, threshold)),
  };
}

/** A keychain that refuses for no longer than this is told of, and nothing else. */
const KEYCHAIN_DOUBT: DurationMs = DAY;

/** Whether a keychain that has begun to refuse may hold a newer token: nothing is then said of the known one. */
function mayHoldNewer({ trouble }: Connection, now: EpochMs): boolean {
  if (trouble === null || !isOfKeychain(trouble.failure)) return false;
  const refusesFor = now - trouble.since;
  return refusesFor >= 0 && refusesFor < KEYCHAIN_DOUBT;
}

/** The notification about a failure that only a person can end, unless it was raised for this token; `null` for passing failures. */
export function dueFailureNotification(connection: Connection, failure: Failure, now: EpochMs): DueNotification | null {
  const { token, notificationsRaised } = connection;
  const key = failureKey(failure);
  if (kindOf(failure.code) === 'transient' || notificationsRaised.includes(key)) return null;
  if (!token || !meansExpired(failure.code))
    return { notification: notificationOf(connection, { kind: 'failure', failure }, now), settles: [key] };
  // That a token has expired is told once, whether the clock or the server says it first. The server's words say why.
  if (KINDS_OF_END.some((kind) => notificationsRaised.includes(endKey(kind, 0)))) return null;
  const ends = KINDS_OF_END.flatMap((kind) => THRESHOLDS.map((threshold) => endKey(kind, threshold)));
  const reason = { kind: limitOf(token).kind, threshold: 0, failure };
  return { notification: notificationOf(connection, reason, now), settles: [...ends, key] };
}

/** Whether a failure keeps every connection from its secrets alike, so that one notification is enough for all. */
export function isOfKeychain({ code }: Pick<Failure, 'code'>): boolean {
  return code.startsWith('keychain/') && code !== 'keychain/mismatch';
}

/** The notifications that are not to be raised again now that `next` is the held token: those about an end that is still the same. */
export function stillRaised({ token, notificationsRaised }: Connection, next: HeldToken): readonly string[] {
  const isSameSignIn = next.signInLimit !== undefined && token?.signedInAt === next.signedInAt;
  const isSameToken = token?.serial === next.serial && token.issuedAt === next.issuedAt;
  return notificationsRaised.filter(
    (key) => (isSameSignIn && key.startsWith('sign-in:')) || (isSameToken && key.startsWith('lifetime:')),
  );
}

/** What a connection notes of a failure that was told. */
export const failureKey = ({ code }: Pick<Failure, 'code'>): string => `failure:${code}`;

const KINDS_OF_END: ReadonlyArray<Limit['kind']> = ['lifetime', 'sign-in'];

const endKey = (kind: Limit['kind'], threshold: Threshold): string => `${kind}:${threshold}`;

/** Why a notification was raised: `lifetime:7`, `sign-in:7`, `failure:AADSTS50173`, `credential:14`, `exported:30`. */
export function notificationReason(notification: Pick<AppNotification, 'id'>): string {
  return notification.id.replace(/^[^/]*\/[^/]*\//, '');
}

export function subjectOf(notification: Pick<AppNotification, 'id'>): NotificationSubject {
  const reason = notificationReason(notification);
  if (reason.startsWith('exported:')) return 'exportedTokens';
  if (reason.startsWith('sign-in:')) return 'sign-in';
  return reason.startsWith('credential:') ? 'credential' : 'token';
}

/** @param of What the reason counts for; the token, or its sign-in, unless told otherwise. */
export function notificationOf(
  connection: Connection,
  reason: NotificationReason,
  at: EpochMs,
  of: string | number = (reason.kind === 'sign-in' ? connection.token?.signedInAt : connection.token?.issuedAt) ?? 0,
): AppNotification {
  const detail = reason.kind === 'failure' ? reason.failure.code : reason.threshold;
  return { id: `${connection.id}/${of}/${reason.kind}:${detail}`, connection, reason, at };
}
