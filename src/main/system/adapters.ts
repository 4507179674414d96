import type { Session } from 'electron';
import type { CustomCloud } from '../../core/model/clouds';
import type { DurationMs } from '../../core/model/time';
import { type ProbeRequest, probe } from '../../platform/api-check/api-check';
import { readVaultSecret, type VaultRequest } from '../../platform/api-check/key-vault-read';
import { type CredentialEndRequest, readCredentialEnd } from '../../platform/api-check/secret-expiry';
import { createConnectionsFile } from '../../platform/files/connections-file';
import { fingerprints } from '../../platform/files/fingerprints';
import { createFolderLock } from '../../platform/files/folder-lock';
import { createHistoryFile } from '../../platform/files/history-file';
import type { NetworkOptions } from '../../platform/http/fetch-within';
import { createKeychain } from '../../platform/keychain/keychain';
import { type ApplicationTokenRequest, acquireForApplication } from '../../platform/msal/application-token';
import { createAuthorization } from '../../platform/msal/authorization';
import { createDeviceCodeSignIn } from '../../platform/msal/device-code';
import { createTokenEndpoint } from '../../platform/msal/token-endpoint';

/** What the app does in the world. None of its calls rejects. */
export type Adapters = ReturnType<typeof createAdapters>;

/**
 * The OS keychain, the connections file, and MSAL over Chromium's network with the system's proxy.
 * @param practiceOrigin Where the practice cloud listens, `null` while it does not run.
 * @param network The session that calls are made in which trust this cloud's extra authority.
 * @param patience How long to wait for another process that has the folder; 30 seconds unless told otherwise.
 */
export function createAdapters(
  folder: string,
  practiceOrigin: () => string | null,
  network: (trusting: CustomCloud | null) => Session,
  patience?: DurationMs,
) {
  const options = { fetch: toFetch(network), practiceOrigin };
  return {
    ports: {
      keychain: createKeychain(),
      file: createConnectionsFile(folder),
      endpoint: createTokenEndpoint(options),
      history: createHistoryFile(folder),
      lock: createFolderLock({ folder, ...(patience === undefined ? {} : { patience }) }),
      fingerprints,
    },
    probe: (request: ProbeRequest) => probe(options, request),
    readVault: (request: VaultRequest) => readVaultSecret(options, request),
    readCredentialEnd: (request: CredentialEndRequest) => readCredentialEnd(options, request),
    applicationToken: (request: ApplicationTokenRequest) => acquireForApplication(options, request),
    beginAuthorization: createAuthorization(options),
    signInWithDeviceCode: createDeviceCodeSignIn(options),
  };
}

/** A session's fetch. */
function toFetch(network: (trusting: CustomCloud | null) => Session): NetworkOptions['fetch'] {
  return (url, init, trusting) => network(trusting).fetch(url, init);
}
