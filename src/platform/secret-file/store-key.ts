import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { KeychainError } from '../../core/storage/ports';
import { ensureFolder, writeDurably } from '../files/durable-write';
import { errorCode } from '../files/error-code';

/** What a store says of itself: with which salt its keys are made, and how to know the right key file. */
export const HEADER = 'store.json';

const LEAST_KEY_BYTES = 32;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const base64 = v.pipe(v.string(), v.base64());
const headerSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({ version: v.literal(1), salt: base64, check: base64 }),
);
type Header = v.InferOutput<typeof headerSchema>;

/** Seals and opens entries. */
export interface StoreKey {
  seal(account: string, value: string): string;
  /** `null`: it was damaged, or is another account's. */
  open(account: string, sealed: string): string | null;
}

/**
 * The key of the store in a folder, made of what `readMaterial` gives. A store that there is not yet is begun when `mayBegin` says so.
 * Rejects with {@link KeychainError}.
 */
export async function openStoreKey(
  folder: string,
  readMaterial: () => Promise<Buffer>,
  mayBegin: () => Promise<boolean>,
): Promise<StoreKey> {
  const material = await readMaterial();
  if (material.length < LEAST_KEY_BYTES) throw new KeychainError('key-short');
  const header = await readHeader(folder);
  if (header !== null) {
    if (!timingSafeEqual(derive(material, header.salt, 'check'), Buffer.from(header.check, 'base64')))
      throw new KeychainError('key-other');
    return keyOf(material, header.salt);
  }
  if (!(await mayBegin())) throw new KeychainError('not-in-file');
  const salt = randomBytes(16).toString('base64');
  const begun: Header = { version: 1, salt, check: derive(material, salt, 'check').toString('base64') };
  try {
    await ensureFolder(folder);
    await writeDurably(join(folder, HEADER), `${JSON.stringify(begun)}\n`);
  } catch {
    throw new KeychainError('file-unwritable');
  }
  return keyOf(material, salt);
}

/** `null`: there is no store. Without its header, what lies there can't be opened, and is not to be lost either. */
async function readHeader(folder: string): Promise<Header | null> {
  const text = await readFile(join(folder, HEADER), 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return null;
    throw new KeychainError('file-unreadable');
  });
  if (text === null) {
    const others = (await readdir(folder).catch(() => [])).filter((name) => !name.startsWith('.'));
    if (others.length > 0) throw new KeychainError('file-unreadable');
    return null;
  }
  const header = v.safeParse(headerSchema, text);
  if (!header.success || Buffer.from(header.output.check, 'base64').length !== KEY_BYTES)
    throw new KeychainError('file-unreadable');
  return header.output;
}

/** HKDF-SHA256 (RFC 5869): a key of its own for each store and purpose, whatever form the key file has. */
function derive(material: Buffer, salt: string, purpose: 'check' | 'entries'): Buffer {
  const label = `Partner Token Tray secret store 1 ${purpose}`;
  return Buffer.from(hkdfSync('sha256', material, Buffer.from(salt, 'base64'), label, KEY_BYTES));
}

/** AES-256-GCM with a new random nonce for each entry, bound to its account (NIST SP 800-38D). */
function keyOf(material: Buffer, salt: string): StoreKey {
  const key = derive(material, salt, 'entries');
  return {
    seal: (account, value) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(account));
      const sealed = [nonce, cipher.update(value, 'utf8'), cipher.final(), cipher.getAuthTag()];
      return Buffer.concat(sealed).toString('base64');
    },
    open: (account, sealed) => {
      const bytes = Buffer.from(sealed, 'base64');
      if (bytes.length < NONCE_BYTES + TAG_BYTES) return null;
      try {
        const nonce = bytes.subarray(0, NONCE_BYTES);
        const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
          .setAAD(Buffer.from(account))
          .setAuthTag(bytes.subarray(-TAG_BYTES));
        const value = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
        return Buffer.concat([value, decipher.final()]).toString('utf8');
      } catch {
        return null;
      }
    },
  };
}
