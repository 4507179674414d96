import type { VaultPort } from '../../src/core/key-vault/ports';

const nowhere = async () => ({ ok: false, raw: { kind: 'network', code: 'ENOTFOUND' } }) as const;

/** A world without key vaults. */
export const noVault: VaultPort = {
  challenge: nowhere,
  read: nowhere,
  write: nowhere,
  disable: nowhere,
  applicationToken: nowhere,
  managedIdentityToken: nowhere,
};
