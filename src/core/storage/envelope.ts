import * as v from 'valibot';
import { validityIn } from '../expiry/lifetime';
import {
  accountSchema,
  type Connection,
  type ConnectionIdentity,
  connectionIdentitySchema,
  type HeldToken,
} from '../model/connection';
import {
  type CredentialFacts,
  credentialFactsSchema,
  type HeldCredential,
  keptCredentialSchema,
} from '../model/credential';
import { idSchema } from '../model/new-id';
import { durationSchema, epochMsSchema, record } from '../model/schema';
import { signInLimitSchema } from '../model/validity';

/** Whose it is. The rest is for whoever rebuilds the connection from it: it is not looked at for each refresh. */
const identitySchema = v.looseObject({ id: idSchema });

/** What a refresh token is in the keychain. */
const tokenEnvelopeSchema = record({
  identity: identitySchema,
  issuedAt: epochMsSchema,
  lifetime: durationSchema,
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
  return v.parse(connectionIdentitySchema, connection);
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
