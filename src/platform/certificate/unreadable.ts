/** Why files don't give a certificate that an application can authenticate with, each with what to do about it. */
const PROBLEMS = {
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

export type CertificateProblem = keyof typeof PROBLEMS;

/** Ends the reading of a part of a file. Its message comes from a table, so nothing of the file can be in it. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
  constructor(readonly problem: CertificateProblem) {
    super(PROBLEMS[problem]);
  }
}

/** What Node throws, it throws at something that is damaged. */
export function unreadable(error: unknown): Unreadable {
  return error instanceof Unreadable ? error : new Unreadable('damaged');
}

/** The file is protected in a way that is not known, or takes too long. Throws {@link Unreadable}. */
export function notKnown(): never {
  throw new Unreadable('unknown-protection');
}
