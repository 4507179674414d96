import { createHash, createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { EpochMs } from '../../core/model/time';
import {
  CERTIFICATE_PROBLEMS,
  type CertificateReading,
  type CertificateWithKey,
  validityProblem,
} from '../../core/validation/certificate';
import { openFile } from './open';
import type { Contents } from './pfx';
import { Unreadable } from './unreadable';

const SHORTEST_KEY_BITS = 2048;

/**
 * Reads a certificate and its private key from the files that a person chose, or says what is wrong in words that hold nothing
 * of the files. Never rejects.
 */
export async function readCertificate(
  files: readonly Uint8Array[],
  passphrase: string,
  now: EpochMs,
): Promise<CertificateReading> {
  try {
    const contents: Contents[] = [];
    for (const file of files) contents.push(await openFile(Buffer.from(file), passphrase));
    const value = assemble(contents);
    const problem = validityProblem(value, now);
    if (problem !== null) throw new Unreadable(problem);
    return { ok: true, value };
  } catch (error) {
    const problem = error instanceof Unreadable ? error.problem : 'damaged';
    return { ok: false, problem, message: CERTIFICATE_PROBLEMS[problem] };
  }
}

function assemble(contents: readonly Contents[]): CertificateWithKey {
  const certificates = contents.flatMap((content) => content.certificates).map((der) => new X509Certificate(der));
  const keys = contents.flatMap(({ privateKeys }) => privateKeys).map(readKey);
  if (certificates.length === 0) throw new Unreadable('key-alone');
  if (keys.length === 0) throw new Unreadable('certificate-alone');
  const [leaf, key] = findPair(certificates, keys);
  if (key.asymmetricKeyType !== 'rsa') throw new Unreadable('not-rsa');
  if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < SHORTEST_KEY_BITS) throw new Unreadable('key-too-short');
  return {
    certificate: chainFrom(leaf, certificates)
      .map((certificate) => certificate.toString())
      .join(''),
    privateKey: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    thumbprint: createHash('sha256').update(leaf.raw).digest('hex'),
    thumbprintSha1: createHash('sha1').update(leaf.raw).digest('hex'),
    subject: leaf.subject.split('\n').join(', '),
    notBefore: Date.parse(leaf.validFrom),
    notAfter: Date.parse(leaf.validTo),
  };
}

function readKey(der: Buffer): KeyObject {
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

function findPair(certificates: readonly X509Certificate[], keys: readonly KeyObject[]): [X509Certificate, KeyObject] {
  for (const certificate of certificates) {
    const key = keys.find((candidate) => certificate.checkPrivateKey(candidate));
    if (key !== undefined) return [certificate, key];
  }
  throw new Unreadable('key-of-another');
}

/** The certificate, its issuer, the issuer's issuer, as far as they are there; whatever else the file holds is left out. */
function chainFrom(leaf: X509Certificate, certificates: readonly X509Certificate[]): X509Certificate[] {
  const chain = [leaf];
  for (let last: X509Certificate | undefined = leaf; last !== undefined; ) {
    const subject: X509Certificate = last;
    last = certificates.find((issuer) => !chain.some(({ raw }) => raw.equals(issuer.raw)) && isIssuer(issuer, subject));
    if (last !== undefined) chain.push(last);
  }
  return chain;
}

function isIssuer(issuer: X509Certificate, subject: X509Certificate): boolean {
  return subject.checkIssued(issuer) && subject.verify(issuer.publicKey);
}
