import { X509Certificate } from 'node:crypto';
import { DAY, type EpochMs } from '../../../src/core/model/time';
import type { PracticeCloud } from '../../../src/practice';
import { type Issued, issue } from '../../support/x509';

/** A certificate that is registered, with its key. */
export interface MadeCertificate {
  readonly keyId: string;
  /** SHA-1, upper case hex. */
  readonly thumbprint: string;
  /** PEM. */
  readonly certificate: string;
  /** PKCS#8 PEM. */
  readonly privateKey: string;
}

/** Making an RSA key takes up to seconds on a busy computer, so one serves all tests of a file. */
let made: Issued | null = null;

/** A certificate that the cloud's certificate application has registered. */
export function heldCertificate(cloud: PracticeCloud): MadeCertificate {
  made ??= issue({ name: 'Harbour automation', key: 'rsa' });
  return register(cloud, cloud.partner.certificateClientId, made);
}

/** Another certificate, registered for an application; it ends after 180 days unless told otherwise. */
export function makeCertificate(
  cloud: PracticeCloud,
  clientId = cloud.partner.certificateClientId,
  endsAt: EpochMs = cloud.clock.now() + 180 * DAY,
): MadeCertificate {
  const [notBefore, notAfter] = [new Date(cloud.clock.now()), new Date(endsAt)];
  return register(cloud, clientId, issue({ name: 'Harbour automation', key: 'rsa', notBefore, notAfter }));
}

function register(cloud: PracticeCloud, clientId: string, { cert, key }: Issued): MadeCertificate {
  const { keyId } = cloud.addCertificate(clientId, cert);
  const thumbprint = new X509Certificate(cert).fingerprint.replaceAll(':', '');
  return { keyId, thumbprint, certificate: cert, privateKey: key };
}
