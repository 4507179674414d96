import { createPrivateKey, X509Certificate } from 'node:crypto';
import { childrenOf, readElement } from './ber';
import { type Contents, decryptPrivateKey } from './pfx';
import { Unreadable } from './unreadable';

interface Block {
  readonly label: string;
  /** The block as it stands, lines around it left out. */
  readonly text: string;
  readonly der: Buffer;
}

const MOST_BLOCKS = 100;

/** Opens a PEM file (RFC 7468). Throws {@link Unreadable}. */
export async function readPem(text: string, passphrase: string): Promise<Contents> {
  const blocks = blocksOf(text);
  const certificates = blocks.filter(({ label }) => /^(?:X509 |TRUSTED )?CERTIFICATE$/.test(label)).map(certificateOf);
  const privateKeys: Buffer[] = [];
  for (const block of blocks) {
    if (block.label === 'ENCRYPTED PRIVATE KEY') privateKeys.push(await decryptKey(block, passphrase));
    else if (/^(?:RSA |EC |DSA )?PRIVATE KEY$/.test(block.label)) privateKeys.push(readKey(block.text, passphrase));
  }
  if (certificates.length === 0 && privateKeys.length === 0) throw new Unreadable(whatElse(blocks));
  return { certificates, privateKeys };
}

/** Whether a text has anything in PEM. */
export function isPem(text: string): boolean {
  return /-----BEGIN [A-Z0-9 ]+-----/.test(text);
}

function blocksOf(text: string): Block[] {
  if (text.split('-----BEGIN ').length > MOST_BLOCKS) throw new Unreadable('damaged');
  const found = [...text.matchAll(/-----BEGIN ([A-Z0-9 ]{1,40})-----([\s\S]*?)-----END \1-----/g)];
  if (found.length === 0) throw new Unreadable('damaged');
  return found.map(([whole, label = '', body = '']) => ({
    label,
    text: whole,
    der: Buffer.from(body.replace(/^(?:[\w-]+:.*\r?\n)+/m, ''), 'base64'),
  }));
}

function certificateOf(block: Block): Buffer {
  try {
    // A "TRUSTED" certificate has OpenSSL's own notes behind it.
    return new X509Certificate(readElement(block.der).raw).raw;
  } catch {
    throw new Unreadable('damaged');
  }
}

async function decryptKey(block: Block, passphrase: string): Promise<Buffer> {
  if (passphrase === '') throw new Unreadable('passphrase-needed');
  childrenOf(readElement(block.der));
  try {
    return await decryptPrivateKey(block.der, passphrase);
  } catch (error) {
    if (!(error instanceof Unreadable) || error.problem !== 'unknown-protection') throw error;
    return readKey(block.text, passphrase);
  }
}

/** Node's own reader, for the old PEM protection ("Proc-Type: 4,ENCRYPTED") and for keys without any. */
function readKey(text: string, passphrase: string): Buffer {
  const isProtected = /BEGIN ENCRYPTED|^Proc-Type:.*ENCRYPTED/m.test(text);
  if (isProtected && passphrase === '') throw new Unreadable('passphrase-needed');
  try {
    return createPrivateKey({ key: text, format: 'pem', passphrase }).export({ type: 'pkcs8', format: 'der' });
  } catch (error) {
    if (!isProtected) throw new Unreadable('damaged');
    throw new Unreadable(isUnsupported(error) ? 'unknown-protection' : 'passphrase-wrong');
  }
}

function isUnsupported(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /UNSUPPORTED/.test(String(error.code));
}

function whatElse(blocks: readonly Block[]): 'request' | 'pkcs7' | 'public-key' | 'ssh-key' | 'unknown' {
  const has = (pattern: RegExp) => blocks.some(({ label }) => pattern.test(label));
  if (has(/CERTIFICATE REQUEST$/)) return 'request';
  if (has(/^(?:PKCS7|CMS)$/)) return 'pkcs7';
  if (has(/PUBLIC KEY$/)) return 'public-key';
  return has(/^OPENSSH PRIVATE KEY$/) ? 'ssh-key' : 'unknown';
}
