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

/** Why files don't give a certificate that an application can authenticate with, each with what to do about it. */
export const CERTIFICATE_PROBLEMS = {
  'too-big': 'This file is too large for a certificate. Choose a PEM or PFX file of up to 256 KB.',
  empty: 'This file is empty. Export the certificate and its private key again.',
  unknown: "This isn't a certificate file. Export the certificate with its private key as a PFX or PEM file.",
  'certificate-alone':
    'The private key is missing. Choose the certificate and its key file together, or export both as a PFX file.',
  'key-alone': 'The certificate is missing. Choose the certificate file and the key file together.',
  request: 'This is a certificate signing request (CSR). Choose the certificate that was issued for it.',
  'public-key': 'This is a public key. Choose the certificate and its private key.',
  'ssh-key': 'This is an SSH key. Choose the certificate and its private key.',
  'passphrase-needed': 'This file is protected. Enter its passphrase.',
  'passphrase-wrong': "The passphrase doesn't open this file. Enter it again; if it's correct, export the file again.",
  damaged: 'This file is damaged. Export the certificate with its private key again.',
  'unknown-protection':
    "This app can't open a file that's protected this way. Export it again with AES-256 and SHA-256, or with TripleDES.",
  'key-of-another': "The private key doesn't match the certificate. Choose the key that belongs to it.",
  'not-rsa': "The key isn't an RSA key, which Entra ID requires. Create a certificate with an RSA key.",
  'key-too-short': 'The RSA key is shorter than 2,048 bits. Create a certificate with a longer key.',
  expired: 'The certificate has expired. Choose a valid one.',
  'not-yet-valid':
    "The certificate isn't valid yet. Check the date and time of this computer, or choose another certificate.",
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
