import { CREDENTIAL_SOON, credentialDaysLeft } from '../expiry/credential-expiry';
import { limitOf, timeLeft } from '../expiry/lifetime';
import type { Connection, HeldToken } from '../model/connection';
import type { ExportTarget } from '../model/exported-token';
import type { Busy, Status } from '../model/status';
import { counted, type DurationMs, type EpochMs, MINUTE, measured } from '../model/time';
import { isCutOff, offlineInWords } from './retry-words';

/** "Client secret expires in 6 days", when 30 days or less are left; else `null`. */
export function credentialInWords(connection: Connection, now: EpochMs): string | null {
  const days = credentialDaysLeft(connection, now);
  if (days === null || days > CREDENTIAL_SOON) return null;
  const what = connection.application.kind === 'certificate' ? 'Certificate' : 'Client secret';
  return days === 0 ? `${what} has expired` : `${what} expires in ${counted(days, 'day')}`;
}

/** A connection's state in a few words, such as "Fine, 88 days left"; why it is so stands in its trouble. `now` is on its own clock. */
export function statusInWords(connection: Connection, status: Status, busy: Busy | null, now: EpochMs): string {
  const { token, trouble } = connection;
  switch (status) {
    case 'working':
      return busy === 'sign-in' ? 'Signing in…' : 'Refreshing…';
    case 'new':
      return 'Sign in to get a refresh token';
    case 'fine':
      return token ? `Fine, ${leftInWords(timeLeft(token, now))} left` : 'Fine';
    case 'soon':
      return token
        ? `${endsWithSignIn(token) ? 'Sign in within' : 'Expires in'} ${leftInWords(timeLeft(token, now))}`
        : 'Expires soon';
    case 'expired':
      return `${expiredInWords(connection, now)}${isCutOff(trouble?.failure.code) ? ', offline' : ': sign in again'}`;
    case 'no-mfa':
      return 'No MFA: sign in again';
    case 'credential-expired':
      return credentialInWords(connection, now) ?? 'Action needed';
    case 'person':
      return 'Action needed';
    case 'offline':
      return offlineInWords(trouble?.failure.code, trouble?.retryAt ?? null, now);
  }
}

/** "Contoso expires in 6 days": a connection and its state. */
export function nameAndStatus(connection: Connection, status: Status, busy: Busy | null, now: EpochMs): string {
  const { name, token, trouble } = connection;
  const left = token ? leftInWords(timeLeft(token, now)) : null;
  switch (status) {
    case 'working':
      return busy === 'sign-in' ? `${name} is signing in` : `${name} is refreshing`;
    case 'new':
      return `Sign in to ${name}`;
    case 'fine':
      return left === null ? `${name} is fine` : `${name} is fine, ${left} left`;
    case 'soon':
      if (!token || left === null) return `${name} expires soon`;
      return endsWithSignIn(token) ? `Sign in to ${name} within ${left}` : `${name} expires in ${left}`;
    case 'expired':
      return `${name} has expired`;
    case 'no-mfa':
      return `${name}: signed in without MFA`;
    case 'credential-expired':
      return `${name}: ${lowerFirst(credentialInWords(connection, now) ?? 'action needed')}`;
    case 'person':
      return `${name}: action needed`;
    case 'offline':
      return isCutOff(trouble?.failure.code) ? `${name} is offline` : `Couldn't refresh ${name} yet`;
  }
}

/** Whether refreshing does not extend it. */
function endsWithSignIn(token: HeldToken): boolean {
  return limitOf(token).kind === 'sign-in';
}

/** What is left of a lifetime. Whole hours below a day and a half, as in the notifications. */
export function leftInWords(left: DurationMs): string {
  return spanInWords(Math.max(left, 0));
}

function expiredInWords(connection: Connection, now: EpochMs): string {
  const ago = connection.token ? -timeLeft(connection.token, now) : 0;
  // The server can end a token before its lifetime is over: then nobody knows since when it has been expired.
  if (ago <= 0) return 'Expired';
  if (ago < MINUTE) return 'Expired just now';
  return `Expired ${spanInWords(ago)} ago`;
}

/** A span as a person would say it: "45 seconds", "5 minutes", "5 hours", "88 days". */
export function spanInWords(span: DurationMs): string {
  const { count, unit } = measured(span);
  return counted(count, unit);
}

function lowerFirst(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}

/** Where exported tokens went, after "to". */
export const EXPORT_TARGETS: Readonly<Record<ExportTarget, string>> = {
  clipboard: 'the clipboard',
  file: 'a file',
  program: 'a program',
  'key-vault': 'Key Vault',
};
