import { readFile, writeFile } from 'node:fs/promises';
import * as v from 'valibot';
import type { NativeKeychain } from '../../../src/platform/keychain/native';

const Entries = v.array(v.object({ account: v.string(), password: v.string() }));
export type Entries = v.InferOutput<typeof Entries>;

/** Which calls the keychain has been asked for. */
export interface KeychainCalls {
  reads: number;
  /** Deletions are writes: each costs as much. */
  writes: number;
}

/** A keychain that costs nothing, with no more in it than these entries. */
export function keychainInMemory(entries: Entries): NativeKeychain {
  const held = new Map(entries.map(({ account, password }) => [account, password]));
  return {
    getPassword: async (_service, account) => held.get(account) ?? null,
    setPassword: async (_service, account, password) => void held.set(account, password),
    deletePassword: async (_service, account) => held.delete(account),
    findCredentials: async () => [...held].map(([account, password]) => ({ account, password })),
  };
}

export function countCalls(native: NativeKeychain): { readonly native: NativeKeychain; readonly calls: KeychainCalls } {
  const calls = { reads: 0, writes: 0 };
  const counting =
    <A extends unknown[], R>(kind: keyof KeychainCalls, call: (...args: A) => R) =>
    (...args: A): R => {
      calls[kind] += 1;
      return call(...args);
    };
  return {
    calls,
    native: {
      getPassword: counting('reads', native.getPassword),
      setPassword: counting('writes', native.setPassword),
      deletePassword: counting('writes', native.deletePassword),
      findCredentials: counting('reads', native.findCredentials),
    },
  };
}

export async function saveEntries(path: string, entries: Entries): Promise<void> {
  await writeFile(path, JSON.stringify(entries));
}

export async function loadEntries(path: string): Promise<Entries> {
  return v.parse(v.pipe(v.string(), v.parseJson(), Entries), await readFile(path, 'utf8'));
}
