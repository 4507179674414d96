import type { EpochMs } from '../model/time';

/** A certificate with its key, as the keychain keeps them and MSAL takes them. */
export interface CertificateWithKey {
  /** PEM, the application's own certificate first, then its issuers. */
  readonly certificate: string;
  /** PKCS#8 PEM, unencrypted. Secret. */
  readonly privateKey: string;
  /** SHA-256 of the certificate, 64 lower-case hex digits. MSAL identifies it by this. */
  readonly thumbprint: string;
  /** SHA-1 of the certificate, 40 lower-case hex digits: what the Azure portal shows. */
  readonly thumbprintSha1: string;
  /** As in the certificate, `CN=…`, on one line. */
  readonly subject: string;
  readonly notBefore: EpochMs;
  readonly notAfter: EpochMs;
}

/** Why a file does not give a certificate that an application can prove itself with, each with what to do about it. */
export const CERTIFICATE_PROBLEMS = {
  'too-big': 'This file is too big for a certificate. Choose a PEM or PFX file of at most 256 KB.',
  empty: 'This file is empty. Export the certificate with its private key again.',
  unknown: 'This is neither a PEM nor a PFX file. Export the certificate with its private key as one of these.',
  'certificate-alone':
    'There is a certificate in it but no private key. Export it again with the private key, as a PFX file or as PEM.',
  'key-alone': 'There is a private key in it but no certificate. Choose the certificate file as well.',
  request: 'This is a request for a certificate (CSR), not the certificate that was issued for it.',
  pkcs7: 'This is a PKCS#7 file (.p7b), which cannot hold a private key. Export a PFX file instead.',
  'public-key': 'This is a public key. Choose the file with the certificate and its private key.',
  'ssh-key': 'This is a key for SSH. Choose the file with the certificate and its private key.',
  'passphrase-needed': 'The file is protected. Enter its passphrase.',
  'passphrase-wrong': 'The passphrase is wrong, or the file is damaged.',
  damaged: 'The file is damaged. Export the certificate with its private key again.',
  'unknown-protection':
    'The file is protected by a method this app does not know. Export it again with AES-256 and SHA-256, or with TripleDES.',
  'key-of-another': 'The private key does not belong to the certificate. Choose the key that was made for it.',
  'not-rsa': 'The key is not RSA. Entra ID accepts only RSA certificates from applications.',
  'key-too-short': 'The RSA key is shorter than 2,048 bits. Make a new certificate with a longer key.',
  expired: 'The certificate has expired. Choose one that is still valid.',
  'not-yet-valid': 'The certificate is not valid yet. Check the clock of this computer, or choose another certificate.',
} as const;

export type CertificateProblem = keyof typeof CERTIFICATE_PROBLEMS;

export type CertificateReading =
  | { readonly ok: true; readonly value: CertificateWithKey }
  | { readonly ok: false; readonly problem: CertificateProblem; readonly message: string };

/** What is wrong with a certificate's time at `now`, or `null`. Both ends are still valid (RFC 5280, 4.1.2.5). */
export function validityProblem(
  certificate: Pick<CertificateWithKey, 'notBefore' | 'notAfter'>,
  now: EpochMs,
): 'expired' | 'not-yet-valid' | null {
  if (now > certificate.notAfter) return 'expired';
  return now < certificate.notBefore ? 'not-yet-valid' : null;
}
