import * as v from 'valibot';
import { epochMsSchema, list, record, text, whole } from './schema';

/** A serial number has at most nine digits. */
export const MAX_SERIAL = 999_999_999;

export const clientAuthenticationSchema = record({ kind: v.picklist(['secret', 'certificate', 'public']) });

/** How an application authenticates to Entra ID. A public client does not. */
export type ClientAuthentication = v.InferOutput<typeof clientAuthenticationSchema>;

/** A file of certificates with their key has at most 256 KB. */
const pem = v.pipe(v.string(), v.nonEmpty(), v.maxLength(400_000));

/** What the keychain keeps of a credential. */
export const keptCredentialSchema = v.variant('kind', [
  record({ kind: v.literal('secret'), clientSecret: v.pipe(v.string(), v.nonEmpty(), v.maxLength(4000)) }),
  record({
    kind: v.literal('certificate'),
    /** The application's own first. */
    certificate: pem,
    /** PKCS#8, not encrypted. */
    privateKey: pem,
  }),
]);

export type KeptCredential = v.InferOutput<typeof keptCredentialSchema>;

export const credentialSchema = v.variant('kind', [keptCredentialSchema, record({ kind: v.literal('none') })]);

/** What an application authenticates with. Secret, but for `none`. */
export type Credential = v.InferOutput<typeof credentialSchema>;

/** What is known of a credential, and no secret. */
export const credentialFactsSchema = record({
  /** When the secret or certificate expires; `null`: not known. */
  expiresAt: v.nullable(epochMsSchema),
  /** SHA-256 of a certificate in lower-case hex; `null` for a secret. */
  thumbprint: v.nullable(text(4000)),
});

export type CredentialFacts = v.InferOutput<typeof credentialFactsSchema>;

/** What a connection records of the credential in the keychain. */
export const heldCredentialSchema = record({
  ...credentialFactsSchema.entries,
  /** Counts the credentials kept for the connection, from 1; whether it is odd or even names the slot in the keychain. */
  serial: whole(1, MAX_SERIAL),
  /** Days-left thresholds about which a notification was raised for this credential. */
  notificationsRaised: list(text(4000)),
});

export type HeldCredential = v.InferOutput<typeof heldCredentialSchema>;

/** Of a credential of which nothing but itself is known. */
export const NO_FACTS: CredentialFacts = { expiresAt: null, thumbprint: null };

/** Every text of a credential that must never come out anywhere. */
export function secretsOf(credential: Credential): readonly string[] {
  switch (credential.kind) {
    case 'secret':
      return [credential.clientSecret];
    case 'certificate':
      return [credential.privateKey];
    case 'none':
      return [];
  }
}

/** How an application authenticates that holds this. */
export function kindOf({ kind }: Credential): ClientAuthentication {
  return { kind: kind === 'none' ? 'public' : kind };
}
