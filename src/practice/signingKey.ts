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

/** Signs tokens with RS256. The key is made on first use, since that takes a while, and lives as long as the process. */
export class SigningKey {
  #pair: Promise<KeyPair> | null = null;

  async publicKey(): Promise<PublicKey> {
    return (await this.#make()).jwk;
  }

  /** A signed JWT (RFC 7519) in compact form. */
  async sign(claims: Readonly<Record<string, unknown>>): Promise<string> {
    const { privateKey, jwk } = await this.#make();
    const header = encode({ typ: 'JWT', alg: 'RS256', kid: jwk.kid, x5t: jwk.x5t });
    const signed = `${header}.${encode(claims)}`;
    return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
  }

  /** The claims of a JWT that this key signed; `null` for anything else. Checks neither times nor audience. */
  async verify(token: string): Promise<Readonly<Record<string, unknown>> | null> {
    const { publicKey } = await this.#make();
    const [head, payload, signature, ...rest] = token.split('.');
    if (head === undefined || payload === undefined || signature === undefined || rest.length > 0) return null;
    if (decode(head)?.alg !== 'RS256') return null;
    const isOurs = verify('sha256', Buffer.from(`${head}.${payload}`), publicKey, Buffer.from(signature, 'base64url'));
    return isOurs ? decode(payload) : null;
  }

  #make(): Promise<KeyPair> {
    this.#pair ??= makePair();
    return this.#pair;
  }
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
