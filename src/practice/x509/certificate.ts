import { type KeyObject, randomBytes, sign } from 'node:crypto';
import type { EpochMs } from '../../core/model/time';
import {
  bitString,
  explicit,
  implicit,
  integer,
  NULL,
  objectIdentifier,
  octetString,
  sequence,
  set,
  TRUE,
  time,
  utf8String,
} from './der';

/** What a certificate is to say. */
export interface CertificateContent {
  /** Common name. */
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly notBefore: EpochMs;
  readonly notAfter: EpochMs;
  readonly use:
    | { readonly kind: 'sign' }
    /** May issue others. */
    | { readonly kind: 'authority' }
    | {
        readonly kind: 'server';
        readonly hostName: string;
        readonly address: readonly [number, number, number, number];
      };
}

/** Who vouches for it: the holder of the key itself, or an authority. */
export interface CertificateIssuer {
  /** Common name. */
  readonly name: string;
  readonly privateKey: KeyObject;
}

/** An X.509 certificate of version 3, as PEM. Keys are RSA or EC. Source: RFC 5280, section 4.1. */
export function issueCertificate(content: CertificateContent, issuer: CertificateIssuer): string {
  const { subject, publicKey, notBefore, notAfter } = content;
  const algorithm = signatureAlgorithm(issuer.privateKey);
  const body = sequence(
    explicit(0, integer(Buffer.of(2))),
    integer(Buffer.concat([Buffer.of(1), randomBytes(15)])),
    algorithm,
    name(issuer.name),
    sequence(time(notBefore), time(notAfter)),
    name(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(...extensions(content.use))),
  );
  return pem(sequence(body, algorithm, bitString(sign('sha256', body, issuer.privateKey))));
}

/** With SHA-256. Source: RFC 4055, section 5 and RFC 5758, section 3.2. */
function signatureAlgorithm(key: KeyObject): Buffer {
  return key.asymmetricKeyType === 'rsa'
    ? sequence(objectIdentifier('1.2.840.113549.1.1.11'), NULL)
    : sequence(objectIdentifier('1.2.840.10045.4.3.2'));
}

function name(commonName: string): Buffer {
  return sequence(set(sequence(objectIdentifier('2.5.4.3'), utf8String(commonName))));
}

/** Source: RFC 5280, section 4.2.1. */
function extensions(use: CertificateContent['use']): Buffer[] {
  const basicConstraints = '2.5.29.19';
  switch (use.kind) {
    case 'sign':
      return [critical(basicConstraints, sequence())];
    case 'authority':
      return [critical(basicConstraints, sequence(TRUE))];
    case 'server': {
      const names = sequence(implicit(2, Buffer.from(use.hostName)), implicit(7, Buffer.from(use.address)));
      return [critical(basicConstraints, sequence()), sequence(objectIdentifier('2.5.29.17'), octetString(names))];
    }
  }
}

function critical(identifier: string, value: Buffer): Buffer {
  return sequence(objectIdentifier(identifier), TRUE, octetString(value));
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
