import { createHmac, timingSafeEqual } from 'node:crypto';
import { childrenOf, type Element, expectTag, oidOf, TAG } from './ber';
import { hmacOf, iterationsOf, kdfOf, pkcs12Kdf, pkcs12Passwords } from './kdf';
import { notKnown, Unreadable } from './unreadable';

/** A hash and, for each way to understand the passphrase, the key of its HMAC. */
type Mac = readonly [hash: string, keys: Promise<Buffer>[]];

const PBMAC1 = '1.2.840.113549.1.5.14';
const LONGEST = 64;
const HASHES: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/**
 * Checks a PFX file's MacData, made with the passphrase: it tells a wrong passphrase and a damaged file. Rejects with
 * {@link Unreadable}; `unknown-protection` for a MAC of another kind. Source: RFC 7292, section 4 and appendix A.
 */
export async function checkMac(macData: Element, content: Buffer, passphrase: string): Promise<void> {
  const [digestInfo, ...own] = childrenOf(macData);
  const [algorithm, digest] = childrenOf(expectTag(digestInfo, TAG.sequence));
  const [oid, parameters] = childrenOf(expectTag(algorithm, TAG.sequence));
  const expected = expectTag(digest, TAG.octetString).content;
  const kind = oidOf(oid);
  const [hash, keys] =
    kind === PBMAC1
      ? pbmac1(parameters, passphrase)
      : pkcs12(HASHES[kind] ?? notKnown(), own, expected.length, passphrase);
  for (const key of await Promise.all(keys)) {
    const actual = createHmac(hash, key).update(content).digest();
    if (actual.length === expected.length && timingSafeEqual(actual, expected)) return;
  }
  throw new Unreadable(passphrase === '' ? 'passphrase-needed' : 'passphrase-wrong');
}

/** Source: RFC 9579, section 4: the key derivation function has to name the length of its key. */
function pbmac1(parameters: Element | undefined, passphrase: string): Mac {
  const [kdf, scheme] = childrenOf(expectTag(parameters, TAG.sequence));
  const { derive, keySize } = kdfOf(kdf);
  if (keySize === null || keySize > LONGEST) throw new Unreadable('damaged');
  return [hmacOf(scheme), [derive(passphrase, keySize)]];
}

/** Source: RFC 7292, appendix B.4. */
function pkcs12(hash: string, [saltElement, count]: readonly Element[], size: number, passphrase: string): Mac {
  if (size > LONGEST) throw new Unreadable('damaged');
  const salt = expectTag(saltElement, TAG.octetString).content;
  const iterations = count === undefined ? 1 : iterationsOf(count);
  const derive = (password: Buffer) => pkcs12Kdf(hash, { password, salt, iterations }, 3, size);
  return [hash, pkcs12Passwords(passphrase).map(derive)];
}
