import { credentialDaysLeft } from '../expiry/credential-expiry';
import { limitOf } from '../expiry/lifetime';
import { isOfKeychain, metThreshold } from '../expiry/notifications';
import { isTokenDead } from '../expiry/status';
import { explain } from '../failures/explain';
import type { Connection } from '../model/connection';
import type { AppNotification, NotificationReason } from '../model/event';
import type { Failure, NotificationRemedy, RegistrationPage } from '../model/failure';
import { counted, DAY, type EpochMs, everyInWords } from '../model/time';
import type { SignInLimit } from '../model/validity';
import { isCutOff } from './retry-words';
import { EXPORT_TARGETS, spanInWords } from './words';

interface Words {
  readonly title: string;
  /** Whole sentences, in order. */
  readonly body: readonly string[];
  readonly remedy: NotificationRemedy;
  /** Where its button leads, when that is the app registration. */
  readonly registrationPage?: RegistrationPage;
}

/** A notification as it is shown, with one clear action. */
export interface NotificationInWords extends Words {
  readonly id: string;
  readonly connectionId: string;
  readonly at: EpochMs;
}

/** Finds the words for a notification, and the button. */
export function inWords({ id, connection, reason, at }: AppNotification): NotificationInWords {
  return { id, connectionId: connection.id, at, ...wordsFor(connection, reason, at) };
}

function wordsFor(connection: Connection, reason: NotificationReason, now: EpochMs): Words {
  switch (reason.kind) {
    case 'failure':
      return failureWords(connection, reason.failure, now);
    case 'credential':
      return credentialWords(connection, reason.threshold === 0, now);
    case 'exported':
      return exportWords(connection, reason, now);
    case 'lifetime':
    case 'sign-in':
      return reason.threshold === 0 ? expiredWords(connection, reason.failure) : expiryWords(connection, now);
  }
}

function failureWords(connection: Connection, failure: Failure, now: EpochMs): Words {
  const { what, advice, note, remedy, registrationPage } = explain(failure, connection);
  const isShared = isOfKeychain(failure);
  return {
    title: isShared ? 'Keychain: action needed' : `${connection.name}: action needed`,
    body: [what, advice, ...(note === undefined ? [] : [note]), ...(isShared ? [] : endOf(connection, now))],
    remedy,
    ...(registrationPage === undefined ? {} : { registrationPage }),
  };
}

/** That the token expires meanwhile, where that is soon. */
function endOf(connection: Connection, now: EpochMs): readonly string[] {
  const { token } = connection;
  if (!token || isTokenDead(connection, now) || metThreshold(token, now) === null) return [];
  return [`The refresh token expires in ${spanInWords(limitOf(token).endsAt - now)}.`];
}

/** Nobody can sign in either where there is no way to the server: the card has the same button then. */
const RECONNECT = 'Check the network connection, then refresh.';

function expiredWords(connection: Connection, failure: Failure | undefined): Words {
  const title = `${connection.name} has expired`;
  if (failure !== undefined) {
    const { what, advice, remedy } = explain(failure, connection);
    return { title, body: [what, advice], remedy };
  }
  const { trouble } = connection;
  if (trouble && isCutOff(trouble.failure.code)) {
    const { what } = explain(trouble.failure, connection);
    return { title, body: [...whyOf(connection), what, RECONNECT], remedy: 'refresh' };
  }
  const body = [...whyOf(connection), 'The refresh token no longer works.', 'Sign in again to get a new one.'];
  return { title, body, remedy: 'sign-in' };
}

const MOVE_TO_WEB =
  'To keep tokens longer, move the redirect URI to the platform "Web" in the app registration before you sign in.';

function expiryWords(connection: Connection, now: EpochMs): Words {
  const { name, schedule, trouble, token } = connection;
  const left = token ? spanInWords(limitOf(token).endsAt - now) : '';
  const limit = signInLimitOf(connection);
  if (limit !== undefined)
    return {
      title: `Sign in to ${name} within ${left}`,
      body: [
        ...whyOf(connection),
        "Refreshing doesn't extend it: without a sign-in, the refresh token expires.",
        ...(limit.reason === 'single-page' ? [MOVE_TO_WEB] : []),
      ],
      remedy: 'sign-in',
    };
  const title = `${name} expires in ${left}`;
  if (schedule.kind === 'remind-only')
    return { title, body: ["This connection doesn't refresh automatically.", 'Refresh it now.'], remedy: 'refresh' };
  const because = trouble ? [explain(trouble.failure, connection).what] : [];
  // Another authority than Entra ID need not replace a token that is refreshed.
  const isMet = trouble === null && connection.cloud === 'custom';
  const cause = isMet ? "The server hasn't replaced it yet." : "The app couldn't refresh it yet.";
  const isOffline = isCutOff(trouble?.failure.code);
  const body = [cause, ...because, isOffline ? RECONNECT : 'Sign in again if this continues.'];
  return { title, body, remedy: isOffline ? 'refresh' : 'sign-in' };
}

/** What ends the token, where that is its sign-in. */
function signInLimitOf({ token }: Connection): SignInLimit | undefined {
  return token && limitOf(token).kind === 'sign-in' ? token.signInLimit : undefined;
}

function whyOf(connection: Connection): readonly string[] {
  const limit = signInLimitOf(connection);
  return limit === undefined ? [] : [`${signInLimitInWords(limit)}.`];
}

/** "This tenant requires a sign-in every 7 days": why refreshing is not enough. No full stop. */
export function signInLimitInWords({ reason, span }: SignInLimit): string {
  return reason === 'single-page'
    ? 'This application is registered as a single-page application, which requires a sign-in every 24 hours'
    : `This tenant requires a sign-in every ${everyInWords(span)}`;
}

function credentialWords(connection: Connection, hasExpired: boolean, now: EpochMs): Words {
  const { name, application } = connection;
  const isCertificate = application.kind === 'certificate';
  const what = isCertificate ? 'certificate' : 'client secret';
  const days = credentialDaysLeft(connection, now) ?? 0;
  return {
    title: hasExpired ? `${name}: ${what} has expired` : `${name}: ${what} expires in ${counted(days, 'day')}`,
    body: [
      hasExpired
        ? "Entra ID doesn't accept it anymore, so this connection can't be refreshed."
        : "After that, this connection can't be refreshed.",
      `Add a new ${what} to the app registration, then replace it here.`,
      ...(hasExpired ? endOf(connection, now) : []),
    ],
    remedy: isCertificate ? 'replace-certificate' : 'replace-secret',
  };
}

function exportWords(
  { name }: Connection,
  { count, first, left, threshold }: Extract<NotificationReason, { kind: 'exported' }>,
  now: EpochMs,
): Words {
  const hasExpired = threshold === 0;
  const remedy = 'show-exported-tokens';
  if (count > 1) {
    const title = hasExpired
      ? `${name}: ${count} exported tokens expire or have expired`
      : `${name}: ${count} exported tokens expire, the first in ${spanInWords(left)}`;
    const body = [
      'Whatever uses them stops working when they expire.',
      'Export new tokens, then mark these as replaced.',
    ];
    return { title, body, remedy };
  }
  const days = Math.round((now - first.takenAt) / DAY);
  const when = days < 1 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`;
  return {
    title: hasExpired
      ? `${name}: exported token has expired`
      : `${name}: exported token expires in ${spanInWords(left)}`,
    body: [
      `You exported ${first.label === '' ? 'it' : `"${first.label}"`} to ${EXPORT_TARGETS[first.to]} ${when}.`,
      hasExpired ? 'Whatever uses it no longer works.' : 'Whatever uses it stops working then.',
      'Export a new token, then mark this one as replaced.',
    ],
    remedy,
  };
}
