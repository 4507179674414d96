import { type KeyObject, X509Certificate } from 'node:crypto';
import { childrenOf, type Element, expectTag, octetsOf, oidOf, readElement, TAG } from './ber';
import { decryptionOf } from './decryption';
import { decryptKey, readKey } from './key';
import { checkMac } from './mac';
import { Unreadable } from './unreadable';

/** What files hold; a key is a private one. */
export type Found = X509Certificate | KeyObject;

/** Source: RFC 7292, sections 4.1 and 4.2, and RFC 2315. */
const DATA = '1.2.840.113549.1.7.1';
const SIGNED_DATA = '1.2.840.113549.1.7.2';
const ENCRYPTED_DATA = '1.2.840.113549.1.7.6';
const KEY_BAG = '1.2.840.113549.1.12.10.1.1';
const SHROUDED_KEY_BAG = '1.2.840.113549.1.12.10.1.2';
const CERTIFICATE_BAG = '1.2.840.113549.1.12.10.1.3';

/** Opens a PFX (PKCS#12) file. Rejects with {@link Unreadable}. */
export async function readPfx(pfx: Element, passphrase: string): Promise<Found[]> {
  const [, authSafe, mac] = childrenOf(pfx);
  const [type, whole] = typed(authSafe);
  // Signed instead of protected by a passphrase: hardly anybody makes these.
  if (type !== DATA) throw new Unreadable('unknown-protection');
  const content = octetsOf(whole);
  if (mac !== undefined) await checkMac(mac, content, passphrase);
  const found: Found[] = [];
  for (const part of childrenOf(readElement(content)))
    for (const bag of childrenOf(readElement(await openPart(part, passphrase)))) {
      const [kind, value] = typed(bag);
      if (kind === CERTIFICATE_BAG) found.push(new X509Certificate(octetsOf(typed(value)[1])));
      if (kind === KEY_BAG) found.push(readKey(value.raw, 'pkcs8'));
      if (kind === SHROUDED_KEY_BAG) found.push(await decryptKey(value, passphrase));
    }
  return found;
}

/** The certificates of PKCS#7, as in `.p7b` files. Throws {@link Unreadable}. Source: RFC 2315, section 9.1. */
export function readPkcs7(contentInfo: Element): Found[] {
  const [type, content] = typed(contentInfo);
  if (type !== SIGNED_DATA) throw new Unreadable('unknown');
  const certificates = childrenOf(content).find(({ tag }) => tag === TAG.context0);
  return certificates === undefined ? [] : childrenOf(certificates).map(({ raw }) => new X509Certificate(raw));
}

async function openPart(part: Element, passphrase: string): Promise<Buffer> {
  const [type, content] = typed(part);
  if (type === DATA) return octetsOf(content);
  if (type !== ENCRYPTED_DATA) throw new Unreadable('unknown-protection');
  const [, info] = childrenOf(content);
  const [, algorithm, data] = childrenOf(expectTag(info, TAG.sequence));
  return decryptionOf(algorithm)(octetsOf(data), passphrase);
}

/** A type and the content of that type: ContentInfo, SafeBag and CertBag are all made like this. */
function typed(element: Element | undefined): [type: string, content: Element] {
  const [type, wrapper] = childrenOf(expectTag(element, TAG.sequence));
  const [content] = childrenOf(expectTag(wrapper, TAG.context0));
  if (content === undefined) throw new Unreadable('damaged');
  return [oidOf(type), content];
}
