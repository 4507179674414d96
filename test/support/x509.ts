import { constants, createPublicKey, generateKeyPairSync, KeyObject, randomBytes, sign } from 'node:crypto';
import { DAY } from '../../src/core/model/time';
import { bits, derOf, explicit, integer, NULL, octets, oid, pem, sequence, set, TRUE, time, tlv, utf8 } from './der';

/** A certificate and its key. */
export interface Issued {
  readonly name: string;
  readonly cert: string;
  /** PKCS#8 PEM. */
  readonly key: string;
  readonly privateKey: KeyObject;
}

export interface IssueOptions {
  readonly name: string;
  /** Signs it; by itself when absent. */
  readonly issuer?: Issued;
  /** A new one of this kind, or a private key that there is. */
  readonly key?: 'rsa' | 'rsa-1024' | 'ec' | KeyObject;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  /** Whether it may sign others. */
  readonly isAuthority?: boolean;
  /** IPv4 addresses and DNS names it vouches for. */
  readonly hosts?: readonly string[];
  /** How many authorities may be between it and a server. */
  readonly pathLength?: number;
  /** Further extensions, whole. */
  readonly extensions?: readonly Buffer[];
  /** How its issuer signs it: with SHA-256 unless told otherwise. */
  readonly signature?: Signature;
}

/** Issues an X.509 version 3 certificate. Source: RFC 5280, section 4.1. */
export function issue(options: IssueOptions): Issued {
  const { name, issuer, hosts = [], isAuthority = false, key = 'ec', pathLength, signature = 'sha256' } = options;
  const { notBefore = new Date('2020-01-01T00:00:00Z'), notAfter = new Date('2049-01-01T00:00:00Z') } = options;
  const privateKey = key instanceof KeyObject ? key : makeKey(key);
  const signer = issuer?.privateKey ?? privateKey;
  const algorithm = SIGNATURES[signer.asymmetricKeyType === 'rsa' ? 'rsa' : 'ec'][signature];
  const hash = signature.replace('pss-', '');
  const padding = signature.startsWith('pss') ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } : {};
  const extensions = [
    sequence(
      oid('2.5.29.19'),
      TRUE,
      octets(sequence(...(isAuthority ? [TRUE] : []), ...(pathLength === undefined ? [] : [integer(pathLength)]))),
    ),
    ...(hosts.length > 0 ? [sequence(oid('2.5.29.17'), octets(sequence(...hosts.map(altName))))] : []),
    ...(options.extensions ?? []),
  ];
  const body = sequence(
    explicit(0, integer(2)),
    integer(Buffer.concat([Buffer.of(1), randomBytes(15)])),
    algorithm,
    distinguishedName(issuer?.name ?? name),
    sequence(time(notBefore), time(notAfter)),
    distinguishedName(name),
    createPublicKey(privateKey).export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(...extensions)),
  );
  return {
    name,
    privateKey,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem('CERTIFICATE', sequence(body, algorithm, bits(sign(hash, body, { key: signer, ...padding })))),
  };
}

/** PKCS#7 with nothing but certificates (PEM) in it, as `.p7b` files are. Source: RFC 2315, section 9.1. */
export function p7b(...certs: readonly string[]): Buffer {
  const certificates = explicit(0, ...certs.map(derOf));
  const signedData = sequence(integer(1), set(), sequence(oid('1.2.840.113549.1.7.1')), certificates, set());
  return sequence(oid('1.2.840.113549.1.7.2'), explicit(0, signedData));
}

/** The key and certificate of a server, and the certificate of who vouches for it. All PEM. */
export interface ServerIdentity {
  readonly key: string;
  readonly cert: string;
  readonly ca: string;
}

/**
 * An identity for `https://localhost` and `https://127.0.0.1`, vouched for by an authority whose key is forgotten at once: it
 * can never vouch for anything else. Both are good for a year by the system's clock.
 */
export function issueForLocalhost(): ServerIdentity {
  const span = { notBefore: new Date(Date.now() - DAY), notAfter: new Date(Date.now() + 365 * DAY) };
  const issuer = issue({ name: 'Practice cloud, throw-away authority', isAuthority: true, ...span });
  const { key, cert } = issue({ name: 'localhost', issuer, hosts: ['localhost', '127.0.0.1'], ...span });
  return { key, cert, ca: issuer.cert };
}

type Signature = 'sha256' | 'sha384' | 'sha1' | 'md5' | 'pss-sha256';

/** Source: RFC 4055, sections 3.1 and 5, and RFC 5758, section 3.2. */
const SHA256 = sequence(oid('2.16.840.1.101.3.4.2.1'), NULL);
const PSS_PARAMETERS = sequence(
  explicit(0, SHA256),
  explicit(1, sequence(oid('1.2.840.113549.1.1.8'), SHA256)),
  explicit(2, integer(32)),
);
const SIGNATURES: Readonly<Record<'rsa' | 'ec', Readonly<Record<Signature, Buffer>>>> = {
  rsa: {
    sha256: sequence(oid('1.2.840.113549.1.1.11'), NULL),
    sha384: sequence(oid('1.2.840.113549.1.1.12'), NULL),
    sha1: sequence(oid('1.2.840.113549.1.1.5'), NULL),
    md5: sequence(oid('1.2.840.113549.1.1.4'), NULL),
    'pss-sha256': sequence(oid('1.2.840.113549.1.1.10'), PSS_PARAMETERS),
  },
  ec: {
    sha256: sequence(oid('1.2.840.10045.4.3.2')),
    sha384: sequence(oid('1.2.840.10045.4.3.3')),
    sha1: sequence(oid('1.2.840.10045.4.1')),
    md5: NULL,
    'pss-sha256': NULL,
  },
};

function makeKey(kind: 'rsa' | 'rsa-1024' | 'ec'): KeyObject {
  if (kind === 'ec') return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  return generateKeyPairSync('rsa', { modulusLength: kind === 'rsa' ? 2048 : 1024 }).privateKey;
}

function distinguishedName(commonName: string): Buffer {
  return sequence(set(sequence(oid('2.5.4.3'), utf8(commonName))));
}

function altName(host: string): Buffer {
  const isAddress = /^[\d.]+$/.test(host);
  return isAddress ? tlv(0x87, Buffer.from(host.split('.').map(Number))) : tlv(0x82, Buffer.from(host));
}
