import { restingStatus } from '../expiry/status';
import { Vaults } from '../key-vault/vaults';
import { type Connection, waitsForKeychain } from '../model/connection';
import type { Failure, Result } from '../model/failure';
import type { Busy, Status } from '../model/status';
import type { CancelTimer, DurationMs, EpochMs } from '../model/time';
import { ConnectionStore } from '../storage/connection-store';
import { HistoryLog } from '../storage/history-log';
import { SecretStore } from '../storage/secret-store';
import { Secrets } from '../storage/secrets';
import { Storage } from '../storage/storage';
import { Alarm, isPlannedLater, isRefreshDue, LONGEST_SLEEP, nextTryAt } from './alarm';
import { CircuitBreakers } from './circuit-breaker';
import { Editor } from './editor';
import { Exchanges } from './exchanges';
import { Exports } from './exports';
import { Notifier } from './notifier';
import { ownTokens } from './own-tokens';
import { PendingWork } from './pending-work';
import type { KeeperPorts } from './ports';
import { Refresher } from './refresher';
import { SignIns } from './sign-in';
import { StorageRetry } from './storage-retry';

/** The engine behind every entry point (tray app, command line): keeps each connection's refresh token from expiring. */
export class Keeper {
  readonly #store: ConnectionStore;
  readonly #storage: Storage;
  readonly #exchanges: Exchanges;
  readonly #refresher: Refresher;
  readonly #breakers: CircuitBreakers;
  readonly #editor: Editor;
  readonly #signIns: SignIns;
  readonly #exports: Exports;
  readonly #alarm: Alarm;
  readonly #history: HistoryLog;
  readonly #storageRetry: StorageRetry;
  readonly #work = new PendingWork(() => this.#tick());
  /** Connections that want something. They wait here for a place, so that the circuit breakers are asked when one could really call. */
  readonly #line = new Set<string>();
  readonly notifier: Notifier;
  readonly #vaults: Vaults;
  #cancelTimer: CancelTimer = () => undefined;
  #isRunning = false;

  constructor(private readonly ports: KeeperPorts) {
    const { timers, random, clockOf, notifyAt } = ports;
    const secretStore = new SecretStore(ports.keychain);
    const store = new ConnectionStore(ports.file, clockOf, timers, (isWritten) => this.#storage.wrote(isWritten));
    const secrets = new Secrets(store, secretStore, random);
    const storage = new Storage(store, secrets, secretStore, ports, clockOf('global'));
    const exchanges = new Exchanges(store, secrets, ports.endpoint);
    const refresher = new Refresher(store, secrets, storage, exchanges, random, (connection, failure) =>
      this.#planThese(this.#breakers.ended(connection, failure)),
    );
    this.#store = store;
    this.#storage = storage;
    this.#exchanges = exchanges;
    this.#refresher = refresher;
    this.#breakers = new CircuitBreakers(clockOf, random);
    this.#editor = new Editor(store, secrets, storage, refresher, random);
    this.#signIns = new SignIns(store, secrets, storage, refresher, exchanges, ports.keychain, this.#work);
    this.#exports = new Exports(store, secrets, storage, ports, this.refresh);
    const tokens = ownTokens(store, secrets, storage, refresher);
    this.#vaults = new Vaults(store, ports, tokens, random, timers, (run) => void this.#work.add(run));
    this.notifier = new Notifier(store, secrets, refresher, notifyAt);
    this.#alarm = new Alarm(clockOf, notifyAt);
    this.#storageRetry = new StorageRetry(timers, storage, () => void this.retryStorage());
    this.#history = new HistoryLog(ports.history, timers);
    store.listen((event) => this.#history.hear(event));
    store.listen((event) => this.#vaults.hear(event));
    store.listen((event) => {
      if (event.type === 'connection') this.#plan(event.id);
      if (event.type === 'list') this.#planAll();
    });
  }

  // What is asked of it, each done, and described, elsewhere. A keeper that stops waits for it.
  readonly add: Editor['add'] = (...asked) => this.#work.add(this.#editor.add(...asked));
  readonly change: Editor['change'] = (...asked) => this.#work.add(this.#editor.change(...asked));
  readonly restore: Editor['restore'] = (id) => this.#work.add(this.#editor.restore(id));
  readonly remove: Editor['remove'] = (id) => this.#work.add(this.#editor.remove(id));
  readonly importToken: Editor['importToken'] = (...asked) => this.#work.add(this.#editor.importToken(...asked));
  readonly credentialOf: Editor['credentialOf'] = (id) => this.#work.add(this.#editor.credentialOf(id));
  readonly replaceCredential: Editor['replaceCredential'] = (...asked) =>
    this.#work.add(this.#editor.replaceCredential(...asked));
  readonly noteCredentialExpiry: Editor['noteCredentialExpiry'] = (...asked) =>
    this.#work.add(this.#editor.noteCredentialExpiry(...asked));
  readonly beginSignIn: SignIns['begin'] = (id) => this.#work.add(this.#signIns.begin(id));
  readonly accessToken: Refresher['accessToken'] = (...asked) => this.#work.add(this.#refresher.accessToken(...asked));
  readonly exportRefreshToken: Exports['handOut'] = (...asked) => this.#work.add(this.#exports.handOut(...asked));
  readonly markExportReplaced: Exports['mark'] = (...asked) => this.#work.add(this.#exports.mark(...asked));
  readonly unmarkExport: Exports['unmark'] = (...asked) => this.#work.add(this.#exports.unmark(...asked));
  readonly labelExport: Exports['label'] = (...asked) => this.#work.add(this.#exports.label(...asked));
  readonly withdrawExport: Exports['withdraw'] = (...asked) => this.#work.add(this.#exports.withdraw(...asked));

  readonly noteAccessTokenCopied: Exports['noteAccessTokenCopied'] = (...asked) =>
    this.#exports.noteAccessTokenCopied(...asked);
  readonly setVault: Vaults['set'] = (...asked) => this.#work.add(this.#vaults.set(...asked));
  readonly syncVault: Vaults['sync'] = (...asked) => this.#vaults.sync(...asked);

  /** Refreshes now, whatever the schedule says; joins a refresh under way. */
  readonly refresh = (id: string): Promise<Result<Connection>> => this.#work.add(this.#refresher.refresh(id, 'asked'));

  /** Tries folder, file and keychain again, and all that waits for them. Fails with what is still in the way. */
  readonly retryStorage = (): Promise<Result<null>> => this.#work.add(this.#retryStorage());

  // What there is to see.
  readonly listen: ConnectionStore['listen'] = (listener) => this.#store.listen(listener);
  readonly connections: ConnectionStore['all'] = () => this.#store.all();
  readonly find: ConnectionStore['find'] = (id) => this.#store.find(id);
  readonly history: HistoryLog['read'] = (id) => this.#history.read(id);
  readonly exportedTokens: Exports['views'] = (id) => this.#exports.views(id);
  readonly isSyncingVault: Vaults['isSyncing'] = (id) => this.#vaults.isSyncing(id);
  readonly nowFor: ConnectionStore['nowFor'] = (connection) => this.#store.nowFor(connection);

  /** A trouble of the whole app: folder taken, keychain unusable, file unwritable, file set aside. */
  appTrouble(): Failure | null {
    return this.#storage.trouble;
  }

  /** How wrong the clock is, by the servers' replies; `null` while it is right within 5 minutes, or nothing is known. */
  clockSkew(): DurationMs | null {
    return this.#exchanges.clockSkew;
  }

  statusOf(connection: Connection): Status {
    return this.busyOf(connection.id) ? 'working' : restingStatus(connection, this.nowFor(connection));
  }

  busyOf(id: string): Busy | null {
    if (this.#signIns.isOpen(id)) return 'sign-in';
    return this.#refresher.isSeenFlying(id) ? 'refresh' : null;
  }

  /** When a connection in trouble is tried again by itself, on its own clock; `null`: it is not. */
  nextTryAt(connection: Connection): EpochMs | null {
    const own = nextTryAt(connection, this.nowFor(connection));
    const shared = this.#breakers.triesAt(connection);
    return own === null || shared === null ? own : Math.max(own, shared);
  }

  /** Opens the storage, and does what is due from then on. Never rejects: what is wrong shows in `appTrouble()`. */
  async start(): Promise<void> {
    const { troubles } = this.#refresher;
    this.#isRunning = true;
    troubles.isSeen = true;
    // Much may have changed since the last tries were made.
    await this.#work.add(this.#storage.retry().then(() => troubles.tryAgain()));
    troubles.tellUnseen();
  }

  /** As `start`, but then only does what it is asked, and raises no notification: for a process that does one thing and stops. */
  async open(): Promise<void> {
    await this.#work.add(this.#storage.retry());
  }

  /** Resolves once all that is due has been tried, and nothing is under way. */
  readonly settled = (): Promise<void> => this.#work.settle();

  /** Stops what is due, waits for what must not be lost, and gives the folder back. `patience`: how long replies are still waited for. */
  async stop(patience: DurationMs = 0): Promise<void> {
    this.#isRunning = false;
    this.#cancelTimer();
    this.#storageRetry.stop();
    if (patience > 0) await this.#work.settleWithin(patience, this.ports.timers);
    await this.#vaults.stop();
    this.#exchanges.abort();
    await this.#work.settle();
    // The last chance for tokens that are only in memory.
    await this.#refresher.keepAllPending();
    if (this.#store.isBehind && !this.#storage.frozen) await this.#store.committed();
    await this.#store.stop();
    await this.#history.stop();
    await this.#storage.close();
  }

  /** Something happened that may make work due: woke up, unlocked, back online, a clock jumped. */
  systemEvent(cause: 'wake' | 'unlock' | 'online' | 'clock'): void {
    if (!this.#isRunning) return;
    if (cause !== 'clock') {
      this.#breakers.hurry();
      this.#refresher.troubles.tryAgain();
      this.#vaults.tryAgain();
      if (this.#storage.trouble) void this.retryStorage();
    }
    this.#storageRetry.stop();
    this.#planAll();
    this.#tick();
  }

  async #retryStorage(): Promise<Result<null>> {
    const failure = (await this.#storage.retry()) ?? (await this.#refresher.keepAllPending());
    if (failure) return { ok: false, failure };
    this.#planThese(this.#breakers.keychain.close());
    this.#refresher.troubles.tryAgain(waitsForKeychain);
    return { ok: true, value: null };
  }

  /** Does what is due, and sleeps until the next thing is. */
  #tick(): void {
    if (!this.#isRunning) return;
    this.#storageRetry.watch();
    if (this.#storage.frozen) return;
    for (const id of this.#breakers.takeNext()) this.#line.add(id);
    for (const id of this.#alarm.takeDue()) this.#line.add(id);
    for (const id of this.#line) {
      if (this.#refresher.isFull) break;
      this.#line.delete(id);
      this.#attendTo(id);
    }
    this.#cancelTimer();
    const sleep = Math.min(LONGEST_SLEEP, this.#alarm.timeToNext(), this.#breakers.timeToNext());
    this.#cancelTimer = this.ports.timers.set(sleep, () => this.#tick());
  }

  #attendTo(id: string): void {
    const connection = this.#store.find(id);
    if (!connection || this.#refresher.isFlying(id)) return;
    const now = this.nowFor(connection);
    const isDue = isRefreshDue(connection, now);
    if (isDue && isPlannedLater(connection, now)) this.#store.change(id, { refreshAt: now });
    if (isDue && this.#breakers.admits(connection)) void this.#work.add(this.#refresher.refresh(id, 'due'));
    else if (this.#alarm.isTelling(connection, this.#store.exportedTokensOf(id)))
      void this.#work.add(this.notifier.raise(id).finally(() => this.#plan(id)));
    else if ((this.#vaults.dueAt(connection, now) ?? now + 1) <= now) void this.#vaults.sync(id);
    else this.#plan(id);
  }

  /** Puts on the alarm what a connection wants next; nothing while it is being refreshed. */
  #plan(id: string): void {
    const connection = this.#store.find(id);
    if (!connection || this.#refresher.isFlying(id)) return void this.#alarm.clear(id);
    const isWaiting = this.#breakers.triesAt(connection) !== null;
    const vaultAt = this.#vaults.dueAt(connection, this.nowFor(connection));
    this.#alarm.set(connection, this.#store.exportedTokensOf(id), isWaiting, vaultAt);
  }

  #planAll(): void {
    this.#alarm.reset();
    for (const { id } of this.#store.all()) this.#plan(id);
  }

  #planThese(ids: readonly string[]): void {
    for (const id of ids) this.#plan(id);
  }
}
