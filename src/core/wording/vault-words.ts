import type { ConnectionVault, VaultCredential } from '../model/vault';

/** How a connection's key vault is: "Key Vault is 2 refreshes behind"; why, its trouble says. */
export function vaultInWords({ held, behind, trouble }: ConnectionVault, isSyncing: boolean): string {
  if (isSyncing) return 'Updating Key Vault…';
  if (behind > 0 && (trouble || held))
    return `Key Vault is ${behind === 1 ? '1 refresh' : `${behind} refreshes`} behind`;
  if (trouble) return "Key Vault couldn't be updated";
  return held ? 'Key Vault is up to date' : 'Nothing in Key Vault yet';
}

/** As whom a key vault is written, after "as". `nameOf` finds another connection's name. */
export function vaultCredentialInWords(credential: VaultCredential, nameOf: (id: string) => string | null): string {
  switch (credential.kind) {
    case 'user':
      return "this connection's user";
    case 'application':
      return "this connection's application";
    case 'connection':
      return `"${nameOf(credential.id) ?? 'a connection that is gone'}"`;
    case 'managed-identity':
      return credential.clientId === null
        ? "this computer's managed identity"
        : `the managed identity ${credential.clientId}`;
  }
}
