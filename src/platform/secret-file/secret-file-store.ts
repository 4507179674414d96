import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Keychain, KeychainError } from '../../core/storage/ports';
import { removeDurably, writeDurably } from '../files/durable-write';
import { errorCode } from '../files/error-code';
import { HEADER, openStoreKey, type StoreKey } from './store-key';

export interface SecretFileOptions {
  /** Where the store is, or is to be; nobody else writes there. */
  readonly folder: string;
  /** What its key is made of. Rejects with {@link KeychainError}. */
  readonly readMaterial: () => Promise<Buffer>;
  /** Whether a store that there is not yet may be begun: no secret is elsewhere. */
  readonly mayBegin: () => Promise<boolean>;
}

/** A keychain of encrypted files, which says beforehand whether it can be opened. */
export interface SecretFileStore extends Keychain {
  /** Rejects with {@link KeychainError}. */
  open(): Promise<void>;
}

const PROBE = 'probe';
const PROBE_VALUE = 'Partner Token Tray was here';
/** What accounts are made of; `.` stands for `/` in a file's name. */
const ACCOUNT = /^[\w-]+(?:\/[\w-]+)*$/;

/**
 * Entries as files of their own, each encrypted with a key that comes from elsewhere and written so that the old or the new one is there
 * at every moment. An entry that was damaged counts as one with nothing in it, so that the other slot of two is used.
 */
export function createSecretFileStore({ folder, readMaterial, mayBegin }: SecretFileOptions): SecretFileStore {
  let opening: Promise<StoreKey> | null = null;

  const open = (): Promise<StoreKey> => {
    opening ??= openNow().catch((error: unknown) => {
      // The next one may find it mended.
      opening = null;
      throw error instanceof KeychainError ? error : new KeychainError('file-unreadable');
    });
    return opening;
  };

  const openNow = async (): Promise<StoreKey> => {
    const key = await openStoreKey(folder, readMaterial, mayBegin);
    for (const name of await readdir(folder))
      if (/^\..+\.[0-9a-f]{12}$/.test(name)) await rm(join(folder, name), { force: true });
    return key;
  };

  const fileOf = (account: string): string => {
    if (!ACCOUNT.test(account)) throw new RangeError('not an account');
    return join(folder, account.replaceAll('/', '.'));
  };

  const get = async (account: string): Promise<string | null> => {
    const key = await open();
    try {
      return key.open(account, await readFile(fileOf(account), 'utf8')) ?? '';
    } catch (error) {
      // Without the header it isn't that entry that is gone.
      if (errorCode(error) === 'ENOENT' && existsSync(join(folder, HEADER))) return null;
      throw new KeychainError('file-unreadable');
    }
  };

  const set = async (account: string, value: string): Promise<void> => {
    const key = await open();
    await writeDurably(fileOf(account), key.seal(account, value)).catch(() => {
      throw new KeychainError('file-unwritable');
    });
  };

  const remove = async (account: string): Promise<boolean> => {
    await open();
    return removeDurably(fileOf(account)).catch(() => {
      throw new KeychainError('file-unwritable');
    });
  };

  return {
    open: async () => void (await open()),
    get,
    find: get,
    set,
    delete: remove,
    entries: async () => {
      await open();
      const names = await readdir(folder).catch(() => {
        throw new KeychainError('file-unreadable');
      });
      const accounts = names
        .filter((name) => !name.startsWith('.') && name !== HEADER && name !== PROBE)
        .map((name) => name.replaceAll('.', '/'));
      const entries: Array<{ account: string; value: string }> = [];
      for (const account of accounts) {
        const value = ACCOUNT.test(account) ? await get(account) : null;
        if (value !== null) entries.push({ account, value });
      }
      return entries;
    },
    probe: async () => {
      await set(PROBE, PROBE_VALUE);
      if ((await get(PROBE)) !== PROBE_VALUE) throw new KeychainError('mismatch');
      await remove(PROBE);
    },
  };
}
