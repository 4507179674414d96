import { X509Certificate } from 'node:crypto';
import { decodeText } from '../files/decode-text';
import { childrenOf, type Element, readElement, TAG } from './ber';
import { decryptKey, decryptOldPem, readKey } from './key';
import { type Found, readPfx, readPkcs7 } from './pfx';
import { Unreadable, unreadable } from './unreadable';

/** A block of PEM, or a whole file that is none. */
interface Part {
  readonly bytes: Buffer;
  /** The block without what its lines are indented or quoted by; `null` for a file that is not PEM. */
  readonly pem: string | null;
}

/** A PFX with a long chain has some 20 KB. */
const MOST_BYTES = 256 * 1024;
const MOST_BLOCKS = 100;
const SSH = Buffer.from('openssh-key-v1');

/** Finds out what files and their parts are, whatever they are called, and opens them, or says why it cannot. Never rejects. */
export async function openFiles(files: readonly Uint8Array[], passphrase: string): Promise<(Found | Unreadable)[]> {
  const found: (Found | Unreadable)[] = [];
  for (const part of files.flatMap((file) => partsOf(Buffer.from(file))))
    if (part instanceof Unreadable) found.push(part);
    else found.push(...(await openPart(part, passphrase).catch((error) => [unreadable(error)])));
  return found;
}

function partsOf(file: Buffer): readonly (Part | Unreadable)[] {
  if (file.length > MOST_BYTES) return [new Unreadable('too-big')];
  // Notes around PEM may be in any code page; JSON writes its line breaks out.
  const text = (decodeText(file) ?? file.toString('latin1')).replace(/\\[rn]/g, '\n');
  if (text.trim() === '') return [new Unreadable('empty')];
  if (/-----BEGIN [A-Z0-9 ]+-----/.test(text)) return blocksOf(text);
  // How Key Vault and many scripts give a PFX out; whatever stands around it, such as quotes or JSON, is left out.
  const [base64] = /MI[A-Za-z0-9+/\s]{60,}={0,2}/.exec(text) ?? [];
  return [{ bytes: base64 === undefined ? file : Buffer.from(base64, 'base64'), pem: null }];
}

/** The blocks of PEM (RFC 7468), however their lines are broken, indented or quoted. */
function blocksOf(text: string): readonly (Part | Unreadable)[] {
  if (text.split('-----BEGIN ').length > MOST_BLOCKS) return [new Unreadable('damaged')];
  const blocks = [...text.matchAll(/-----BEGIN ([A-Z0-9 ]{1,40})-----([\s\S]*?)-----END \1-----/g)];
  if (blocks.length === 0) return [new Unreadable('damaged')];
  return blocks.map(([whole, , body = '']) => ({
    bytes: Buffer.from(body.replace(/[\w-]+: .*/g, ''), 'base64'),
    pem: whole.replace(/^[ \t>]+|[ \t]+$/gm, ''),
  }));
}

/** Opens what has the tags of one of these. Source: RFC 7292, 2315, 5280, 5958, 5915 and 8017. */
async function openPart({ bytes, pem }: Part, passphrase: string): Promise<readonly Found[]> {
  if (/^Proc-Type: .*ENCRYPTED/m.test(pem ?? '')) return [decryptOldPem(pem ?? '', passphrase)];
  if (bytes.subarray(0, SSH.length).equals(SSH)) throw new Unreadable('ssh-key');
  if (bytes[0] !== TAG.sequence) throw new Unreadable(pem === null ? 'unknown' : 'damaged');
  const whole = readElement(bytes);
  const children = childrenOf(whole);
  const tags = children.map(({ tag }) => tag.toString(16).padStart(2, '0')).join(' ');
  if (/^02 30( 30)?$/.test(tags)) return readPfx(whole, passphrase);
  if (/^06 a0$/.test(tags)) return readPkcs7(whole);
  if (/^30 30 03$/.test(tags)) return [certificateOf(whole, children)];
  if (/^30 [02]4$/.test(tags)) return [await decryptKey(whole, passphrase)];
  if (/^02 30 04/.test(tags)) return [readKey(whole.raw, 'pkcs8')];
  if (/^02 04/.test(tags)) return [readKey(whole.raw, 'sec1')];
  if (/^(02 ){8}02/.test(tags)) return [readKey(whole.raw, 'pkcs1')];
  throw new Unreadable(/^(30 03|02 02)$/.test(tags) ? 'public-key' : 'unknown');
}

/** A certificate, behind which OpenSSL's "TRUSTED" ones have notes; or a request for one, which begins with version 0. */
function certificateOf({ raw }: Element, [body]: readonly Element[]): X509Certificate {
  try {
    return new X509Certificate(raw);
  } catch {
    const isRequest = body?.content.subarray(0, 3).equals(Buffer.of(TAG.integer, 1, 0));
    throw new Unreadable(isRequest ? 'request' : 'damaged');
  }
}
