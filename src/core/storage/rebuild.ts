import type { Connection, ConnectionIdentity } from '../model/connection';
import { freeName } from '../validation/free-name';
import { areUsable } from '../validation/settings';
import { CLIENT_SECRET, type Kind, REFRESH_TOKEN } from './secret-kinds';
import type { FoundSecret } from './secret-store';

/** A connection that nothing but its identity is known of. */
export function blankConnection(identity: ConnectionIdentity): Connection {
  return {
    ...identity,
    token: null,
    credential: null,
    trouble: null,
    learnedLifetime: null,
    learnedSignInLimit: null,
    refreshAt: null,
    notificationsRaised: [],
  };
}

/** What the keychain says otherwise than `known`, or besides: connections with newer secrets than theirs, and those that only it has. */
export function rebuildConnections(
  found: readonly FoundSecret[],
  known: readonly Connection[],
  unsettled: readonly string[],
): readonly Connection[] {
  const connections = new Map(known.map((connection) => [connection.id, connection]));
  const names = new Set(known.map(({ name }) => name));
  const gone = new Set(unsettled.filter((id) => !connections.has(id)));

  function take<Envelope extends { readonly identity: ConnectionIdentity }>(kind: Kind<Envelope>): void {
    for (const { id, serial, text } of found.filter((secret) => secret.kind === kind.kind && !gone.has(secret.id))) {
      const envelope = kind.open(id, text);
      if (!envelope) continue;
      const { identity } = envelope;
      const before = connections.get(id) ?? blankConnection({ ...identity, name: freeName(identity.name, names) });
      const after = kind.serialIn(before) === serial ? before : kind.withFound(before, envelope, serial);
      // Else the file could not be saved, and nothing of anybody's.
      if (!areUsable(after)) continue;
      names.add(before.name);
      connections.set(id, after);
    }
  }
  take(REFRESH_TOKEN);
  take(CLIENT_SECRET);
  const unchanged = new Set(known);
  return [...connections.values()].filter((connection) => !unchanged.has(connection));
}
