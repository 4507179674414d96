import { kindOf, meansExpired } from '../failures/catalogue';
import { explain } from '../failures/explain';
import type { Connection } from '../model/connection';
import type { AppNotification, NotificationReason } from '../model/event';
import type { ExportedToken } from '../model/exported-token';
import type { Failure } from '../model/failure';
import type { DurationMs, EpochMs } from '../model/time';
import { CREDENTIAL_SOON, credentialDaysLeft } from './credential-expiry';
import { announcedExports, isAnnounced } from './exported-tokens';
import { limitOf, timeLeft } from './lifetime';
import { isOfKeychain, metThreshold, notificationReason } from './notifications';
import { compareNames } from './order';
import { isTokenDead } from './status';

/** A notification that was raised, and that nobody has dismissed. */
export interface Told {
  readonly id: string;
  readonly at: EpochMs;
}

/** From least to most worrying. */
const WORRIES = ['soon', 'person', 'expired'] as const;
export type Worry = (typeof WORRIES)[number];

/** What is still so of notifications that were raised about one thing of a connection. It says what is true now, so that no two contradict. */
export interface Standing {
  /** The newest of them, with the reason that counts now. */
  readonly notification: AppNotification;
  /** All of them. */
  readonly ids: readonly string[];
  readonly worry: Worry;
  /** Until what it is about has ended; 0: it has. Infinite: it does not end. */
  readonly left: DurationMs;
}

/** Whether what a notification is about has been replaced since: it will never be so again. */
export function isOver(id: string, connection: Connection, exportedTokens: readonly ExportedToken[]): boolean {
  const { token, credential } = connection;
  const [of, kind] = partsOf(id);
  switch (kind) {
    case 'exported':
      return !isAnnounced(exportedTokens);
    case 'credential':
      return of !== String(credential?.serial);
    case 'sign-in':
      return of !== String(token?.signedInAt);
    default:
      return of !== String(token?.issuedAt ?? 0);
  }
}

/**
 * What of a connection's notifications is still so, each thing once: the token and what keeps it from being refreshed; the credential;
 * the exported tokens; the keychain. A newer one replaces what it makes untrue.
 * @param told Of this connection, in the order they were raised.
 */
export function standingOf(
  told: readonly Told[],
  connection: Connection,
  exportedTokens: readonly ExportedToken[],
  now: EpochMs,
): readonly Standing[] {
  const things = new Map<string, Standing>();
  for (const { id, at } of told) {
    if (isOver(id, connection, exportedTokens)) continue;
    const reason = reasonNow(id, connection, exportedTokens, now);
    if (!reason) continue;
    const thing = thingOf(reason, connection, now);
    things.set(thing, {
      notification: { id, connection, reason, at },
      ids: [...(things.get(thing)?.ids ?? []), id],
      ...urgencyOf(reason, connection, now),
    });
  }
  return [...things.values()];
}

/** The most worrying first; of the same worry, what ends first; then by name. */
export function sortStanding(standing: readonly Standing[]): readonly Standing[] {
  return standing.toSorted(
    (a, b) =>
      WORRIES.indexOf(b.worry) - WORRIES.indexOf(a.worry) ||
      (a.left === b.left ? 0 : a.left - b.left) ||
      compareNames(a.notification.connection.name, b.notification.connection.name),
  );
}

/** Why the person has to know, by what is the case now; `null`: at present nothing is. */
function reasonNow(
  id: string,
  connection: Connection,
  exportedTokens: readonly ExportedToken[],
  now: EpochMs,
): NotificationReason | null {
  const { token } = connection;
  const failure = failureOf(connection);
  const [, kind, detail] = partsOf(id);
  const isKeychains = failure !== null && isOfKeychain(failure);
  if (kind === 'exported') return announcedExports(connection, exportedTokens, now);
  if (kind === 'credential') return credentialReason(connection, failure, now);
  if (kind === 'failure' && isOfKeychain({ code: detail })) return isKeychains ? { kind: 'failure', failure } : null;
  const shown = isKeychains ? null : failure;
  if (hasExpired(connection, now) && token)
    return { kind: limitOf(token).kind, threshold: 0, ...(shown === null ? {} : { failure: shown }) };
  if (shown) return { kind: 'failure', failure: shown };
  if (kind === 'failure') return null;
  if (credentialDaysLeft(connection, now) === 0) return { kind: 'credential', threshold: 0 };
  const threshold = token && metThreshold(token, now);
  return token && threshold !== null ? { kind: limitOf(token).kind, threshold } : null;
}

/** The server may say before the date, or after a wrong one, that a credential is of no use: that counts. */
function credentialReason(connection: Connection, failure: Failure | null, now: EpochMs): NotificationReason | null {
  const remedy = failure && explain(failure, connection).remedy;
  if (failure && (remedy === 'replace-secret' || remedy === 'replace-certificate')) return { kind: 'failure', failure };
  const days = credentialDaysLeft(connection, now);
  return days === null || days > CREDENTIAL_SOON ? null : { kind: 'credential', threshold: days };
}

/** That a credential has expired is the reason why a token that lives yet cannot be refreshed: one thing, unless there is another reason. */
function thingOf(reason: NotificationReason, connection: Connection, now: EpochMs): string {
  if (reason.kind === 'failure' && isOfKeychain(reason.failure)) return 'keychain';
  if (reason.kind === 'exported') return reason.kind;
  if (reason.kind !== 'credential') return 'token';
  const isReason = reason.threshold === 0 && failureOf(connection) === null && !hasExpired(connection, now);
  return isReason ? 'token' : reason.kind;
}

function urgencyOf(reason: NotificationReason, connection: Connection, now: EpochMs): Pick<Standing, 'worry' | 'left'> {
  const { token, credential } = connection;
  const tokenLeft = token ? (isTokenDead(connection, now) ? 0 : timeLeft(token, now)) : Number.POSITIVE_INFINITY;
  if (reason.kind === 'failure') return { worry: 'person', left: tokenLeft };
  if (reason.kind === 'exported')
    return { worry: reason.threshold === 0 ? 'person' : 'soon', left: Math.max(0, reason.left) };
  if (reason.kind === 'credential')
    return reason.threshold === 0
      ? { worry: 'person', left: 0 }
      : { worry: 'soon', left: (credential?.expiresAt ?? Number.POSITIVE_INFINITY) - now };
  return reason.threshold === 0 ? { worry: 'expired', left: 0 } : { worry: 'soon', left: tokenLeft };
}

/** What only a person can end. */
function failureOf({ trouble }: Connection): Failure | null {
  return trouble && kindOf(trouble.failure.code) !== 'transient' ? trouble.failure : null;
}

function hasExpired({ token, trouble }: Connection, now: EpochMs): boolean {
  return token !== null && (timeLeft(token, now) <= 0 || (trouble !== null && meansExpired(trouble.failure.code)));
}

/** What it counts for, the kind of its reason, and the detail of that. */
function partsOf(id: string): readonly [of: string, kind: string, detail: string] {
  const reason = notificationReason({ id });
  const [, of = ''] = id.split('/');
  const colon = reason.indexOf(':');
  return [of, reason.slice(0, colon), reason.slice(colon + 1)];
}
