import { X509Certificate } from 'node:crypto';
import type { CertificateProblem } from '../../core/validation/certificate';
import { childrenOf, type Element, oidOf, readElement, TAG } from './ber';
import { isPem, readPem } from './pem';
import { type Contents, isPfx, readPfx } from './pfx';
import { Unreadable } from './unreadable';

/** A PFX with a long chain has some 20 KB. */
const MOST_BYTES = 256 * 1024;
const SIGNED_DATA = '1.2.840.113549.1.7.2';

/** Finds out what a file is, whatever it is called, and opens it. Throws {@link Unreadable}. */
export async function openFile(bytes: Buffer, passphrase: string): Promise<Contents> {
  if (bytes.length > MOST_BYTES) throw new Unreadable('too-big');
  const text = decodeText(bytes);
  if (text.trim() === '') throw new Unreadable('empty');
  if (isPem(text)) return readPem(text, passphrase);
  const binary = isBase64(text) ? Buffer.from(text, 'base64') : bytes;
  const elements = elementsOf(binary);
  if (elements === null) throw new Unreadable('unknown');
  if (isPfx(elements)) return readPfx(binary, passphrase);
  if (isCertificate(binary)) return { certificates: [binary], privateKeys: [] };
  throw new Unreadable(whatElse(elements));
}

/** Windows' Notepad saves in UTF-16. */
function decodeText(bytes: Buffer): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf16le' : 'latin1';
  return bytes.toString(encoding);
}

/** Key Vault gives a PFX out as base64, and so do many scripts. */
function isBase64(text: string): boolean {
  return /^[A-Za-z0-9+/\s]+={0,2}$/.test(text.trim());
}

function elementsOf(bytes: Buffer): Element[] | null {
  try {
    const whole = readElement(bytes);
    return whole.tag === TAG.sequence ? childrenOf(whole) : null;
  } catch {
    return null;
  }
}

function isCertificate(bytes: Buffer): boolean {
  try {
    return new X509Certificate(bytes).raw.length > 0;
  } catch {
    return false;
  }
}

/** Names what has the shape of something else: PKCS#7, a request (PKCS#10), a key (PKCS#8, PKCS#1). */
function whatElse(elements: readonly Element[]): CertificateProblem {
  const [first, second, third] = elements.map(({ tag }) => tag);
  if (first === TAG.oid && oidOf(elements[0]) === SIGNED_DATA) return 'pkcs7';
  if (first === TAG.sequence && second === TAG.sequence && third === TAG.bitString) return 'request';
  if (first === TAG.integer || (first === TAG.sequence && second === TAG.octetString)) return 'key-alone';
  return 'unknown';
}
