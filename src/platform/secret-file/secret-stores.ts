import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { VaultPort } from '../../core/key-vault/ports';
import { type Keychain, KeychainError } from '../../core/storage/ports';
import { readState } from '../files/read';
import { createKeychain } from '../keychain/keychain';
import { readKeyMaterial } from './key-material';
import { createSecretFileStore } from './secret-file-store';
import { HEADER } from './store-key';

/** Where secrets are kept. The second is never chosen but by a person. */
export type SecretStoreChoice =
  | { readonly kind: 'keychain' }
  /** `keyFile`: a path, or the address of a secret in a key vault. */
  | { readonly kind: 'file'; readonly keyFile: string };

/** Resolves when it can be used as far as can be seen without touching a secret. Rejects with {@link KeychainError}. */
type Check = () => Promise<void>;

/**
 * What keeps the secrets of a data folder. It is always the same one: where the other has them, this one refuses everything, so that
 * nobody takes them for lost.
 */
export function openSecretStore(
  dataFolder: string,
  choice: SecretStoreChoice,
  vault: VaultPort,
): { keychain: Keychain; check: Check } {
  const folder = join(dataFolder, 'secrets');
  if (choice.kind === 'file') {
    const mayBegin = () => namesNoSecrets(dataFolder);
    const readMaterial = () => readKeyMaterial(choice.keyFile, vault);
    const store = createSecretFileStore({ folder, readMaterial, mayBegin });
    return { keychain: store, check: store.open };
  }
  if (existsSync(join(folder, HEADER))) return { keychain: IN_FILE, check: refuse };
  return { keychain: createKeychain(), check: async () => undefined };
}

const refuse = async (): Promise<never> => {
  throw new KeychainError('in-file');
};

const IN_FILE: Keychain = {
  get: refuse,
  find: refuse,
  set: refuse,
  delete: refuse,
  entries: refuse,
  probe: refuse,
};

async function namesNoSecrets(dataFolder: string): Promise<boolean> {
  const found = await readState(join(dataFolder, 'connections.json'));
  const state = found.kind === 'state' ? found.state : found.kind === 'bad' ? found.rescued : null;
  if (found.kind === 'newer') return false;
  return (state?.connections ?? []).every(({ token, credential }) => token === null && credential === null);
}
