import { createDecipheriv, pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { childrenOf, type Element, expectTag, oidOf, TAG } from './ber';
import { deriveOldKey, oldForms, roundsOf } from './old-key';
import { decryptRc2 } from './rc2';
import { Unreadable } from './unreadable';

const PBES2 = '1.2.840.113549.1.5.13';
const PBKDF2 = '1.2.840.113549.1.5.12';
const HMAC_SHA1 = '1.2.840.113549.2.7';

/** Source: RFC 8018, appendix B.1. */
const HMACS: Readonly<Record<string, string>> = {
  [HMAC_SHA1]: 'sha1',
  '1.2.840.113549.2.8': 'sha224',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};
/** Source: RFC 8018, appendix B.2. */
const CIPHERS: Readonly<Record<string, { readonly name: string; readonly keySize: number }>> = {
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', keySize: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', keySize: 24 },
  '2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', keySize: 32 },
  '1.2.840.113549.3.7': { name: 'des-ede3-cbc', keySize: 24 },
};
/** Source: RFC 7292, appendix C. */
const OLD_SCHEMES: Readonly<Record<string, { readonly cipher: 'des3' | 'rc2'; readonly keySize: number }>> = {
  '1.2.840.113549.1.12.1.3': { cipher: 'des3', keySize: 24 },
  '1.2.840.113549.1.12.1.4': { cipher: 'des3', keySize: 16 },
  '1.2.840.113549.1.12.1.5': { cipher: 'rc2', keySize: 16 },
  '1.2.840.113549.1.12.1.6': { cipher: 'rc2', keySize: 5 },
};

/**
 * Decrypts what a passphrase protects in a PFX file or a PKCS#8 key. `algorithm` is the AlgorithmIdentifier. An empty
 * passphrase is tried in both of its old forms. Throws {@link Unreadable}: `passphrase-wrong`, `unknown-protection`, `damaged`.
 */
export async function decryptWithPassphrase(
  algorithm: Element | undefined,
  data: Buffer,
  passphrase: string,
): Promise<Buffer> {
  const [oid, parameters] = childrenOf(expectTag(algorithm, TAG.sequence));
  const scheme = oidOf(oid);
  const plain =
    scheme === PBES2 ? await pbes2(parameters, data, passphrase) : await old(scheme, parameters, data, passphrase);
  if (plain === null) throw new Unreadable(passphrase === '' ? 'passphrase-needed' : 'passphrase-wrong');
  return plain;
}

/** Source: RFC 8018, section 6.2 and appendix A. */
async function pbes2(parameters: Element | undefined, data: Buffer, passphrase: string): Promise<Buffer | null> {
  const [derivation, encryption] = childrenOf(expectTag(parameters, TAG.sequence));
  const [derivationOid, derivationParameters] = childrenOf(expectTag(derivation, TAG.sequence));
  const [cipherOid, iv] = childrenOf(expectTag(encryption, TAG.sequence));
  const cipher = CIPHERS[oidOf(cipherOid)];
  if (oidOf(derivationOid) !== PBKDF2 || cipher === undefined) throw new Unreadable('unknown-protection');
  const [salt, rounds, ...more] = childrenOf(expectTag(derivationParameters, TAG.sequence));
  const chosen = more.find(({ tag }) => tag === TAG.sequence);
  const hmac = HMACS[chosen === undefined ? HMAC_SHA1 : oidOf(childrenOf(chosen)[0])];
  if (hmac === undefined) throw new Unreadable('unknown-protection');
  const key = await promisify(pbkdf2)(
    Buffer.from(passphrase, 'utf8'),
    expectTag(salt, TAG.octetString).content,
    roundsOf(rounds),
    cipher.keySize,
    hmac,
  );
  return decipher(cipher.name, key, expectTag(iv, TAG.octetString).content, data);
}

/** The schemes of PKCS#12 itself. Source: RFC 7292, appendices B and C. */
async function old(
  scheme: string,
  parameters: Element | undefined,
  data: Buffer,
  passphrase: string,
): Promise<Buffer | null> {
  const known = OLD_SCHEMES[scheme];
  if (known === undefined) throw new Unreadable('unknown-protection');
  const [saltElement, roundsElement] = childrenOf(expectTag(parameters, TAG.sequence));
  const salt = expectTag(saltElement, TAG.octetString).content;
  const rounds = roundsOf(roundsElement);
  for (const password of oldForms(passphrase)) {
    const key = await deriveOldKey('sha1', { password, salt, rounds, purpose: 1, size: known.keySize });
    const iv = await deriveOldKey('sha1', { password, salt, rounds, purpose: 2, size: 8 });
    const plain =
      known.cipher === 'rc2'
        ? decryptRc2(key, known.keySize * 8, iv, data)
        : decipher('des-ede3-cbc', known.keySize === 16 ? Buffer.concat([key, key.subarray(0, 8)]) : key, iv, data);
    if (plain !== null) return plain;
  }
  return null;
}

/** `null`: the padding is wrong, as after a wrong passphrase. */
function decipher(name: string, key: Buffer, iv: Buffer, data: Buffer): Buffer | null {
  try {
    const cipher = createDecipheriv(name, key, iv);
    return Buffer.concat([cipher.update(data), cipher.final()]);
  } catch {
    return null;
  }
}
