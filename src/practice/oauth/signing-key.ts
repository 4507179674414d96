import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { decodeJson, encodeJson } from '../wire/jwt';
import { MADE_UP_KEY } from './made-up-key';

const privateKey = createPrivateKey({ key: Buffer.from(MADE_UP_KEY, 'base64'), format: 'der', type: 'pkcs8' });
const publicKey = createPublicKey(privateKey);

/** The key that checks the signatures, as a JWKS (RFC 7517) shows it. */
export const PUBLIC_JWK = describeKey();

/** A JWT (RFC 7519) in compact form, signed with RS256. */
export function signToken(claims: Readonly<Record<string, unknown>>): string {
  const header = encodeJson({ typ: 'JWT', alg: 'RS256', kid: PUBLIC_JWK.kid, x5t: PUBLIC_JWK.x5t });
  const signed = `${header}.${encodeJson(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
}

/** The claims of a JWT that a practice cloud signed; `null` for anything else. Checks neither times nor audience. */
export function readToken(token: string): Readonly<Record<string, unknown>> | null {
  const [head, payload, signature, ...rest] = token.split('.');
  if (head === undefined || payload === undefined || signature === undefined || rest.length > 0) return null;
  if (decodeJson(head)?.alg !== 'RS256') return null;
  const signed = Buffer.from(`${head}.${payload}`);
  return verify('sha256', signed, publicKey, Buffer.from(signature, 'base64url')) ? decodeJson(payload) : null;
}

function describeKey() {
  const { n, e } = publicKey.export({ format: 'jwk' });
  // RFC 7638: the members in alphabetical order, without white space.
  const thumbprint = createHash('sha256').update(`{"e":"${e}","kty":"RSA","n":"${n}"}`).digest('base64url');
  return { kty: 'RSA', use: 'sig', alg: 'RS256', kid: thumbprint, x5t: thumbprint, n, e };
}
