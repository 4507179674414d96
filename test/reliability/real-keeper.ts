import { setTimeout as wait } from 'node:timers/promises';
import { Keeper } from '../../src/core/keeper/keeper';
import type { Connection, Schedule } from '../../src/core/model/connection';
import type { Credential } from '../../src/core/model/credential';
import type { Exchange } from '../../src/core/model/exchange';
import type { Result } from '../../src/core/model/failure';
import { DAY, type DurationMs, SECOND } from '../../src/core/model/time';
import { inWords, type NotificationInWords } from '../../src/core/wording/notification-words';
import { createConnectionsFile } from '../../src/platform/files/connections-file';
import { fingerprints } from '../../src/platform/files/fingerprints';
import { createFolderLock } from '../../src/platform/files/folder-lock';
import { createHistoryFile } from '../../src/platform/files/history-file';
import { createKeyVault } from '../../src/platform/key-vault/key-vault';
import { createKeychain } from '../../src/platform/keychain/keychain';
import type { NativeKeychain } from '../../src/platform/keychain/native';
import { createAuthorization } from '../../src/platform/msal/authorization';
import { createTokenEndpoint } from '../../src/platform/msal/token-endpoint';
import { PARTNER } from '../../src/practice/tenant/directory';
import { Browser } from '../practice/support/browser';
import { passThePages } from '../practice/support/pages';

/** Where a keeper keeps its things: data folder, service name in the keychain, practice cloud. */
export interface Place {
  readonly folder: string;
  readonly service: string;
  readonly origin: string;
}

/** How the adapters differ from the app's. */
export interface RealKeeperOptions {
  readonly load: () => Promise<NativeKeychain>;
  readonly fetch: typeof fetch;
  /** A refresh token was handed to the endpoint, or came from it. */
  readonly tell: (what: 'presented' | 'delivered', refreshToken: string) => void;
  /** The keeper's clock, when it is not the system's. */
  readonly now?: () => number;
  /** How long one call to the keychain may take, when it is not as long as in the app. */
  readonly keychainTimeout?: number;
  /** Whether the keeper does nothing by itself, only when it is told to or woken; it still writes down what has changed. */
  readonly still?: boolean;
  /** How long to wait for another process that has the folder, when it is not as long as in the app. */
  readonly patience?: number;
}

/** The real keeper with the real adapters: the system's keychain, the files, MSAL over loopback. */
export interface RealKeeper {
  readonly keeper: Keeper;
  readonly notifications: readonly NotificationInWords[];
  add(options?: AddOptions): Promise<string>;
  signIn(id: string): Promise<Result<Connection>>;
  /** Resolves when nothing is being refreshed any more. */
  idle(): Promise<void>;
}

export interface AddOptions {
  readonly name?: string;
  readonly schedule?: Schedule;
  /** Another application than the practice tenant's own, and what it is thought to authenticate with. */
  readonly clientId?: string;
  readonly credential?: Credential;
}

const DAILY: Schedule = { kind: 'every', interval: DAY };

/** The pause between two writes of what has changed is shorter; whatever the keeper does by itself is further away. */
const STILL: DurationMs = SECOND;

export function openKeeper({ folder, service, origin }: Place, options: RealKeeperOptions): RealKeeper {
  const { load, fetch, tell, now = () => Date.now(), patience = 30 * SECOND } = options;
  const { keychainTimeout = 15 * SECOND, still = false } = options;
  const network = { fetch, practiceOrigin: () => origin };
  const endpoint = createTokenEndpoint(network);
  const beginAuthorization = createAuthorization(network);
  const notifications: NotificationInWords[] = [];
  const told = (exchange: Exchange) => {
    if (exchange.ok) tell('delivered', exchange.tokens.refreshToken);
    return exchange;
  };
  const keeper = new Keeper({
    fingerprints,
    clockOf: () => ({ now }),
    timers: {
      set: (delay, fire) => {
        if (still && delay > STILL) return () => undefined;
        const timer = setTimeout(fire, delay);
        return () => clearTimeout(timer);
      },
    },
    random: Math.random,
    keychain: createKeychain({ service, load, timeout: keychainTimeout }),
    file: createConnectionsFile(folder),
    history: createHistoryFile(folder),
    vault: createKeyVault(network),
    lock: createFolderLock({ folder, patience }),
    endpoint: {
      redeem: async (request) => {
        tell('presented', request.refreshToken);
        return told(await endpoint.redeem(request));
      },
    },
  });
  keeper.listen((event) => {
    if (event.type === 'notification') notifications.push(inWords(event.notification));
  });
  return {
    keeper,
    notifications,
    add: async ({ name = 'Harbour', schedule = DAILY, ...as } = {}) => {
      const { tenantId: tenant, clientSecret, redirectUri } = PARTNER;
      const { clientId = PARTNER.clientId, credential = { kind: 'secret', clientSecret } } = as;
      const added = await keeper.add(
        {
          ...{ name, cloud: 'practice', tenant, clientId, redirectUri, schedule },
          ...{ application: { kind: 'secret' }, resource: { kind: 'partner-center' } },
          ...{ customCloud: null, signInMethod: 'app-window' },
        },
        credential,
      );
      if (!added.ok) throw new Error(`not added: ${added.failure.code}`);
      return added.value.id;
    },
    signIn: async (id) => {
      const ticket = await keeper.beginSignIn(id);
      if (!ticket.ok) return ticket;
      const { connection, credential } = ticket.value;
      const { signal } = new AbortController();
      const begun = await beginAuthorization({ connection, credential, loginHint: null, consent: false, signal });
      if (!begun.ok) return ticket.value.complete(begun);
      const browser = await passThePages(PARTNER, await new Browser(origin).open(begun.value.url));
      if (browser.left === null) throw new Error(`still at "${browser.title}"`);
      const exchange = await begun.value.finish(browser.left);
      return ticket.value.complete(told(exchange));
    },
    idle: async () => {
      while (keeper.connections().some(({ id }) => keeper.busyOf(id) !== null)) await wait(5);
    },
  };
}
