import type { Connection } from '../model/connection';
import type { AppNotification, NotificationReason } from '../model/event';
import type { ExportedToken, ExportedTokenView, Fingerprints } from '../model/exported-token';
import type { DurationMs, EpochMs } from '../model/time';
import type { Validity } from '../model/validity';
import { expiresAt, timeLeft, validityIn } from './lifetime';
import { metThreshold, nextThresholdAt, notificationOf, settledBy, THRESHOLDS, type Threshold } from './notifications';

/** What is known of a token that is about to be handed out. */
export interface TokenToExport extends Validity {
  readonly refreshToken: string;
}

/** How many exported tokens that are out of use a connection remembers: the newest. Those in use are all remembered. */
const MOST_DONE = 20;
/** Letters of a digest that make a mark. */
const MARK = 6;

/** A connection's exported tokens with one more; `id` is the new one's. */
export function withExportedToken(
  exportedTokens: readonly ExportedToken[],
  token: TokenToExport,
  taken: Pick<ExportedToken, 'id' | 'connectionId' | 'to' | 'place' | 'label' | 'takenAt'>,
  fingerprints: Fingerprints,
): readonly ExportedToken[] {
  const { refreshToken } = token;
  const same = exportedTokens.find(({ salt, digest }) => fingerprints.digest(salt, refreshToken) === digest);
  const salt = same?.salt ?? fingerprints.newSalt();
  const digest = fingerprints.digest(salt, refreshToken);
  const exported = { ...taken, ...validityIn(token), salt, digest, replacedAt: null, notificationsRaised: [] };
  return [...withoutOldest(exportedTokens, taken.takenAt), exported];
}

/** A connection's exported tokens with one more that is renewed; those that it is to take the place of are there until {@link onlyRenewed}. */
export function withRenewed(...added: Parameters<typeof withExportedToken>): readonly ExportedToken[] {
  return withExportedToken(...added).map((exported) =>
    exported.id === added[2].id ? { ...exported, renews: true } : exported,
  );
}

/** The exported tokens without those that are renewed, but for this one; `null`: what was renewed is so no longer, and stays where it is. */
export function onlyRenewed(exportedTokens: readonly ExportedToken[], id: string | null): readonly ExportedToken[] {
  if (id !== null) return exportedTokens.filter((exported) => !exported.renews || exported.id === id);
  return exportedTokens.map(({ renews: _, ...exported }) => exported);
}

/** A connection's exported tokens with one marked as replaced. Marking it again changes nothing. */
export function withReplaced(
  exportedTokens: readonly ExportedToken[],
  id: string,
  now: EpochMs,
): readonly ExportedToken[] {
  const marked = exportedTokens.map((exported) =>
    exported.id === id ? { ...exported, replacedAt: exported.replacedAt ?? now } : exported,
  );
  return withoutOldest(marked, now, id);
}

/**
 * A connection's exported tokens with one in use again. If marking it took back the notification about it, that is due once more.
 */
export function withUnmarked(exportedTokens: readonly ExportedToken[], id: string): readonly ExportedToken[] {
  const raised = (exported: ExportedToken) => (isAnnounced(exportedTokens) ? exported.notificationsRaised : []);
  return exportedTokens.map((exported) =>
    exported.id === id && exported.replacedAt !== null
      ? { ...exported, replacedAt: null, notificationsRaised: raised(exported) }
      : exported,
  );
}

/** A connection's exported tokens with another label on one. */
export function withLabel(
  exportedTokens: readonly ExportedToken[],
  id: string,
  label: string,
): readonly ExportedToken[] {
  return exportedTokens.map((exported) => (exported.id === id ? { ...exported, label } : exported));
}

/** @param kept Stays, however old: it was only now marked, which a person may take back. */
function withoutOldest(
  exportedTokens: readonly ExportedToken[],
  now: EpochMs,
  kept: string | null = null,
): readonly ExportedToken[] {
  const isDone = (exported: ExportedToken) => exported.replacedAt !== null || timeLeft(exported, now) <= 0;
  const done = exportedTokens.filter((exported) => exported.id !== kept && isDone(exported));
  const tooMany = new Set(done.slice(0, Math.max(0, done.length - (kept === null ? MOST_DONE : MOST_DONE - 1))));
  return exportedTokens.filter((exported) => !tooMany.has(exported));
}

/** @param now On the connection's clock. */
export function viewExportedToken(exported: ExportedToken, connection: Connection, now: EpochMs): ExportedTokenView {
  const { id, to, place, label, takenAt, issuedAt, digest, replacedAt } = exported;
  const end = expiresAt(validityOf(exported, connection));
  return {
    id,
    to,
    place,
    label,
    takenAt,
    expiresAt: end,
    state: replacedAt !== null ? 'replaced' : end <= now ? 'expired' : 'in-use',
    ...(exported.renews ? { renews: true } : {}),
    superseded: connection.token !== null && connection.token.issuedAt > issuedAt,
    mark: digest.slice(0, MARK),
  };
}

/** When the next threshold of an exported token in use is met; `null` when none will be. */
export function nextExportNotificationAt(
  connection: Connection,
  exportedTokens: readonly ExportedToken[],
  now: EpochMs,
  thresholds: readonly Threshold[] = THRESHOLDS,
): EpochMs | null {
  const times = unattended(connection, exportedTokens).flatMap(
    (exported) => nextThresholdAt(validityOf(exported, connection), now, thresholds) ?? [],
  );
  return times.length === 0 ? null : Math.min(...times);
}

/** One notification about all that have newly met a threshold, and the exported tokens once it is raised. */
export function dueExportNotification(
  connection: Connection,
  exportedTokens: readonly ExportedToken[],
  now: EpochMs,
  thresholds: readonly Threshold[] = THRESHOLDS,
): { readonly notification: AppNotification; readonly exportedTokens: readonly ExportedToken[] } | null {
  const due = withMet(connection, unattended(connection, exportedTokens), now, thresholds).filter(
    ({ exported, met }) => !exported.notificationsRaised.includes(String(met)),
  );
  const reason = reasonOf(due);
  if (!reason) return null;
  const told = new Map(due.map(({ exported, met }) => [exported.id, met]));
  return {
    notification: notificationOf(connection, reason, now, reason.first.id),
    exportedTokens: exportedTokens.map((exported) => {
      const met = told.get(exported.id);
      return met === undefined
        ? exported
        : { ...exported, notificationsRaised: settledBy(met, THRESHOLDS).map(String) };
    }),
  };
}

/** Those about which a notification has been raised, and that nobody has marked as replaced: why, as it is now; `null`: there is none. */
export function announcedExports(
  connection: Connection,
  exportedTokens: readonly ExportedToken[],
  now: EpochMs,
): ExportReason | null {
  const announced = inUse(exportedTokens).filter(({ notificationsRaised }) => notificationsRaised.length > 0);
  return reasonOf(withMet(connection, announced, now, THRESHOLDS));
}

type ExportReason = Extract<NotificationReason, { kind: 'exported' }>;

interface Met {
  readonly exported: ExportedToken;
  readonly left: DurationMs;
  readonly met: Threshold;
}

/** Those that have met a threshold, the one that expires first before the others. */
function withMet(
  connection: Connection,
  exportedTokens: readonly ExportedToken[],
  now: EpochMs,
  thresholds: readonly Threshold[],
): readonly Met[] {
  return exportedTokens
    .flatMap((exported) => {
      const validity = validityOf(exported, connection);
      const met = metThreshold(validity, now, thresholds);
      return met === null ? [] : { exported, left: timeLeft(validity, now), met };
    })
    .sort((a, b) => a.left - b.left);
}

function reasonOf(due: readonly Met[]): ExportReason | null {
  const [first] = due;
  if (!first) return null;
  return { kind: 'exported', threshold: first.met, count: due.length, first: first.exported, left: first.left };
}

/** Whether a notification has been raised about an exported token that nobody has marked as replaced. */
export function isAnnounced(exportedTokens: readonly ExportedToken[]): boolean {
  return inUse(exportedTokens).some(({ notificationsRaised }) => notificationsRaised.length > 0);
}

function inUse(exportedTokens: readonly ExportedToken[]): readonly ExportedToken[] {
  return exportedTokens.filter(({ replacedAt }) => replacedAt === null);
}

/** Those in use that a person has to look after: one that is renewed is none of these while that works. */
function unattended({ vault }: Connection, exportedTokens: readonly ExportedToken[]): readonly ExportedToken[] {
  const isRenewing = vault?.trouble === null;
  return inUse(exportedTokens).filter(({ renews }) => !(renews && isRenewing));
}

/** A lifetime that the tenant turned out to have cuts tokens already issued; one that it no longer has does not lengthen them. */
function validityOf(exported: ExportedToken, { learnedLifetime, learnedSignInLimit: learned }: Connection): Validity {
  const own = validityIn(exported);
  const lifetime = Math.min(own.lifetime, learnedLifetime ?? own.lifetime);
  const isCut = learned !== null && learned.span < (own.signInLimit?.span ?? Number.POSITIVE_INFINITY);
  return { ...own, lifetime, ...(isCut ? { signInLimit: learned } : {}) };
}
