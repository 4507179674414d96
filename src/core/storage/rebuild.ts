import type { Connection, ConnectionIdentity } from '../model/connection';
import { freeName } from '../validation/free-name';
import { identityIn } from './envelope';
import { CLIENT_SECRET, type Kind, REFRESH_TOKEN } from './named-secrets';
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

  function take<Envelope extends { readonly identity: unknown }>(kind: Kind<Envelope>): void {
    for (const { id, serial, text } of found.filter((secret) => secret.kind === kind.kind && !gone.has(secret.id))) {
      const envelope = kind.open(id, text);
      const identity = identityIn(envelope?.identity);
      if (!envelope || !identity) continue;
      const before = connections.get(id) ?? blankConnection({ ...identity, name: freeName(identity.name, names) });
      names.add(before.name);
      connections.set(id, kind.serialIn(before) === serial ? before : kind.withFound(before, envelope, serial));
    }
  }
  take(REFRESH_TOKEN);
  take(CLIENT_SECRET);
  const unchanged = new Set(known);
  return [...connections.values()].filter((connection) => !unchanged.has(connection));
}
