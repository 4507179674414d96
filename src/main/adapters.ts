import { join } from 'node:path';
import type { ApiCheck } from '../core/api-check/api-check';
import type { KeeperPorts } from '../core/keeper/ports';
import type { CustomCloud } from '../core/model/clouds';
import { type ProbeRequest, probe } from '../platform/api-check/api-check';
import { readVaultSecret, type VaultReading } from '../platform/api-check/key-vault-read';
import { type CredentialEnd, readCredentialEnd } from '../platform/api-check/secret-expiry';
import { createStateFile } from '../platform/files/connections-file';
import { fingerprints } from '../platform/files/fingerprints';
import { createFolderLock } from '../platform/files/folder-lock';
import { createHistoryStore } from '../platform/files/history-store';
import type { CreateStore } from '../platform/files/stage';
import { createKeychain } from '../platform/keychain/keychain';
import { type ApplicationToken, acquireForApplication } from '../platform/msal/application-token';
import { AuthorizationError, createAuthorization } from '../platform/msal/authorization';
import { createDeviceCodeSignIn, type SignInWithDeviceCode } from '../platform/msal/device-code';
import { createTokenEndpoint } from '../platform/msal/token-endpoint';
import type { BeginAuthorization } from './sign-in/flow';
import { sessionOfCalls } from './trust/custom-trust';

/** The plugs of this door: the OS keychain, electron-store's file, and MSAL over Chromium's network with the system's proxy. */
export interface Adapters {
  readonly ports: Pick<KeeperPorts, 'keychain' | 'file' | 'endpoint' | 'history' | 'lock' | 'fingerprints'>;
  readonly beginAuthorization: BeginAuthorization;
  /** Proves by harmless calls that an access token is good. Never rejects. */
  readonly probe: (request: ProbeRequest) => Promise<ApiCheck>;
  /** Reads a secret from a Key Vault. Never rejects. */
  readonly readVault: (request: Parameters<typeof readVaultSecret>[1]) => Promise<VaultReading>;
  /** An access token for the application itself. Never rejects. */
  readonly applicationToken: (request: Parameters<typeof acquireForApplication>[1]) => Promise<ApplicationToken>;
  /** Looks up when an application's secret or certificate ends. Never rejects. */
  readonly readCredentialEnd: (request: Parameters<typeof readCredentialEnd>[1]) => Promise<CredentialEnd>;
  readonly signInWithDeviceCode: SignInWithDeviceCode;
}

/**
 * @param practiceOrigin Where the practice cloud listens, `null` while it does not run.
 * @param customClouds The custom clouds of all connections.
 */
export function createAdapters(
  folder: string,
  practiceOrigin: () => string | null,
  customClouds: () => readonly CustomCloud[],
): Adapters {
  const options = { fetch: toFetch(sessionOfCalls(customClouds)), practiceOrigin };
  const authorization = createAuthorization(options);
  return {
    ports: {
      keychain: createKeychain(),
      file: createStateFile({ folder, createStore }),
      endpoint: createTokenEndpoint(options),
      history: createHistoryStore(join(folder, 'history')),
      lock: createFolderLock({ folder }),
      fingerprints,
    },
    probe: (request) => probe(options, request),
    readVault: (request) => readVaultSecret(options, request),
    readCredentialEnd: (request) => readCredentialEnd(options, request),
    applicationToken: (request) => acquireForApplication(options, request),
    beginAuthorization: async ({ connection, credential, loginHint, consent, redirectUri, signal }) => {
      try {
        const started = await authorization.start(connection, {
          signal,
          ...(redirectUri === undefined ? {} : { redirectUri }),
          ...(loginHint === null ? {} : { loginHint }),
          ...(consent ? { prompt: 'consent' } : {}),
        });
        // From here on the code is spent: giving up would lose the token it buys. The network plug has its own time limit.
        const patient = new AbortController().signal;
        const finish = (url: string) => started.finish(url, credential, patient);
        return { ok: true, value: { url: started.url, state: started.state, finish } };
      } catch (error) {
        if (error instanceof AuthorizationError) return { ok: false, raw: error.raw };
        throw error;
      }
    },
    signInWithDeviceCode: createDeviceCodeSignIn(options),
  };
}

/** A session's fetch in the shape of the global one. */
function toFetch(network: () => Electron.Session): typeof fetch {
  return (input, init) => network().fetch(input instanceof URL ? input.href : input, init);
}

/** Loaded with the first change that is kept, not at start. */
const createStore: CreateStore = async (options) => {
  const { default: ElectronStore } = await import('electron-store');
  return new ElectronStore(options);
};
