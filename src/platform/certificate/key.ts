import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { childrenOf, type Element, octetsOf } from './ber';
import { decryptionOf } from './decryption';
import { Unreadable } from './unreadable';

/** A private key that nothing protects, in DER. Throws {@link Unreadable}, `damaged`. */
export function readKey(key: Buffer, type: 'pkcs8' | 'pkcs1' | 'sec1'): KeyObject {
  return createPrivateKey({ key, format: 'der', type });
}

/** An EncryptedPrivateKeyInfo (RFC 5958, section 3). Rejects with {@link Unreadable}. */
export async function decryptKey(element: Element, passphrase: string): Promise<KeyObject> {
  const [algorithm, data] = childrenOf(element);
  // First, since it refuses what would take too long, which Node's own reader does not.
  const decrypt = decryptionOf(algorithm);
  // What Node's reader does, it does in this thread; others have their turn between two keys.
  await new Promise(setImmediate);
  try {
    return createPrivateKey({ key: element.raw, format: 'der', type: 'pkcs8', passphrase });
  } catch {
    // A wrong passphrase, or a protection that this Node's OpenSSL, or Electron's BoringSSL, does not know.
    return readKey(await decrypt(octetsOf(data), passphrase), 'pkcs8');
  }
}

/** A key in PEM with the protection of old, "Proc-Type: 4,ENCRYPTED" (RFC 1421). Throws {@link Unreadable}. */
export function decryptOldPem(key: string, passphrase: string): KeyObject {
  if (passphrase === '') throw new Unreadable('passphrase-needed');
  try {
    return createPrivateKey({ key, format: 'pem', passphrase });
  } catch (error) {
    // Of a cipher that OpenSSL, or BoringSSL, does not know. Plain "unsupported" is nonsense after a wrong passphrase.
    const isUnknown = error instanceof Error && 'code' in error && /EVP_UNS|UNSUPPORTED_ENC/.test(String(error.code));
    throw new Unreadable(isUnknown ? 'unknown-protection' : 'passphrase-wrong');
  }
}

/**
 * Whether an RSA key is whole: a signature of its shows that it works, and its sums that OpenSSL did not make up for damage in one
 * part of it, which others refuse. Source: RFC 8017, section 3.2.
 */
export function isWhole(key: KeyObject): boolean {
  const jwk = key.export({ format: 'jwk' });
  const number = (text = '') => BigInt(`0x0${Buffer.from(text, 'base64url').toString('hex')}`);
  const [n, e, d, p, q] = [number(jwk.n), number(jwk.e), number(jwk.d), number(jwk.p), number(jwk.q)];
  const fits = (exponent: bigint, order: bigint) => exponent === d % order && (e * d) % order === 1n;
  const sums =
    p * q === n && (number(jwk.qi) * q) % p === 1n && fits(number(jwk.dp), p - 1n) && fits(number(jwk.dq), q - 1n);
  const probe = Buffer.from('probe');
  return sums && verify('sha256', probe, createPublicKey(key), sign('sha256', probe, key));
}
