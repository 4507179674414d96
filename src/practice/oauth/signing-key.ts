import { createHash, generateKeyPair, sign, verify } from 'node:crypto';
import { promisify } from 'node:util';
import { decodeJson, encodeJson } from '../wire/jwt';

/** One key for all practice clouds of a process: it takes a while to make, so it is made on first use. */
let pair: ReturnType<typeof makePair> | null = null;

function keyPair(): ReturnType<typeof makePair> {
  pair ??= makePair();
  return pair;
}

/** The key that checks the signatures, as a JWKS (RFC 7517) shows it. */
export async function publicKey() {
  return (await keyPair()).jwk;
}

/** A JWT (RFC 7519) in compact form, signed with RS256. */
export async function signToken(claims: Readonly<Record<string, unknown>>): Promise<string> {
  const { privateKey, jwk } = await keyPair();
  const header = encodeJson({ typ: 'JWT', alg: 'RS256', kid: jwk.kid, x5t: jwk.x5t });
  const signed = `${header}.${encodeJson(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
}

/** The claims of a JWT that this process signed; `null` for anything else. Checks neither times nor audience. */
export async function readToken(token: string): Promise<Readonly<Record<string, unknown>> | null> {
  const keys = await keyPair();
  const [head, payload, signature, ...rest] = token.split('.');
  if (head === undefined || payload === undefined || signature === undefined || rest.length > 0) return null;
  if (decodeJson(head)?.alg !== 'RS256') return null;
  const signed = Buffer.from(`${head}.${payload}`);
  return verify('sha256', signed, keys.publicKey, Buffer.from(signature, 'base64url')) ? decodeJson(payload) : null;
}

async function makePair() {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const { n, e } = publicKey.export({ format: 'jwk' });
  // RFC 7638: the members in alphabetical order, without white space.
  const thumbprint = createHash('sha256').update(`{"e":"${e}","kty":"RSA","n":"${n}"}`).digest('base64url');
  const jwk = { kty: 'RSA', use: 'sig', alg: 'RS256', kid: thumbprint, x5t: thumbprint, n, e };
  return { privateKey, publicKey, jwk };
}
