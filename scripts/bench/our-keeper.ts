import { join } from 'node:path';
import { Keeper } from '../../src/core/keeper/keeper';
import type { ConnectionSettings } from '../../src/core/model/connection';
import type { StateFile } from '../../src/core/storage/ports';
import { createStateFile } from '../../src/platform/files/connections-file';
import { fingerprints } from '../../src/platform/files/fingerprints';
import { createFolderLock } from '../../src/platform/files/folder-lock';
import { createHistoryStore } from '../../src/platform/files/history-store';
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

/** The keeper with the adapters of the app, save for Electron's: Node's `fetch` for Chromium's, `conf` for electron-store. */
export interface OurKeeper {
  start(): Promise<void>;
  /** Refreshes every connection, or the first of them, all asked for at once. Rejects when one fails. */
  refreshAll(most?: number): Promise<void>;
  /** Resolves when everything is on disk. */
  stop(): Promise<void>;
}

export function openKeeper(place: Place): OurKeeper {
  const keeper = compose(place, createStateFile({ folder: place.folder }), true);
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

/**
 * Adds so many connections, each with a refresh token of its own that is exchanged for `signedIn`. Nothing is written to
 * the folder before the last one: today each would cost a write of the whole file.
 */
export async function addConnections(place: Place, count: number, signedIn: string): Promise<void> {
  const real = createStateFile({ folder: place.folder });
  let write = async () => {};
  const late: StateFile = {
    load: () => real.load(),
    save: async (state) => {
      write = () => real.save(state);
    },
    changed: async () => false,
  };
  const keeper = compose(place, late, false);
  const endpoint = createTokenEndpoint({ fetch, practiceOrigin: () => place.origin });
  const credential = { kind: 'secret', clientSecret: PARTNER.clientSecret } as const;
  await keeper.start();
  for (let at = 0; at < count; at += 1) {
    const added = await keeper.add(settingsOf(`Connection ${at}`), credential);
    if (!added.ok) throw new Error(`not added: ${added.failure.code}`);
    const ticket = await keeper.beginSignIn(added.value.id);
    if (!ticket.ok) throw new Error(`no sign-in: ${ticket.failure.code}`);
    const signal = new AbortController().signal;
    const exchange = await endpoint.redeem({ connection: added.value, credential, refreshToken: signedIn, signal });
    const kept = await ticket.value.complete(exchange);
    if (!kept.ok) throw new Error(`not signed in: ${kept.failure.code}`);
  }
  await keeper.stop();
  await write();
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

function compose({ folder, origin, native }: Place, file: StateFile, isReal: boolean): Keeper {
  return new Keeper({
    keychain: createKeychain({ load: async () => native }),
    file,
    endpoint: createTokenEndpoint({ fetch, practiceOrigin: () => origin }),
    fingerprints,
    clockOf: () => ({ now: () => Date.now() }),
    timers: {
      set: (delay, fire) => {
        const timer = setTimeout(fire, delay);
        return () => clearTimeout(timer);
      },
    },
    random: Math.random,
    ...(isReal ? { history: createHistoryStore(join(folder, 'history')), lock: createFolderLock({ folder }) } : {}),
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
