import type { EpochMs } from './time';

/** How an application proves to Entra ID that it is itself. A public client proves nothing. */
export type ClientAuthentication =
  | { readonly kind: 'secret' }
  | { readonly kind: 'certificate' }
  | { readonly kind: 'public' };

/** The proof itself. Secret, but for `none`. */
export type Credential =
  | { readonly kind: 'secret'; readonly clientSecret: string }
  | {
      readonly kind: 'certificate';
      /** PEM, the application's own first. */
      readonly certificate: string;
      /** PKCS#8 PEM, not encrypted. */
      readonly privateKey: string;
    }
  | { readonly kind: 'none' };

/** What is known of a credential, and no secret. */
export interface CredentialFacts {
  /** When the secret or certificate expires; `null`: not known. */
  readonly expiresAt: EpochMs | null;
  /** SHA-256 of a certificate in lower-case hex; `null` for a secret. */
  readonly thumbprint: string | null;
}

/** What a connection records of the credential in the keychain. */
export interface HeldCredential extends CredentialFacts {
  /** Counts the credentials kept for the connection, from 1; whether it is odd or even names the slot in the keychain. */
  readonly serial: number;
  /** Days-left thresholds of which a notification was raised for this credential. */
  readonly notificationsRaised: readonly string[];
}

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

/** What kind of application proves itself with this. */
export function kindOf({ kind }: Credential): ClientAuthentication {
  return { kind: kind === 'none' ? 'public' : kind };
}

/** Whether a credential is what an application of this kind proves itself with. */
export function fits(credential: Credential, application: ClientAuthentication): boolean {
  return kindOf(credential).kind === application.kind;
}
