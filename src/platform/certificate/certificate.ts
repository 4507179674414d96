import { createHash, KeyObject, X509Certificate } from 'node:crypto';
import type { EpochMs } from '../../core/model/time';
import { isWhole } from './key';
import { openFiles } from './open';
import { type CertificateProblem, Unreadable, unreadable } from './unreadable';

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

export type CertificateReading =
  | { readonly ok: true; readonly value: CertificateWithKey }
  | { readonly ok: false; readonly problem: CertificateProblem; readonly message: string };

const SHORTEST_KEY_BITS = 2048;
/** What can be wrong with a certificate that has its key, the least first. */
const FLAWS = [null, 'not-yet-valid', 'expired', 'key-too-short', 'not-rsa', 'damaged'] as const;

/**
 * Reads the best certificate that has its private key in the files that a person chose: valid at `now`, with an RSA key, the
 * one that runs longest. Or says what is wrong in words that hold nothing of the files. Never rejects.
 */
export async function readCertificate(
  files: readonly Uint8Array[],
  passphrase: string,
  now: EpochMs,
): Promise<CertificateReading> {
  try {
    const found = await openFiles(files, passphrase);
    const certificates = found
      .filter((one) => one instanceof X509Certificate)
      .toSorted((a, b) => validityOf(b).notAfter - validityOf(a).notAfter);
    const keys = found.filter((one) => one instanceof KeyObject);
    const pairs = certificates.flatMap((certificate) =>
      keys
        .filter((key) => certificate.checkPrivateKey(key))
        .map((key) => ({ certificate, key, flaw: flawOf(certificate, key, now) })),
    );
    const [best] = pairs.toSorted((a, b) => FLAWS.indexOf(a.flaw) - FLAWS.indexOf(b.flaw));
    if (best?.flaw === null) return { ok: true, value: describe(best.certificate, best.key, certificates) };
    const problems = found.filter((one) => one instanceof Unreadable).map(({ problem }) => problem);
    // A part that is locked or damaged may hold what is missing.
    const locked = problems.find((problem) => problem.startsWith('passphrase'));
    const closed = problems.find((problem) => problem === 'damaged' || problem === 'unknown-protection');
    throw new Unreadable(
      locked ?? best?.flaw ?? closed ?? whatIsMissing(certificates.length, keys.length, problems[0]),
    );
  } catch (error) {
    const { problem, message } = unreadable(error);
    return { ok: false, problem, message };
  }
}

/** The certificates of a file, in PEM, without the keys that may be in it; empty when there are none. Never rejects. */
export async function readCertificates(file: Uint8Array): Promise<string> {
  return (await openFiles([file], '')).filter((one) => one instanceof X509Certificate).join('');
}

function whatIsMissing(certificates: number, keys: number, odd: CertificateProblem = 'empty'): CertificateProblem {
  if (certificates > 0 && keys > 0) return 'key-of-another';
  if (odd !== 'empty') return odd;
  return certificates > 0 ? 'certificate-alone' : keys > 0 ? 'key-alone' : 'empty';
}

function flawOf(certificate: X509Certificate, key: KeyObject, now: EpochMs): (typeof FLAWS)[number] {
  if (key.asymmetricKeyType !== 'rsa') return 'not-rsa';
  if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < SHORTEST_KEY_BITS) return 'key-too-short';
  const { notBefore, notAfter } = validityOf(certificate);
  if (!isWhole(key) || Number.isNaN(notBefore + notAfter)) return 'damaged';
  // Both ends are still valid (RFC 5280, 4.1.2.5).
  if (now > notAfter) return 'expired';
  return now < notBefore ? 'not-yet-valid' : null;
}

function validityOf({ validFrom, validTo }: X509Certificate): Pick<CertificateWithKey, 'notBefore' | 'notAfter'> {
  return { notBefore: Date.parse(validFrom), notAfter: Date.parse(validTo) };
}

function describe(leaf: X509Certificate, key: KeyObject, others: readonly X509Certificate[]): CertificateWithKey {
  return {
    certificate: chainFrom(leaf, others).join(''),
    privateKey: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    thumbprint: createHash('sha256').update(leaf.raw).digest('hex'),
    thumbprintSha1: createHash('sha1').update(leaf.raw).digest('hex'),
    subject: leaf.subject.split('\n').join(', '),
    ...validityOf(leaf),
  };
}

/** The certificate, its issuer, the issuer's issuer, as far as they are there; whatever else the files hold is left out. */
function chainFrom(leaf: X509Certificate, others: readonly X509Certificate[]): X509Certificate[] {
  const rest = others.filter(({ raw }) => !raw.equals(leaf.raw));
  const issuer = rest.find((other) => leaf.checkIssued(other) && leaf.verify(other.publicKey));
  return issuer === undefined ? [leaf] : [leaf, ...chainFrom(issuer, rest)];
}
