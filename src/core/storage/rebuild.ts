import { DEFAULT_LIFETIME } from '../expiry/lifetime';
import { stillRaised } from '../expiry/notifications';
import type { Connection, ConnectionIdentity } from '../model/connection';
import { freeName } from '../validation/free-name';
import type { CredentialEnvelope, TokenEnvelope } from './envelope';
import { heldCredentialOf, heldTokenOf, openCredential, openToken } from './envelope';
import type { FoundSecret } from './secret-store';

/** An envelope and the serial number it stands under. */
export interface Opened<Envelope> {
  readonly serial: number;
  readonly envelope: Envelope;
}

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

/** The connection with a token that the keychain has and the file does not know of, which is to be refreshed at once. */
export function withFoundToken(connection: Connection, { serial, envelope }: Opened<TokenEnvelope>): Connection {
  const { lifetime, signInLimit, issuedAt } = envelope;
  const token = heldTokenOf(envelope, serial);
  return {
    ...connection,
    token,
    // What was known of the tenant when the token came.
    learnedLifetime: lifetime === DEFAULT_LIFETIME ? connection.learnedLifetime : lifetime,
    learnedSignInLimit: signInLimit ?? connection.learnedSignInLimit,
    trouble: null,
    refreshAt: connection.schedule.kind === 'every' ? issuedAt : null,
    notificationsRaised: stillRaised(connection, token),
  };
}

/** The connection with a credential that the keychain has and the file does not know of; it also says how the application authenticates. */
export function withFoundCredential(
  connection: Connection,
  { serial, envelope }: Opened<CredentialEnvelope>,
): Connection {
  const credential = heldCredentialOf(envelope, serial);
  return { ...connection, application: { kind: envelope.credential.kind }, credential };
}

/** What the keychain says otherwise than `known`, or besides: connections with newer secrets than theirs, and those that only it has. */
export function rebuildConnections(
  found: readonly FoundSecret[],
  known: readonly Connection[],
  unsettled: readonly string[],
): readonly Connection[] {
  const secrets = new Map(found.map((secret) => [`${secret.id}/${secret.kind}`, secret]));
  const connections = new Map(known.map((connection) => [connection.id, connection]));
  const names = new Set(known.map(({ name }) => name));
  const rebuilt: Connection[] = [];
  for (const id of new Set(found.map((secret) => secret.id))) {
    if (unsettled.includes(id) && !connections.has(id)) continue;
    const token = openOf(secrets, id, 'refresh-token', openToken);
    const credential = openOf(secrets, id, 'client-secret', openCredential);
    const identity = token?.envelope.identity ?? credential?.envelope.identity;
    if (!identity) continue;
    const before = connections.get(id) ?? blankConnection({ ...identity, name: freeName(identity.name, names) });
    names.add(before.name);
    const after = withNewer(before, token, credential);
    if (after !== connections.get(id)) rebuilt.push(after);
  }
  return rebuilt;
}

function withNewer(
  before: Connection,
  token: Opened<TokenEnvelope> | null,
  credential: Opened<CredentialEnvelope> | null,
): Connection {
  let after = before;
  // A public client's old secret is none of it.
  if (credential && credential.serial !== before.credential?.serial && before.application.kind !== 'public')
    after = withFoundCredential(after, credential);
  return token && token.serial !== before.token?.serial ? withFoundToken(after, token) : after;
}

function openOf<Envelope>(
  secrets: ReadonlyMap<string, FoundSecret>,
  id: string,
  kind: FoundSecret['kind'],
  open: (id: string, text: string) => Envelope | null,
): Opened<Envelope> | null {
  const secret = secrets.get(`${id}/${kind}`);
  const envelope = secret ? open(id, secret.text) : null;
  return secret && envelope ? { serial: secret.serial, envelope } : null;
}
