import { createHmac, timingSafeEqual } from 'node:crypto';
import { childrenOf, type Element, expectTag, oidOf, TAG } from './ber';
import { deriveOldKey, type OldHash, oldForms, roundsOf } from './old-key';
import { Unreadable } from './unreadable';

const LONGEST_DIGEST = 64;
const HASHES: Readonly<Record<string, OldHash>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/**
 * Checks a PFX file's checksum (MacData), made with the passphrase: it tells a wrong passphrase and a damaged file.
 * One of a kind not known here (PBMAC1) is let pass, for then decryption shows a wrong passphrase.
 * Throws {@link Unreadable}. Source: RFC 7292, section 4 and appendix A.
 */
export async function checkChecksum(mac: Element, content: Buffer, passphrase: string): Promise<void> {
  const [digestInfo, salt, rounds] = childrenOf(expectTag(mac, TAG.sequence));
  const [algorithm, digest] = childrenOf(expectTag(digestInfo, TAG.sequence));
  const hash = HASHES[oidOf(childrenOf(expectTag(algorithm, TAG.sequence))[0])];
  if (hash === undefined) return;
  const expected = expectTag(digest, TAG.octetString).content;
  if (expected.length > LONGEST_DIGEST) throw new Unreadable('damaged');
  const request = {
    salt: expectTag(salt, TAG.octetString).content,
    rounds: rounds === undefined ? 1 : roundsOf(rounds),
    purpose: 3,
    size: expected.length,
  } as const;
  for (const password of oldForms(passphrase)) {
    const key = await deriveOldKey(hash, { ...request, password });
    const actual = createHmac(hash, key).update(content).digest();
    if (actual.length === expected.length && timingSafeEqual(actual, expected)) return;
  }
  throw new Unreadable(passphrase === '' ? 'passphrase-needed' : 'passphrase-wrong');
}
