import type { Connection, HeldToken } from './connection';
import type { Failure, Remedy } from './failure';
import type { RegistrationPage } from './registration-page';
import { DAY, type DurationMs, type EpochMs, HOUR } from './time';
import { DEFAULT_WINDOW, daysLeft, lapsesAt, timeLeft, type Validity } from './window';

/** What the button of a notice does: what ends the failure, or the list of the connection's copies. */
export type NoticeRemedy = Remedy | 'show-copies';

/** A desktop notification with one clear action. Raised once per issued token. */
export interface Notice {
  /** Unique: connection, reason and issue date. */
  readonly id: string;
  readonly connectionId: string;
  readonly title: string;
  readonly body: string;
  readonly remedy: NoticeRemedy;
  /** Where its button leads, when that is the app registration. */
  readonly registrationPage?: RegistrationPage;
  readonly at: EpochMs;
}

/** Days left at which a notice is due in a window of 90 days; 0 is "lapsed". Most urgent last. */
export const THRESHOLDS = [30, 14, 7, 3, 1, 0] as const;
export type Threshold = (typeof THRESHOLDS)[number];

/** Time left at which a threshold is met. A shorter window than 90 days shortens every threshold in proportion. */
export function thresholdSpan(threshold: Threshold, window: DurationMs): DurationMs {
  return Math.round(threshold * DAY * Math.min(1, window / DEFAULT_WINDOW));
}

/** The most urgent threshold that has been met, or `null`. */
export function metThreshold(token: Validity, now: EpochMs): Threshold | null {
  const left = timeLeft(token, now);
  return THRESHOLDS.findLast((threshold) => left <= thresholdSpan(threshold, token.window)) ?? null;
}

/** When the next threshold after `now` is met, or `null` when the token has lapsed. */
export function nextThresholdAt(token: Validity, now: EpochMs): EpochMs | null {
  const times = THRESHOLDS.map((threshold) => lapsesAt(token, now) - thresholdSpan(threshold, token.window));
  return times.find((time) => time > now) ?? null;
}

/** A notice to raise, with every key it settles: meeting "3 days" also settles "7", "14" and "30". */
export interface DueNotice {
  readonly notice: Notice;
  readonly settles: readonly string[];
}

/** The notice about the window that is due and has not been raised for this token, or `null`. */
export function dueWindowNotice(connection: Connection, now: EpochMs): DueNotice | null {
  const { token } = connection;
  if (!token) return null;
  const met = metThreshold(token, now);
  if (met === null || connection.noticesRaised.includes(windowKey(met))) return null;
  const settles = THRESHOLDS.filter((threshold) => threshold >= met).map(windowKey);
  return { notice: windowNotice(connection, token, met, now), settles };
}

const LAPSED_CODES: ReadonlySet<string> = new Set(['AADSTS700082', 'AADSTS70008']);

/** Whether a failure says that the token's window is over, whatever the clock here makes of it. */
export function meansLapsed(failure: Failure): boolean {
  return LAPSED_CODES.has(failure.code);
}

/** The notice about a failure that only a person can end, unless it was raised for this token; `null` for passing failures. */
export function dueFailureNotice(connection: Connection, failure: Failure, now: EpochMs): DueNotice | null {
  if (failure.kind === 'transient') return null;
  const key = failureKey(failure);
  if (connection.noticesRaised.includes(key)) return null;
  if (connection.token && meansLapsed(failure)) return dueLapseNotice(connection, connection.token, key, now);
  const notice: Notice = {
    id: noticeId(connection, key),
    connectionId: connection.id,
    title: isOfKeychain(failure) ? 'The keychain needs you' : `${connection.name} needs you`,
    body: `${failure.what} ${failure.advice}`,
    remedy: failure.remedy,
    ...(failure.registrationPage === undefined ? {} : { registrationPage: failure.registrationPage }),
    at: now,
  };
  return { notice, settles: [key] };
}

/** Whether a failure keeps every connection from its secrets alike, so that one notice is enough for all. */
export function isOfKeychain({ code }: Pick<Failure, 'code'>): boolean {
  return code.startsWith('keychain/') && code !== 'keychain/mismatch';
}

/** That a token has lapsed is told once, whether the clock or the server says it first. */
function dueLapseNotice(connection: Connection, token: HeldToken, key: string, now: EpochMs): DueNotice | null {
  if (connection.noticesRaised.includes(windowKey(0))) return null;
  return { notice: windowNotice(connection, token, 0, now), settles: [...THRESHOLDS.map(windowKey), key] };
}

function windowNotice(connection: Connection, token: HeldToken, met: Threshold, now: EpochMs): Notice {
  const base = { id: noticeId(connection, windowKey(met)), connectionId: connection.id, at: now };
  if (met === 0)
    return {
      ...base,
      title: `${connection.name} has lapsed`,
      body: 'Its refresh token can no longer be exchanged. Sign in again to obtain a new one.',
      remedy: 'sign-in',
    };
  const left = leftInWords(token, now);
  const remindOnly = connection.schedule.kind === 'remind-only';
  return {
    ...base,
    title: `${connection.name} lapses in ${left}`,
    body: remindOnly
      ? 'This connection is set to remind you only. Refresh it now, or sign in again.'
      : `It could not be refreshed${connection.trouble ? `: ${lowerFirst(connection.trouble.failure.what)}` : ' yet.'} Sign in again if this goes on.`,
    remedy: remindOnly ? 'refresh' : 'sign-in',
  };
}

/** What is left of a window that has not lapsed: "7 days", "30 hours". */
export function leftInWords(token: Validity, now: EpochMs): string {
  const left = timeLeft(token, now);
  if (left < 1.5 * DAY) {
    const hours = Math.max(1, Math.round(left / HOUR));
    return hours === 1 ? '1 hour' : `${hours} hours`;
  }
  return `${daysLeft(token, now)} days`;
}

/** What a connection notes of a failure that was told. */
export const failureKey = ({ code }: Pick<Failure, 'code'>): string => `failure:${code}`;

const windowKey = (threshold: Threshold): string => `window:${threshold}`;

/** Why a notice was raised: `window:7`, `failure:AADSTS50173`, `credential:14`, `copy:30`. */
export function noticeReason(notice: Pick<Notice, 'id'>): string {
  return notice.id.replace(/^[^/]*\/[^/]*\//, '');
}

/** What a notice is about: the refresh token and what it meets, copies of it, or how the application proves itself. */
export type NoticeSubject = 'token' | 'copies' | 'credential';

export function subjectOf(notice: Pick<Notice, 'id'>): NoticeSubject {
  const reason = noticeReason(notice);
  if (reason.startsWith('copy:')) return 'copies';
  return reason.startsWith('credential:') ? 'credential' : 'token';
}

function noticeId(connection: Connection, key: string): string {
  return `${connection.id}/${connection.token?.issuedAt ?? 0}/${key}`;
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
