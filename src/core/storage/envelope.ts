import * as v from 'valibot';
import { validityIn } from '../expiry/lifetime';
import {
  accountSchema,
  type Connection,
  type ConnectionIdentity,
  type ConnectionSettings,
  connectionIdentitySchema,
  type HeldToken,
} from '../model/connection';
import {
  type CredentialFacts,
  credentialFactsSchema,
  type HeldCredential,
  keptCredentialSchema,
} from '../model/credential';
import { epochMsSchema, lifetimeSchema, record } from '../model/schema';
import { signInLimitSchema } from '../model/validity';
import { areUsable } from '../validation/settings';
import type { SecretKind } from './secret-store';

const { id, cloud, customCloud, tenant, clientId } = connectionIdentitySchema.entries;
/** Whose it is, and for whom. The rest is for whoever rebuilds the connection from it: it is not looked at for each refresh. */
const identitySchema = v.looseObject({ id, cloud, customCloud, tenant, clientId });
type Identity = Pick<ConnectionSettings, 'cloud' | 'customCloud' | 'tenant' | 'clientId'>;

/** What a refresh token is in the keychain. */
const tokenEnvelopeSchema = record({
  identity: identitySchema,
  issuedAt: epochMsSchema,
  lifetime: lifetimeSchema,
  signedInAt: epochMsSchema,
  signInLimit: v.exactOptional(signInLimitSchema),
  account: accountSchema,
  hasMfa: v.nullable(v.boolean()),
  refreshToken: v.pipe(v.string(), v.nonEmpty()),
});
export type TokenEnvelope = v.InferOutput<typeof tokenEnvelopeSchema>;

/** What a client secret or certificate is in the keychain. */
const credentialEnvelopeSchema = record({
  identity: identitySchema,
  facts: credentialFactsSchema,
  credential: keptCredentialSchema,
});
export type CredentialEnvelope = v.InferOutput<typeof credentialEnvelopeSchema>;

/** A connection's identity, without its state. */
export function identityOf(connection: Connection): ConnectionIdentity {
  const { id, createdAt, name, cloud, customCloud, tenant, clientId, application, resource } = connection;
  const { redirectUri, signInMethod, schedule } = connection;
  const settings = { name, cloud, customCloud, tenant, clientId, application, resource, redirectUri, signInMethod };
  return { id, createdAt, ...settings, schedule };
}

/** Whether the same issued the secrets of both and takes them back: an application of an authority, of a token also the tenant. */
export function haveSameIssuer(one: Identity, other: Identity, kind: SecretKind = 'refresh-token'): boolean {
  return (
    one.cloud === other.cloud &&
    one.customCloud?.authority === other.customCloud?.authority &&
    one.clientId === other.clientId &&
    (kind !== 'refresh-token' || one.tenant === other.tenant)
  );
}

/**
 * Whether it is the same tenant of the same issuer, with whom TLS trusts there and where access tokens go: a secret is used for no other
 * than it is sealed with.
 */
export function haveSameAudience(one: Identity, other: Identity): boolean {
  const [a, b] = [one.customCloud, other.customCloud];
  const isSameThere = a?.partnerCenter === b?.partnerCenter && a?.scope === b?.scope && a?.extraCa === b?.extraCa;
  return isSameThere && haveSameIssuer(one, other);
}

/** The whole identity in an envelope; `null`: it is none, or none that could be saved. */
export function identityIn(sealed: unknown): ConnectionIdentity | null {
  const read = v.safeParse(connectionIdentitySchema, sealed);
  return read.success && areUsable(read.output) ? read.output : null;
}

/** What the connection records of a token, without the token. */
export function heldTokenOf(envelope: TokenEnvelope, serial: number): HeldToken {
  const { account, hasMfa } = envelope;
  return { serial, ...validityIn(envelope), account, hasMfa };
}

/** What the connection records of a credential, without the credential. */
export function heldCredentialOf(facts: CredentialFacts, serial: number): HeldCredential {
  return { ...facts, serial, notificationsRaised: [] };
}

export function seal(envelope: TokenEnvelope | CredentialEnvelope): string {
  return JSON.stringify(envelope);
}

/** Reads the envelope of this id's refresh token; `null` when it is none, or another id's that was copied to its place. */
export const openToken = opener(tokenEnvelopeSchema);

/** Reads the envelope of this id's credential; `null` as above. */
export const openCredential = opener(credentialEnvelopeSchema);

function opener<Envelope extends { readonly identity: { readonly id: string } }>(
  schema: v.GenericSchema<unknown, Envelope>,
): (id: string, text: string) => Envelope | null {
  const sealed = v.pipe(v.string(), v.parseJson(), schema);
  return (id, text) => {
    const read = v.safeParse(sealed, text);
    return read.success && read.output.identity.id === id ? read.output : null;
  };
}
