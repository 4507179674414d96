import { createDecipheriv } from 'node:crypto';
import { childrenOf, type Element, expectTag, oidOf, readElement, TAG } from './ber';
import { iterationsOf, kdfOf, pkcs12Kdf, pkcs12Passwords } from './kdf';
import { decryptRc2 } from './rc2';
import { notKnown, Unreadable } from './unreadable';

/** Decrypts a SEQUENCE with a passphrase. Rejects with {@link Unreadable}: `passphrase-wrong`, `passphrase-needed`. */
export type Decrypt = (data: Buffer, passphrase: string) => Promise<Buffer>;
/** A promise for each way to understand the passphrase, of which at most one is kept. */
type Attempts = (data: Buffer, passphrase: string) => Promise<Buffer>[];
type Cipher = readonly [keySize: number, decrypt: (key: Buffer, iv: Buffer, data: Buffer) => Buffer];

const PBES2 = '1.2.840.113549.1.5.13';
/** Source: RFC 8018, appendix B.2. */
const PBES2_CIPHERS: Readonly<Record<string, Cipher>> = {
  '2.16.840.1.101.3.4.1.2': cbc('aes-128-cbc', 16),
  '2.16.840.1.101.3.4.1.22': cbc('aes-192-cbc', 24),
  '2.16.840.1.101.3.4.1.42': cbc('aes-256-cbc', 32),
  '1.2.840.113549.3.7': cbc('des-ede3-cbc', 24),
};
/** Source: RFC 7292, appendix C. */
const PKCS12_CIPHERS: Readonly<Record<string, Cipher>> = {
  '1.2.840.113549.1.12.1.3': cbc('des-ede3-cbc', 24),
  '1.2.840.113549.1.12.1.6': [5, decryptRc2],
};

/**
 * How to decrypt what a passphrase protects by this AlgorithmIdentifier. Throws {@link Unreadable}: `damaged`, or
 * `unknown-protection`, also when it would take too long.
 */
export function decryptionOf(algorithm: Element | undefined): Decrypt {
  const [oid, parameters] = childrenOf(expectTag(algorithm, TAG.sequence));
  const scheme = oidOf(oid);
  const [first, second] = childrenOf(expectTag(parameters, TAG.sequence));
  const attempts = scheme === PBES2 ? pbes2(first, second) : pkcs12(scheme, first, second);
  return async (data, passphrase) => {
    try {
      return await Promise.any(attempts(data, passphrase).map(async (plain) => expectSequence(await plain)));
    } catch {
      throw new Unreadable(passphrase === '' ? 'passphrase-needed' : 'passphrase-wrong');
    }
  };
}

/** Source: RFC 8018, section 6.2 and appendix A.4. */
function pbes2(derivation: Element | undefined, encryption: Element | undefined): Attempts {
  const [oid, ivElement] = childrenOf(expectTag(encryption, TAG.sequence));
  const [keySize, decrypt] = PBES2_CIPHERS[oidOf(oid)] ?? notKnown();
  const { derive } = kdfOf(derivation);
  const iv = expectTag(ivElement, TAG.octetString).content;
  return (data, passphrase) => [derive(passphrase, keySize).then((key) => decrypt(key, iv, data))];
}

/** The schemes of PKCS#12 itself. Source: RFC 7292, appendices B and C. */
function pkcs12(scheme: string, saltElement: Element | undefined, count: Element | undefined): Attempts {
  const [keySize, decrypt] = PKCS12_CIPHERS[scheme] ?? notKnown();
  const salt = expectTag(saltElement, TAG.octetString).content;
  const iterations = iterationsOf(count);
  return (data, passphrase) =>
    pkcs12Passwords(passphrase).map(async (password) => {
      const input = { password, salt, iterations };
      return decrypt(await pkcs12Kdf('sha1', input, 1, keySize), await pkcs12Kdf('sha1', input, 2, 8), data);
    });
}

function cbc(name: string, keySize: number): Cipher {
  const decrypt = (key: Buffer, iv: Buffer, data: Buffer) => {
    const cipher = createDecipheriv(name, key, iv);
    return Buffer.concat([cipher.update(data), cipher.final()]);
  };
  return [keySize, decrypt];
}

/** One wrong passphrase in 256 leaves padding that looks right, and nonsense before it; RC2 leaves its padding. */
function expectSequence(plain: Buffer): Buffer {
  const sequence = expectTag(readElement(plain), TAG.sequence);
  if (childrenOf(sequence).length > 0 && plain.length - sequence.raw.length <= 8) return sequence.raw;
  throw new Unreadable('damaged');
}
