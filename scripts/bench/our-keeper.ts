import { Keeper } from '../../src/core/keeper/keeper';
import type { ConnectionSettings } from '../../src/core/model/connection';
import { createConnectionsFile } from '../../src/platform/files/connections-file';
import { fingerprints } from '../../src/platform/files/fingerprints';
import { createFolderLock } from '../../src/platform/files/folder-lock';
import { createHistoryFile } from '../../src/platform/files/history-file';
import { createKeyVault } from '../../src/platform/key-vault/key-vault';
import { createKeychain } from '../../src/platform/keychain/keychain';
import type { NativeKeychain } from '../../src/platform/keychain/native';
import { createTokenEndpoint } from '../../src/platform/msal/token-endpoint';
import { PARTNER } from '../../src/practice/tenant/directory';

/** Everything of the benchmark that knows how a keeper is put together. */
export interface Place {
  /** The data folder. */
  readonly folder: string;
  /** Where the practice cloud listens. */
  readonly origin: string;
  readonly native: NativeKeychain;
}

/** The keeper with the adapters of the app, but Node's `fetch` where the app has Chromium's. */
export interface OurKeeper {
  start(): Promise<void>;
  /** Refreshes every connection, or the first of them, all asked for at once. Rejects when one fails. */
  refreshAll(most?: number): Promise<void>;
  /** Resolves when everything is on disk. */
  stop(): Promise<void>;
}

export function openKeeper(place: Place): OurKeeper {
  const keeper = compose(place);
  return {
    start: () => keeper.start(),
    refreshAll: async (most) => {
      const ids = keeper.connections().map(({ id }) => id);
      const ends = await Promise.all(ids.slice(0, most).map((id) => keeper.refresh(id)));
      for (const end of ends) if (!end.ok) throw new Error(`not refreshed: ${end.failure.code}`);
    },
    stop: () => keeper.stop(),
  };
}

/** So many connections are added at the same time, and share writes of the file. */
const LANES = 20;

/** Adds so many connections, each with a refresh token of its own that is exchanged for `signedIn`. */
export async function addConnections(place: Place, count: number, signedIn: string): Promise<void> {
  const keeper = compose(place);
  const endpoint = createTokenEndpoint({ fetch, practiceOrigin: () => place.origin });
  const credential = { kind: 'secret', clientSecret: PARTNER.clientSecret } as const;
  await keeper.start();
  const numbers = Array.from({ length: count }, (_, at) => at).values();
  const add = async () => {
    for (const number of numbers) {
      const added = await keeper.add(settingsOf(`Connection ${number}`), credential);
      if (!added.ok) throw new Error(`not added: ${added.failure.code}`);
      const ticket = await keeper.beginSignIn(added.value.id);
      if (!ticket.ok) throw new Error(`no sign-in: ${ticket.failure.code}`);
      const { signal } = new AbortController();
      const exchange = await endpoint.redeem({ connection: added.value, credential, refreshToken: signedIn, signal });
      const kept = await ticket.value.complete(exchange);
      if (!kept.ok) throw new Error(`not signed in: ${kept.failure.code}`);
    }
  };
  await Promise.all(Array.from({ length: LANES }, add));
  await keeper.stop();
}

/** The connection whose refresh token this entry of the keychain holds; `null` for any other entry. */
export function connectionOfTokenEntry(account: string): string | null {
  return /^([0-9a-f]{32})\/refresh-token\//.exec(account)?.[1] ?? null;
}

/** The refresh token in the value of such an entry. */
export function tokenInEntry(value: string): string {
  const token = /"refreshToken":"([^"]+)"/.exec(value)?.[1];
  if (token === undefined) throw new Error('an entry of the keychain holds no whole refresh token');
  return token;
}

function compose({ folder, origin, native }: Place): Keeper {
  return new Keeper({
    keychain: createKeychain({ load: async () => native }),
    file: createConnectionsFile(folder),
    endpoint: createTokenEndpoint({ fetch, practiceOrigin: () => origin }),
    history: createHistoryFile(folder),
    vault: createKeyVault({ fetch, practiceOrigin: () => origin }),
    lock: createFolderLock({ folder }),
    fingerprints,
    clockOf: () => ({ now: () => Date.now() }),
    timers: {
      set: (delay, fire) => {
        const timer = setTimeout(fire, delay);
        return () => clearTimeout(timer);
      },
    },
    random: Math.random,
  });
}

function settingsOf(name: string): ConnectionSettings {
  const { tenantId, clientId, redirectUri } = PARTNER;
  return {
    ...{ name, cloud: 'practice', customCloud: null, tenant: tenantId, clientId, redirectUri },
    ...{ application: { kind: 'secret' }, resource: { kind: 'partner-center' }, signInMethod: 'app-window' },
    schedule: { kind: 'every', interval: 86_400_000 },
  };
}
