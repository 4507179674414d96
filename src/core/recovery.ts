import type { Connection } from './connection';
import { type ConnectionIdentity, heldTokenOf, openSecret, openToken, type TokenEnvelope } from './envelope';
import type { FoundSecret } from './vault';

/** What the keychain holds of one connection, newest first; only whole and readable envelopes. */
interface Holdings {
  readonly tokens: ReadonlyArray<{ generation: number; envelope: TokenEnvelope }>;
  readonly secrets: ReadonlyArray<{ generation: number; identity: ConnectionIdentity }>;
}

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
    const rebuilt = rebuild(held, kept);
    if (!rebuilt) continue;
    kept.push(rebuilt);
    touched.push(id);
  }
  return { connections: kept, touched };
}

function adopt(connection: Connection, held: Holdings): Connection {
  const secretGeneration = held.secrets[0]?.generation ?? connection.secretGeneration;
  const withSecret =
    secretGeneration === connection.secretGeneration ? connection : { ...connection, secretGeneration };
  const newest = held.tokens[0];
  if (!newest || newest.generation === connection.token?.generation) return withSecret;
  return {
    ...withSecret,
    token: heldTokenOf(newest.envelope, newest.generation),
    trouble: null,
    noticesRaised: [],
    refreshAt: connection.schedule.kind === 'every' ? newest.envelope.issuedAt : null,
  };
}

function rebuild(held: Holdings, others: readonly Connection[]): Connection | null {
  const newest = held.tokens[0];
  const identity = newest?.envelope.identity ?? held.secrets[0]?.identity;
  if (!identity) return null;
  const blank: Connection = {
    ...identity,
    name: freeName(
      identity.name,
      others.map(({ name }) => name),
    ),
    token: null,
    secretGeneration: null,
    trouble: null,
    learnedWindow: null,
    refreshAt: null,
    noticesRaised: [],
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
  const holdings = new Map<string, { tokens: Holdings['tokens'][number][]; secrets: Holdings['secrets'][number][] }>();
  for (const { id, kind, generation, text } of found) {
    const held = holdings.get(id) ?? { tokens: [], secrets: [] };
    if (kind === 'refresh-token') {
      const envelope = openToken(text);
      if (envelope?.identity.id === id) held.tokens.push({ generation, envelope });
    } else {
      const envelope = openSecret(text);
      if (envelope?.identity.id === id) held.secrets.push({ generation, identity: envelope.identity });
    }
    holdings.set(id, held);
  }
  for (const { tokens, secrets } of holdings.values()) {
    tokens.sort((a, b) => b.generation - a.generation);
    secrets.sort((a, b) => b.generation - a.generation);
  }
  return holdings;
}
