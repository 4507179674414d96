import { kindOf, meansExpired } from '../failures/catalogue';
import { explain } from '../failures/explain';
import type { Connection, HeldToken } from '../model/connection';
import type { Failure } from '../model/failure';
import type { AppNotification, NotificationSubject } from '../model/notification';
import { DAY, type DurationMs, type EpochMs } from '../model/time';
import { spanInWords } from '../model/time-words';
import { DEFAULT_LIFETIME, type Limit, limitOf, timeLeft, type Validity } from './lifetime';
import { signInLimitInWords } from './sign-in-limit-words';

/** Days left at which a notification is due in a lifetime of 90 days; 0 is "expired". Most urgent last. */
export const THRESHOLDS = [30, 14, 7, 3, 1, 0] as const;
export type Threshold = (typeof THRESHOLDS)[number];

/** Time left at which a threshold is met. A lifetime shorter than 90 days shortens every threshold in proportion. */
export function thresholdSpan(threshold: Threshold, lifetime: DurationMs): DurationMs {
  return Math.round(threshold * DAY * Math.min(1, lifetime / DEFAULT_LIFETIME));
}

/** The most urgent threshold that has been met, or `null`. */
export function metThreshold(token: Validity, now: EpochMs): Threshold | null {
  const { endsAt, span } = limitOf(token);
  return THRESHOLDS.findLast((threshold) => endsAt - now <= thresholdSpan(threshold, span)) ?? null;
}

/** When the next threshold after `now` is met, or `null` when the token has expired. */
export function nextThresholdAt(token: Validity, now: EpochMs): EpochMs | null {
  const { endsAt, span } = limitOf(token);
  const times = THRESHOLDS.map((threshold) => endsAt - thresholdSpan(threshold, span));
  return times.find((time) => time > now) ?? null;
}

/** A notification to raise, with every key it settles: meeting "3 days" also settles "7", "14" and "30". */
export interface DueNotification {
  readonly notification: AppNotification;
  readonly settles: readonly string[];
}

/** The notification about the token's end that is due and has not been raised for this token, or for its sign-in where that sets the end; or `null`. */
export function dueExpiryNotification(connection: Connection, now: EpochMs): DueNotification | null {
  const { token } = connection;
  if (!token || mayHoldNewer(connection, now)) return null;
  const met = metThreshold(token, now);
  const { kind } = limitOf(token);
  if (met === null || connection.notificationsRaised.includes(endKey(kind, met))) return null;
  const settles = THRESHOLDS.filter((threshold) => threshold >= met).map((threshold) => endKey(kind, threshold));
  return { notification: expiryNotification(connection, token, met, now), settles };
}

/** A keychain that refuses for no longer than this is told of, and nothing else. */
const KEYCHAIN_DOUBT: DurationMs = DAY;

/**
 * Whether a keychain has begun to refuse that may hold a newer token than is known: the file is older than it when the disk
 * was full before a restart. That the keychain refuses is told at once; of the token nothing is said that may be wrong.
 */
function mayHoldNewer({ trouble }: Connection, now: EpochMs): boolean {
  if (trouble === null || !isOfKeychain(trouble.failure)) return false;
  const refusesFor = now - trouble.since;
  return refusesFor >= 0 && refusesFor < KEYCHAIN_DOUBT;
}

/** The notification about a failure that only a person can end, unless it was raised for this token; `null` for passing failures. */
export function dueFailureNotification(connection: Connection, failure: Failure, now: EpochMs): DueNotification | null {
  if (kindOf(failure.code) === 'transient') return null;
  const key = failureKey(failure);
  if (connection.notificationsRaised.includes(key)) return null;
  if (connection.token && meansExpired(failure.code))
    return dueExpiredNotification(connection, connection.token, failure, now);
  const { what, advice, note, remedy, registrationPage } = explain(failure, connection);
  const notification: AppNotification = {
    id: notificationId(connection, key),
    connectionId: connection.id,
    title: isOfKeychain(failure) ? 'Keychain: action needed' : `${connection.name}: action needed`,
    body: [what, advice, ...(note === undefined ? [] : [note])],
    remedy,
    ...(registrationPage === undefined ? {} : { registrationPage }),
    at: now,
  };
  return { notification, settles: [key] };
}

/** Whether a failure keeps every connection from its secrets alike, so that one notification is enough for all. */
export function isOfKeychain({ code }: Pick<Failure, 'code'>): boolean {
  return code.startsWith('keychain/') && code !== 'keychain/mismatch';
}

/** That a token has expired is told once, whether the clock or the server says it first. The server's words say why. */
function dueExpiredNotification(
  connection: Connection,
  token: HeldToken,
  failure: Failure,
  now: EpochMs,
): DueNotification | null {
  if (KINDS_OF_END.some((kind) => connection.notificationsRaised.includes(endKey(kind, 0)))) return null;
  const { kind } = limitOf(token);
  const { what, advice, remedy } = explain(failure, connection);
  const notification = { ...expiredNotification(connection, kind, now), body: [what, advice], remedy };
  const ends = KINDS_OF_END.flatMap((end) => THRESHOLDS.map((threshold) => endKey(end, threshold)));
  return { notification, settles: [...ends, failureKey(failure)] };
}

const MOVE_TO_WEB =
  'To keep tokens longer, move the redirect URI to the platform "Web" in the app registration before you sign in.';

function expiryNotification(connection: Connection, token: HeldToken, met: Threshold, now: EpochMs): AppNotification {
  const { kind } = limitOf(token);
  const why = kind === 'sign-in' && token.signInLimit ? [`${signInLimitInWords(token.signInLimit)}.`] : [];
  if (met === 0) {
    const expiry = expiredNotification(connection, kind, now);
    return { ...expiry, body: [...why, ...expiry.body] };
  }
  const base = { id: notificationId(connection, endKey(kind, met)), connectionId: connection.id, at: now };
  const left = spanInWords(timeLeft(token, now));
  if (kind === 'sign-in')
    return {
      ...base,
      title: `Sign in to ${connection.name} within ${left}`,
      body: [
        ...why,
        "Refreshing doesn't extend it: without a sign-in, the refresh token expires.",
        ...(token.signInLimit?.reason === 'single-page' ? [MOVE_TO_WEB] : []),
      ],
      remedy: 'sign-in',
    };
  const remindOnly = connection.schedule.kind === 'remind-only';
  return {
    ...base,
    title: `${connection.name} expires in ${left}`,
    body: remindOnly
      ? ["This connection doesn't refresh automatically.", 'Refresh it now.']
      : [
          "The app couldn't refresh it yet.",
          ...(connection.trouble ? [explain(connection.trouble.failure, connection).what] : []),
          'Sign in again if this continues.',
        ],
    remedy: remindOnly ? 'refresh' : 'sign-in',
  };
}

function expiredNotification(connection: Connection, kind: Limit['kind'], now: EpochMs): AppNotification {
  return {
    id: notificationId(connection, endKey(kind, 0)),
    connectionId: connection.id,
    title: `${connection.name} has expired`,
    body: ['The refresh token no longer works.', 'Sign in again to get a new one.'],
    remedy: 'sign-in',
    at: now,
  };
}

/** The notifications that are not to be raised again when `next` takes the place of the held token: those about the end of the sign-in, as long as there is no other sign-in. */
export function stillRaised({ token, notificationsRaised }: Connection, next: HeldToken): readonly string[] {
  if (!token || next.signInLimit === undefined || token.signedInAt !== next.signedInAt) return [];
  return notificationsRaised.filter((key) => key.startsWith('sign-in:'));
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

function notificationId({ id, token }: Connection, key: string): string {
  const since = token && key.startsWith('sign-in:') ? token.signedInAt : token?.issuedAt;
  return `${id}/${since ?? 0}/${key}`;
}
