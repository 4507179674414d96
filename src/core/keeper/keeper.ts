import { dueCredentialNotification } from '../expiry/credential-expiry';
import { dueExpiryNotification } from '../expiry/notifications';
import { restingStatus, type Status } from '../expiry/status';
import { ownFailure, unknown } from '../failures/classify';
import type { FreshAccessToken } from '../model/access-token';
import { type Connection, type ConnectionSettings, type Resource, waitsForKeychain } from '../model/connection';
import { type Credential, NO_FACTS } from '../model/credential';
import type { KeeperEvent } from '../model/event';
import type { ExportedRefreshToken, ExportedTokenView, ExportTarget } from '../model/exported-token';
import type { Failure } from '../model/failure';
import type { HistoryEntry } from '../model/history-event';
import type { Result } from '../model/result';
import { type CancelTimer, type DurationMs, type EpochMs, MINUTE } from '../model/time';
import { ConnectionStore } from '../storage/connection-store';
import { HistoryLog } from '../storage/history-log';
import { SecretStore } from '../storage/secret-store';
import { Secrets } from '../storage/secrets';
import { Storage } from '../storage/storage';
import { AccessTokens } from './access-tokens';
import { Alarm, dueNow, LONGEST_SLEEP, nextTryAt } from './alarm';
import { CircuitBreakers } from './circuit-breaker';
import { Editor } from './editor';
import { Exports } from './exports';
import { Gate } from './gate';
import type { Busy, KeeperApi, SettingsChange, SignInTicket } from './keeper-api';
import { PendingWork } from './pending-work';
import type { KeeperPorts } from './ports';
import { type Reason, Refresher } from './refresher';
import { openSignIn } from './sign-in';
import { StorageRetry } from './storage-retry';

/** The engine behind every entry point: keeps each connection's refresh token from expiring. See {@link KeeperApi}. */
export class Keeper implements KeeperApi {
  readonly #store: ConnectionStore;
  readonly #secrets: Secrets;
  readonly #storage: Storage;
  readonly #refresher: Refresher;
  readonly #breakers: CircuitBreakers;
  readonly #editor: Editor;
  readonly #signIns = new Set<string>();
  /** Connections that want something. They wait here for a place, so that the circuit breakers are asked when one could really call. */
  readonly #line = new Set<string>();
  readonly #pendingWork = new PendingWork();
  readonly #accessTokens: AccessTokens;
  readonly #alarm: Alarm;
  readonly #history: HistoryLog | null;
  readonly #exports: Exports;
  readonly #storageRetry: StorageRetry;
  /** Asks the keychain of one connection after the other. */
  readonly #doubts = new Gate(1);
  #keychainRefusedAt: EpochMs = Number.NEGATIVE_INFINITY;
  #cancelTimer: CancelTimer = () => undefined;
  #isRunning = false;

  constructor(private readonly ports: KeeperPorts) {
    const { timers, random, clockOf } = ports;
    const secretStore = new SecretStore(ports.keychain);
    this.#store = new ConnectionStore(ports.file, timers, (isWritten) => this.#storage.wrote(isWritten));
    this.#secrets = new Secrets(this.#store, secretStore, random);
    this.#storage = new Storage(this.#store, this.#secrets, secretStore, ports, clockOf('global'));
    this.#breakers = new CircuitBreakers((connection) => this.nowFor(connection), random);
    this.#refresher = new Refresher(this.#store, this.#secrets, this.#storage, ports, (connection, failure) =>
      this.#planThese(this.#breakers.ended(connection, failure)),
    );
    this.#editor = new Editor(this.#store, this.#secrets, this.#refresher, this.#storage, ports, () => this.#tick());
    this.#accessTokens = new AccessTokens(this.#store, this.#refresher, this.#storage, ports, (id) => this.refresh(id));
    this.#exports = new Exports(this.#store, this.#secrets, this.#storage, ports, (id) => this.refresh(id));
    this.#alarm = new Alarm(clockOf);
    this.#storageRetry = new StorageRetry(
      timers,
      () => this.#storage.wantsRetry,
      () => void this.retryStorage(),
    );
    this.#history = ports.history ? new HistoryLog(ports.history, timers) : null;
    this.#store.listen((event) => this.#history?.hear(event));
    this.#store.listen((event) => {
      if (event.type === 'connection') this.#plan(event.id);
      if (event.type === 'list') this.#planAll();
      if (event.type === 'removed') this.#refresher.dropAccessTokens(event.id);
    });
  }

  async start(): Promise<void> {
    this.#isRunning = true;
    await this.open();
    // Much may have changed since the last tries were made.
    this.#refresher.troubles.tryAgain();
    this.#tick();
  }

  open(): Promise<void> {
    return this.#pendingWork.add(this.#storage.open());
  }

  async stop(): Promise<void> {
    this.#isRunning = false;
    this.#cancelTimer();
    this.#storageRetry.stop();
    this.#refresher.abort();
    await this.#pendingWork.settle();
    await this.#keepWhatWaits();
    if (this.#store.isBehind && !this.#storage.frozen) await this.#store.committed();
    await this.#store.stop();
    await this.#history?.stop();
    await this.#storage.close();
  }

  /** The last chance for tokens that are only in memory. */
  async #keepWhatWaits(): Promise<void> {
    for (const id of this.#secrets.pendingIds()) {
      const kept = await this.#refresher.keepPending(id);
      // Whatever refuses one refuses all, and may take long to do so.
      if (kept && !kept.ok) return;
    }
  }

  listen(listener: (event: KeeperEvent) => void): () => void {
    return this.#store.listen(listener);
  }

  connections(): readonly Connection[] {
    return this.#store.all();
  }

  find(id: string): Connection | null {
    return this.#store.find(id);
  }

  statusOf(connection: Connection): Status {
    return this.busyOf(connection.id) ? 'working' : restingStatus(connection, this.nowFor(connection));
  }

  busyOf(id: string): Busy | null {
    if (this.#signIns.has(id)) return 'sign-in';
    return this.#refresher.isSeenFlying(id) ? 'refresh' : null;
  }

  nextTryAt(connection: Connection): EpochMs | null {
    const own = nextTryAt(connection, this.nowFor(connection));
    const shared = this.#breakers.triesAt(connection);
    return own === null || shared === null ? own : Math.max(own, shared);
  }

  nowFor(connection: Pick<Connection, 'cloud'>): EpochMs {
    return this.ports.clockOf(connection.cloud).now();
  }

  appTrouble(): Failure | null {
    return this.#storage.troubles.worst;
  }

  clockSkew(): DurationMs | null {
    return this.#refresher.clockSkew;
  }

  async history(id: string): Promise<readonly HistoryEntry[]> {
    return (await this.#history?.read(id)) ?? [];
  }

  add(settings: ConnectionSettings, credential: Credential, facts = NO_FACTS): Promise<Result<Connection>> {
    return this.#pendingWork.add(this.#editor.add(settings, credential, facts));
  }

  change(id: string, change: SettingsChange): Promise<Result<Connection>> {
    return this.#pendingWork.add(this.#editor.change(id, change));
  }

  replaceCredential(id: string, credential: Credential, facts = NO_FACTS): Promise<Result<null>> {
    return this.#pendingWork.add(this.#editor.replaceCredential(id, credential, facts));
  }

  noteCredentialExpiry(id: string, expiresAt: EpochMs | null): Promise<Result<null>> {
    return this.#pendingWork.add(this.#editor.noteCredentialExpiry(id, expiresAt));
  }

  credentialOf(id: string): Promise<Result<Credential>> {
    return this.#pendingWork.add(this.#editor.credentialOf(id));
  }

  remove(id: string): Promise<Result<null>> {
    const connection = this.#store.find(id);
    if (connection) this.#breakers.forget(connection);
    return this.#pendingWork.add(this.#editor.remove(id));
  }

  importToken(id: string, refreshToken: string): Promise<Result<Connection>> {
    return this.#pendingWork.add(this.#editor.importToken(id, refreshToken));
  }

  beginSignIn(id: string): Promise<Result<SignInTicket>> {
    return this.#pendingWork.add(this.#beginSignIn(id));
  }

  async #beginSignIn(id: string): Promise<Result<SignInTicket>> {
    const connection = this.#store.find(id);
    if (!connection) return unknown();
    const now = this.nowFor(connection);
    if (this.#signIns.has(id)) return { ok: false, failure: ownFailure('sign-in/busy', now) };
    this.#signIns.add(id);
    this.#store.tell({ type: 'connection', id });
    const close = () => {
      this.#signIns.delete(id);
      this.#store.tell({ type: 'connection', id });
      this.#tick();
    };
    const opened = await this.#storage.withKeychain(now, async (): Promise<Result<SignInTicket>> => {
      await this.ports.keychain.probe();
      const credential = await this.#secrets.credential(connection);
      if (credential === null) return this.#refresher.troubles.record(connection, ownFailure('secret/gone', now));
      const ticket = openSignIn(connection, credential, this.#refresher, this.#store, this.ports, close);
      const complete: SignInTicket['complete'] = (exchange) => this.#pendingWork.add(ticket.complete(exchange));
      return { ok: true, value: { ...ticket, complete } };
    });
    if (!opened.ok) close();
    return opened;
  }

  refresh(id: string): Promise<Result<Connection>> {
    return this.#refresh(id, 'asked');
  }

  #refresh(id: string, reason: Reason): Promise<Result<Connection>> {
    return this.#pendingWork.add(this.#refresher.refresh(id, reason)).finally(() => this.#tick());
  }

  accessToken(id: string, validFor: DurationMs, resource?: Resource): Promise<Result<FreshAccessToken>> {
    return this.#pendingWork.add(this.#accessTokens.handOut(id, validFor, resource));
  }

  noteAccessTokenCopied(id: string): void {
    const connection = this.#store.find(id);
    if (!connection) return;
    const event = { kind: 'copy', at: this.nowFor(connection), took: 0, code: '' } as const;
    this.#store.tell({ type: 'history', id, event });
  }

  exportRefreshToken(id: string, to: ExportTarget): Promise<Result<ExportedRefreshToken>> {
    return this.#pendingWork.add(this.#exports.handOut(id, to));
  }

  exportedTokens(id: string): readonly ExportedTokenView[] {
    return this.#exports.views(id);
  }

  markExportReplaced(id: string, exportId: string): Promise<Result<null>> {
    return this.#pendingWork.add(this.#exports.markReplaced(id, exportId));
  }

  withdrawExport(id: string, exportId: string): Promise<Result<null>> {
    return this.#pendingWork.add(this.#exports.withdraw(id, exportId));
  }

  systemEvent(cause: 'wake' | 'unlock' | 'online' | 'clock'): void {
    if (!this.#isRunning) return;
    if (cause !== 'clock') {
      this.#breakers.hurry();
      this.#refresher.troubles.tryAgain();
      if (this.#storage.troubles.worst) void this.retryStorage();
    }
    this.#storageRetry.hurry();
    this.#planAll();
    this.#tick();
  }

  retryStorage(): Promise<Result<null>> {
    // Also in vain: what is known by now may be due, and a frozen keeper has set no timer.
    return this.#pendingWork.add(this.#retryStorage()).finally(() => this.#tick());
  }

  async #retryStorage(): Promise<Result<null>> {
    const failure = (await this.#storage.retry()) ?? (await this.#askKeychain());
    if (failure) return { ok: false, failure };
    for (const id of this.#secrets.pendingIds()) await this.#refresher.keepPending(id);
    const pending = new Set(this.#secrets.pendingIds());
    this.#planThese(this.#breakers.keychain.close());
    for (const connection of this.#store.all()) {
      const { id, refreshAt } = connection;
      if (pending.has(id) || !waitsForKeychain(connection)) continue;
      // What it was to try again, and perhaps before the schedule would, it tries now.
      const soon = refreshAt === null ? {} : { refreshAt: Math.min(refreshAt, this.nowFor(connection)) };
      this.#store.change(id, { trouble: null, ...soon });
    }
    await this.#store.committed();
    return { ok: true, value: null };
  }

  /** Why a keychain that a connection waits for cannot be used yet; `null`: it can, or nobody waits. */
  async #askKeychain(): Promise<Failure | null> {
    if (!this.#store.all().some(waitsForKeychain)) return null;
    const asked = await this.#storage.withKeychain(this.nowFor({ cloud: 'global' }), async () => {
      await this.ports.keychain.probe();
      return { ok: true, value: null };
    });
    return asked.ok ? null : asked.failure;
  }

  /** Does what is due, and sleeps until the next thing is. */
  #tick(): void {
    if (!this.#isRunning) return;
    this.#storageRetry.watch();
    if (this.#storage.frozen) return;
    for (const id of [...this.#alarm.takeDue(), ...this.#breakers.takeNext()]) this.#line.add(id);
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
    const { isRefresh, isNotification } = dueNow(connection, this.#store.exportedTokensOf(id), this.nowFor(connection));
    if (isRefresh && this.#breakers.admits(connection)) void this.#refresh(id, 'due');
    else if (isNotification)
      void this.#pendingWork.add(this.#notify(id)).finally(() => {
        this.#plan(id);
        this.#tick();
      });
    else this.#plan(id);
  }

  /** Puts on the alarm what a connection wants next; nothing while it is being refreshed. */
  #plan(id: string): void {
    const connection = this.#store.find(id);
    if (!connection || this.#refresher.isFlying(id)) this.#alarm.clear(id);
    else this.#alarm.set(connection, this.#store.exportedTokensOf(id), this.#breakers.triesAt(connection) !== null);
  }

  #planAll(): void {
    this.#alarm.reset();
    this.#planThese(this.#store.all().map(({ id }) => id));
  }

  #planThese(ids: readonly string[]): void {
    for (const id of ids) this.#plan(id);
  }

  /**
   * A newer token in memory may be kept by now, or the keychain may have one that the file does not know of: there is less to tell
   * then. A keychain that has just refused is not asked for each of many notifications.
   */
  async #endDoubt(id: string): Promise<void> {
    const now = this.nowFor({ cloud: 'global' });
    const since = now - this.#keychainRefusedAt;
    if (since >= 0 && since < MINUTE) return;
    const kept = await this.#refresher.keepPending(id);
    const isConfirmed = await this.#secrets.confirm(id).then(
      () => true,
      () => false,
    );
    if (kept?.ok === false || !isConfirmed) this.#keychainRefusedAt = now;
  }

  /** Recorded before it is told, so that a crash in between does not tell it twice; told even if it cannot be recorded. */
  async #notify(id: string): Promise<void> {
    await this.#doubts.pass(id, false, () => this.#endDoubt(id));
    const connection = this.#store.find(id);
    if (!connection) return;
    const { notificationsRaised, credential } = connection;
    const now = this.nowFor(connection);
    const expiry = dueExpiryNotification(connection, now);
    const ofCredential = dueCredentialNotification(connection, now);
    const ofExports = this.#exports.takeDueNotification(connection);
    this.#store.change(id, {
      ...(expiry ? { notificationsRaised: [...new Set([...notificationsRaised, ...expiry.settles])] } : {}),
      ...(ofCredential && credential
        ? { credential: { ...credential, notificationsRaised: ofCredential.settles } }
        : {}),
    });
    await this.#store.committed();
    for (const notification of [expiry?.notification, ofCredential?.notification, ofExports])
      if (notification) this.#store.tell({ type: 'notification', notification });
  }
}
