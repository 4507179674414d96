import { childrenOf, type Element, expectTag, octetsOf, oidOf, readElement, TAG } from './ber';
import { checkChecksum } from './checksum';
import { decryptWithPassphrase } from './password-encryption';
import { Unreadable } from './unreadable';

/** What a file holds, each in DER: certificates (X.509) and unencrypted private keys (PKCS#8). */
export interface Contents {
  readonly certificates: readonly Buffer[];
  readonly privateKeys: readonly Buffer[];
}

/** Source: RFC 7292, sections 4.1 and 4.2, and RFC 2315. */
const OID = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  protectedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certificateBag: '1.2.840.113549.1.12.10.1.3',
  nestedBag: '1.2.840.113549.1.12.10.1.6',
  x509: '1.2.840.113549.1.9.22.1',
} as const;

/** Opens a PFX (PKCS#12) file. Throws {@link Unreadable}. */
export async function readPfx(bytes: Buffer, passphrase: string): Promise<Contents> {
  const [, authSafe, mac] = childrenOf(expectTag(readElement(bytes), TAG.sequence));
  const outer = contentOf(authSafe);
  // Signed instead of protected by a passphrase: hardly anybody makes these.
  if (outer.type !== OID.data) throw new Unreadable('unknown-protection');
  const content = octetsOf(expectOctets(outer.content));
  if (mac !== undefined) await checkChecksum(mac, content, passphrase);
  const certificates: Buffer[] = [];
  const privateKeys: Buffer[] = [];
  for (const part of childrenOf(readElement(content))) {
    for (const bag of await bagsOf(part, passphrase)) {
      if (bag.type === OID.certificateBag) certificates.push(...certificateOf(bag.value));
      if (bag.type === OID.keyBag) privateKeys.push(bag.value.raw);
      if (bag.type === OID.protectedKeyBag) privateKeys.push(await decryptPrivateKey(bag.value.raw, passphrase));
    }
  }
  return { certificates, privateKeys };
}

/** Decrypts an EncryptedPrivateKeyInfo (RFC 5958, section 3) to PKCS#8. Throws {@link Unreadable}. */
export async function decryptPrivateKey(der: Buffer, passphrase: string): Promise<Buffer> {
  const [algorithm, data] = childrenOf(expectTag(readElement(der), TAG.sequence));
  const plain = await decryptWithPassphrase(algorithm, octetsOf(expectTag(data, TAG.octetString)), passphrase);
  return meaningful(plain, passphrase);
}

/** Whether bytes have a PFX file's shape, which a file of another kind has not. */
export function isPfx(elements: readonly Element[]): boolean {
  const [version, authSafe] = elements;
  return version?.tag === TAG.integer && version.content.equals(Buffer.of(3)) && authSafe?.tag === TAG.sequence;
}

interface Bag {
  readonly type: string;
  readonly value: Element;
}

async function bagsOf(part: Element, passphrase: string): Promise<Bag[]> {
  const { type, content } = contentOf(part);
  if (type === OID.data) return readBags(octetsOf(expectOctets(content)));
  if (type !== OID.encryptedData) throw new Unreadable('unknown-protection');
  const [, info] = childrenOf(expectTag(content, TAG.sequence));
  const [, algorithm, data] = childrenOf(expectTag(info, TAG.sequence));
  if (data === undefined) throw new Unreadable('damaged');
  const plain = await decryptWithPassphrase(algorithm, octetsOf(data), passphrase);
  return readBags(meaningful(plain, passphrase));
}

function readBags(bytes: Buffer, depth = 0): Bag[] {
  if (depth > 8) throw new Unreadable('damaged');
  return childrenOf(expectTag(readElement(bytes), TAG.sequence)).flatMap((bag) => {
    const { type, content } = contentOf(bag);
    return type === OID.nestedBag ? readBags(content.raw, depth + 1) : [{ type, value: content }];
  });
}

/** None for a certificate of another kind than X.509. */
function certificateOf(bag: Element): Buffer[] {
  const { type, content } = contentOf(bag);
  return type === OID.x509 ? [octetsOf(expectOctets(content))] : [];
}

/** A type and, under context tag 0, the content of that type: ContentInfo, SafeBag and CertBag are all made like this. */
function contentOf(element: Element | undefined): { type: string; content: Element } {
  const [type, wrapper] = childrenOf(expectTag(element, TAG.sequence));
  const [content] = childrenOf(expectTag(wrapper, TAG.context0));
  if (content === undefined) throw new Unreadable('damaged');
  return { type: oidOf(type), content };
}

/** An OCTET STRING, whole or in pieces. */
function expectOctets(element: Element): Element {
  return element.tag === 0x24 ? element : expectTag(element, TAG.octetString);
}

/** One wrong passphrase in 256 leaves padding that looks right, and nonsense before it. */
function meaningful(plain: Buffer, passphrase: string): Buffer {
  try {
    childrenOf(expectTag(readElement(plain), TAG.sequence));
    return plain;
  } catch {
    throw new Unreadable(passphrase === '' ? 'passphrase-needed' : 'passphrase-wrong');
  }
}
