import { createHash, generateKeyPair, type KeyObject, sign, verify } from 'node:crypto';
import { promisify } from 'node:util';

/** A public key as in a JWKS (RFC 7517). */
export interface PublicKey {
  readonly kty: 'RSA';
  readonly use: 'sig';
  readonly alg: 'RS256';
  readonly kid: string;
  readonly x5t: string;
  readonly n: string;
  readonly e: string;
}

interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly jwk: PublicKey;
}

/** One key for all practice clouds of a process: it takes a while to make, so it is made on first use. */
let pair: Promise<KeyPair> | null = null;

function keyPair(): Promise<KeyPair> {
  pair ??= makePair();
  return pair;
}

/** The key that checks the signatures, as a JWKS shows it. */
export async function publicKey(): Promise<PublicKey> {
  return (await keyPair()).jwk;
}

/** A JWT (RFC 7519) in compact form, signed with RS256. */
export async function signToken(claims: Readonly<Record<string, unknown>>): Promise<string> {
  const { privateKey, jwk } = await keyPair();
  const header = encode({ typ: 'JWT', alg: 'RS256', kid: jwk.kid, x5t: jwk.x5t });
  const signed = `${header}.${encode(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
}

/** The claims of a JWT that this process signed; `null` for anything else. Checks neither times nor audience. */
export async function readToken(token: string): Promise<Readonly<Record<string, unknown>> | null> {
  const keys = await keyPair();
  const [head, payload, signature, ...rest] = token.split('.');
  if (head === undefined || payload === undefined || signature === undefined || rest.length > 0) return null;
  if (decode(head)?.alg !== 'RS256') return null;
  const isOurs = verify(
    'sha256',
    Buffer.from(`${head}.${payload}`),
    keys.publicKey,
    Buffer.from(signature, 'base64url'),
  );
  return isOurs ? decode(payload) : null;
}

async function makePair(): Promise<KeyPair> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const { n, e } = publicKey.export({ format: 'jwk' });
  if (n === undefined || e === undefined) throw new Error('An RSA key without modulus or exponent.');
  // RFC 7638: the members in alphabetical order, without white space.
  const thumbprint = createHash('sha256').update(`{"e":"${e}","kty":"RSA","n":"${n}"}`).digest('base64url');
  return {
    privateKey,
    publicKey,
    jwk: { kty: 'RSA', use: 'sig', alg: 'RS256', kid: thumbprint, x5t: thumbprint, n, e },
  };
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode(part: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}
