/** By what a certificate is known: the portal shows SHA-1, MSAL and this app go by SHA-256. */
export interface Thumbprints {
  readonly sha1: string;
  readonly sha256: string;
}

/** What came of choosing a certificate. Main holds it, with its key, for 10 minutes under `id`. */
export type CertificateChoice =
  | {
      readonly kind: 'chosen';
      readonly id: string;
      readonly fileName: string;
      readonly subject: string;
      /** SHA-256 in lower-case hex, as the connection will have it. */
      readonly thumbprint: string;
      /** SHA-1 in lower-case hex, as the portal shows it. */
      readonly thumbprintSha1: string;
      readonly expiresAt: number;
    }
  /** The file is protected: ask for its passphrase. */
  | { readonly kind: 'passphrase'; readonly id: string; readonly fileName: string }
  | { readonly kind: 'cancelled' };
