import type { DurationMs } from '../core/model/time';
import { type ProbeRequest, probe } from './api-check/api-check';
import { readVaultSecret, type VaultRequest } from './api-check/key-vault-read';
import { type CredentialEndRequest, readCredentialEnd } from './api-check/secret-expiry';
import { createConnectionsFile } from './files/connections-file';
import { fingerprints } from './files/fingerprints';
import { createFolderLock } from './files/folder-lock';
import { createHistoryFile } from './files/history-file';
import type { NetworkOptions } from './http/fetch-within';
import { createKeyVault } from './key-vault/key-vault';
import { type ApplicationTokenRequest, acquireForApplication } from './msal/application-token';
import { createAuthorization } from './msal/authorization';
import { createDeviceCodeSignIn } from './msal/device-code';
import { createTokenEndpoint } from './msal/token-endpoint';
import { openSecretStore, type SecretStoreChoice } from './secret-file/secret-stores';

/** What the keeper and its entry points do in the world. But for the check of the secret store, none of its calls rejects. */
export type Adapters = ReturnType<typeof createAdapters>;

/**
 * The OS keychain unless another secret store is chosen, the connections file, and MSAL over the entry point's own network.
 * @param network Its fetch, and where the practice cloud listens.
 * @param patience How long to wait for another process that has the folder; 30 seconds unless told otherwise.
 */
export function createAdapters(
  folder: string,
  network: NetworkOptions,
  patience?: DurationMs,
  secretStore: SecretStoreChoice = { kind: 'keychain' },
) {
  const vault = createKeyVault(network);
  const { keychain, check } = openSecretStore(folder, secretStore, vault);
  return {
    checkSecretStore: check,
    ports: {
      keychain,
      file: createConnectionsFile(folder),
      endpoint: createTokenEndpoint(network),
      history: createHistoryFile(folder),
      lock: createFolderLock({ folder, ...(patience === undefined ? {} : { patience }) }),
      fingerprints,
      vault,
    },
    probe: (request: ProbeRequest) => probe(network, request),
    readVault: (request: VaultRequest) => readVaultSecret(network, request),
    readCredentialEnd: (request: CredentialEndRequest) => readCredentialEnd(network, request),
    applicationToken: (request: ApplicationTokenRequest) => acquireForApplication(network, request),
    beginAuthorization: createAuthorization(network),
    signInWithDeviceCode: createDeviceCodeSignIn(network),
  };
}
