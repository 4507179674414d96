import type { Connection } from '../model/connection';
import type { ExportedToken } from '../model/exported-token';
import type { RescuedState, SavedState } from './ports';

/** What the connections file holds, whatever its version. */
export type Contents = Pick<SavedState, 'connections' | 'removing' | 'exportedTokens' | 'settings'>;

export interface TakenOver {
  readonly contents: Contents;
  /** Whether there is something of ours in it that the file does not have. */
  readonly differs: boolean;
}

/**
 * Takes over what another process wrote to the file, and keeps what we changed and could not write yet. `base` is the file
 * as we last knew it: what differs from it in `ours` is our change. A newer token outdoes everything that is said of an
 * older one; a removal outdoes every change.
 */
export function takeOver(base: Contents, ours: Contents, theirs: Contents): TakenOver {
  const basis = byId(base);
  const mine = byId(ours);
  const removedHere = [...basis.keys()].filter((id) => !mine.has(id));
  const removing = union(
    union(theirs.removing, ours.removing),
    removedHere.filter((id) => byId(theirs).has(id)),
  );
  const kept = theirs.connections
    .filter(({ id }) => !removing.includes(id))
    .map((connection) => mergeConnection(basis.get(connection.id), mine.get(connection.id), connection));
  const known = byId(theirs);
  const added = ours.connections.filter(({ id }) => !known.has(id) && !basis.has(id) && !removing.includes(id));
  const changed = differing(base.settings, ours.settings);
  const exportedTokens = mergeExportedTokens(base.exportedTokens, ours.exportedTokens, theirs.exportedTokens, removing);
  return {
    contents: {
      connections: [...kept, ...added],
      removing,
      exportedTokens,
      settings: { ...theirs.settings, ...changed },
    },
    differs:
      added.length > 0 ||
      removing.length !== theirs.removing.length ||
      Object.keys(changed).length > 0 ||
      exportedTokens.length !== theirs.exportedTokens.length ||
      exportedTokens.some((copy) => !theirs.exportedTokens.includes(copy)) ||
      kept.some((connection) => connection !== known.get(connection.id)),
  };
}

/** What was rescued of a bad file, with what is lacking there as it was when we last knew the file. */
export function completed(base: Contents, rescued: RescuedState | null): Contents {
  if (rescued === null) return base;
  const removing = union(base.removing, rescued.removing);
  const lacking = <T extends { readonly id: string }>(known: readonly T[], found: readonly T[]) =>
    known.filter(({ id }) => !found.some((entry) => entry.id === id));
  const lost = lacking(base.connections, rescued.connections).filter(({ id }) => !removing.includes(id));
  return {
    connections: [...rescued.connections, ...lost],
    removing,
    exportedTokens: [...rescued.exportedTokens, ...lacking(base.exportedTokens, rescued.exportedTokens)],
    settings: { ...base.settings, ...rescued.settings },
  };
}

function mergeConnection(base: Connection | undefined, mine: Connection | undefined, theirs: Connection): Connection {
  if (!mine || mine === base) return theirs;
  const merged = { ...theirs, ...(base ? differing(base, mine) : {}) };
  const newer = generationOf(mine) - generationOf(theirs);
  if (newer === 0)
    return { ...merged, notificationsRaised: union(theirs.notificationsRaised, mine.notificationsRaised) };
  const { token, trouble, refreshAt, notificationsRaised } = newer > 0 ? mine : theirs;
  return { ...merged, token, trouble, refreshAt, notificationsRaised };
}

/** A copy that either has added is kept, one that either has struck is not; to be replaced is said once and for all. */
function mergeExportedTokens(
  base: readonly ExportedToken[],
  ours: readonly ExportedToken[],
  theirs: readonly ExportedToken[],
  removing: readonly string[],
): readonly ExportedToken[] {
  const [basis, mine, known] = [base, ours, theirs].map(
    (exportedTokens) => new Map(exportedTokens.map((copy) => [copy.id, copy])),
  );
  const kept = theirs.filter(({ id }) => mine?.has(id) || !basis?.has(id));
  const added = ours.filter(({ id }) => !known?.has(id) && !basis?.has(id));
  return [...kept.map((copy) => mergeExportedToken(basis?.get(copy.id), mine?.get(copy.id), copy)), ...added].filter(
    ({ connectionId }) => !removing.includes(connectionId),
  );
}

function mergeExportedToken(
  base: ExportedToken | undefined,
  mine: ExportedToken | undefined,
  theirs: ExportedToken,
): ExportedToken {
  if (!mine || mine === base) return theirs;
  const notificationsRaised = union(theirs.notificationsRaised, mine.notificationsRaised);
  return { ...theirs, replacedAt: theirs.replacedAt ?? mine.replacedAt, notificationsRaised };
}

/** What is no longer the same thing. Unchanged parts of a connection or of the settings keep their identity. */
function differing<T extends object>(base: T, now: T): Partial<T> {
  const changes: Partial<T> = {};
  for (const key in now) if (now[key] !== base[key]) changes[key] = now[key];
  return changes;
}

function generationOf({ token }: Connection): number {
  return token?.generation ?? 0;
}

function byId({ connections }: Contents): Map<string, Connection> {
  return new Map(connections.map((connection) => [connection.id, connection]));
}

function union(some: readonly string[], others: readonly string[]): string[] {
  return [...new Set([...some, ...others])];
}
