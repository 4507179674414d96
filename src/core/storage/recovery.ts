import { DEFAULT_LIFETIME } from '../expiry/lifetime';
import { stillRaised } from '../expiry/notifications';
import type { Connection, HeldToken } from '../model/connection';
import type { HeldCredential } from '../model/credential';
import { heldTokenOf, openCredential, openToken } from './envelope';
import type { ConnectionIdentity } from './identity';
import { joinSecret } from './secret-parts';
import type { FoundSecret, SecretKind } from './secret-store';

/** What the keychain holds of one connection, newest first. */
type Holdings = Record<SecretKind, FoundSecret[]>;

export interface Reconciled {
  readonly connections: readonly Connection[];
  /** Ids whose connection was changed or rebuilt from the keychain. */
  readonly touched: readonly string[];
}

/**
 * Brings the connections of the file in line with what the keychain holds: a newer whole generation is adopted (the
 * process was killed between keychain and file), an older one when the current is gone, and a connection that the file
 * does not know is rebuilt. Ids in `removing` are on their way out and are left alone.
 */
export function reconcile(
  connections: readonly Connection[],
  removing: readonly string[],
  found: readonly FoundSecret[],
): Reconciled {
  const holdings = groupById(found);
  const touched: string[] = [];
  const kept = connections.map((connection) => {
    const held = holdings.get(connection.id);
    const adopted = held ? adopt(connection, held) : connection;
    if (adopted !== connection) touched.push(connection.id);
    return adopted;
  });
  const known = new Set([...connections.map(({ id }) => id), ...removing]);
  for (const [id, held] of holdings) {
    if (known.has(id)) continue;
    const rebuilt = rebuild(id, held, kept);
    if (!rebuilt) continue;
    kept.push(rebuilt);
    touched.push(id);
  }
  return { connections: kept, touched };
}

function adopt(connection: Connection, held: Holdings): Connection {
  const { id } = connection;
  const withCredential = adoptCredential(connection, held);
  const current = connection.token?.generation ?? null;
  const token = newestOf(held['refresh-token'], current, (text) => ownOf(id, openToken(text)));
  if (!token) return withCredential;
  const adopted = heldTokenOf(token.envelope, token.generation);
  const isNewer = current === null || token.generation > current;
  return {
    ...withCredential,
    ...(isNewer ? learnedBy(adopted) : {}),
    token: adopted,
    trouble: null,
    notificationsRaised: stillRaised(connection, adopted),
    refreshAt: connection.schedule.kind === 'every' ? token.envelope.issuedAt : null,
  };
}

/** What was known of the tenant when the token came: a token that the file does not know of came after all that the file tells. */
function learnedBy({ lifetime, signInLimit }: HeldToken): Pick<Connection, 'learnedLifetime' | 'learnedSignInLimit'> {
  return { learnedLifetime: lifetime === DEFAULT_LIFETIME ? null : lifetime, learnedSignInLimit: signInLimit ?? null };
}

/** A newer credential was written by a process that was killed before the file said so; it also says what kind it is. */
function adoptCredential(connection: Connection, held: Holdings): Connection {
  // What a connection that became a public client left behind is waiting to be dropped.
  if (connection.application.kind === 'public') return connection;
  const { id } = connection;
  const current = connection.credential?.generation ?? null;
  const newest = newestOf(held['client-secret'], current, (text) => ownOf(id, openCredential(text)));
  if (!newest) return connection;
  const { facts, credential: found } = newest.envelope;
  const credential: HeldCredential = { ...facts, generation: newest.generation, notificationsRaised: [] };
  return { ...connection, application: { kind: found.kind }, credential };
}

/**
 * The newest whole generation, unless it is the one that is pointed at, or there is none: then `null`. The one pointed at is
 * not opened, for nobody needs what is in it yet, and there may be thousands.
 */
function newestOf<Envelope>(
  found: readonly FoundSecret[],
  current: number | null,
  open: (text: string) => Envelope | null,
): { readonly generation: number; readonly envelope: Envelope } | null {
  for (const { generation, parts } of found) {
    const text = joinSecret(parts);
    if (text === null) continue;
    if (generation === current) return null;
    const envelope = open(text);
    if (envelope) return { generation, envelope };
  }
  return null;
}

/** An envelope that was copied to another connection's place says nothing about that one. */
function ownOf<Envelope extends { readonly identity: ConnectionIdentity }>(
  id: string,
  envelope: Envelope | null,
): Envelope | null {
  return envelope?.identity.id === id ? envelope : null;
}

function rebuild(id: string, held: Holdings, others: readonly Connection[]): Connection | null {
  const newest =
    newestOf(held['refresh-token'], null, (text) => ownOf(id, openToken(text))) ??
    newestOf(held['client-secret'], null, (text) => ownOf(id, openCredential(text)));
  if (!newest) return null;
  const { identity } = newest.envelope;
  const blank: Connection = {
    ...identity,
    name: freeName(
      identity.name,
      others.map(({ name }) => name),
    ),
    token: null,
    credential: null,
    trouble: null,
    learnedLifetime: null,
    learnedSignInLimit: null,
    refreshAt: null,
    notificationsRaised: [],
  };
  return adopt(blank, held);
}

/** The name itself, or with a number when it is taken. Names are compared without case. */
export function freeName(name: string, taken: readonly string[]): string {
  const keys = new Set(taken.map((other) => other.toLocaleLowerCase()));
  if (!keys.has(name.toLocaleLowerCase())) return name;
  let number = 2;
  while (keys.has(`${name} ${number}`.toLocaleLowerCase())) number += 1;
  return `${name} ${number}`;
}

function groupById(found: readonly FoundSecret[]): Map<string, Holdings> {
  const holdings = new Map<string, Holdings>();
  for (const secret of found) {
    const held = holdings.get(secret.id) ?? { 'refresh-token': [], 'client-secret': [] };
    held[secret.kind].push(secret);
    holdings.set(secret.id, held);
  }
  for (const held of holdings.values()) for (const secrets of Object.values(held)) secrets.sort(newestFirst);
  return holdings;
}

function newestFirst(a: FoundSecret, b: FoundSecret): number {
  return b.generation - a.generation;
}
