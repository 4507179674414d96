import { dueCredentialNotification } from '../expiry/credential-expiry';
import { dueExpiryNotification } from '../expiry/notifications';
import { restingStatus, type Status } from '../expiry/status';
import { ownFailure } from '../failures/classify';
import { unknown } from '../failures/refusals';
import type { FreshAccessToken } from '../model/access-token';
import type { ClockSkew } from '../model/clock-skew';
import { type Connection, type ConnectionSettings, type Resource, waitsForKeychain } from '../model/connection';
import { type Credential, NO_FACTS } from '../model/credential';
import type { KeeperEvent } from '../model/event';
import type { ExportedRefreshToken, ExportedTokenView, ExportTarget } from '../model/exported-token';
import type { Failure } from '../model/failure';
import type { HistoryEntryView } from '../model/history-event';
import type { Result } from '../model/result';
import type { AppSettings } from '../model/settings';
import type { CancelTimer, DurationMs, EpochMs } from '../model/time';
import { ConnectionStore } from '../storage/connection-store';
import { Historian } from '../storage/historian';
import { Mender } from '../storage/mender';
import { SecretStore } from '../storage/secret-store';
import { Storage } from '../storage/storage';
import { Tenancy } from '../storage/tenancy';
import { TokenKeeper } from '../storage/token-keeper';
import { AccessTokens } from './access-tokens';
import { Alarm, dueNow, LONGEST_SLEEP } from './alarm';
import { Editor, type SettingsChange } from './editor';
import { Exports } from './exports';
import type { Busy, KeeperApi, SignInTicket } from './keeper-api';
import type { KeeperPorts } from './ports';
import { type Reason, Refresher } from './refresher';
import { openSignIn } from './sign-in';
import { UnderWay } from './under-way';

/** The engine behind every door: keeps each connection's refresh token from expiring. See {@link KeeperApi}. */
export class Keeper implements KeeperApi {
  readonly #store: ConnectionStore;
  readonly #tokens: TokenKeeper;
  readonly #tenancy: Tenancy;
  readonly #storage: Storage;
  readonly #refresher: Refresher;
  readonly #editor: Editor;
  readonly #signIns = new Set<string>();
  readonly #underWay = new UnderWay();
  readonly #accessTokens: AccessTokens;
  readonly #alarm: Alarm;
  readonly #historian: Historian | null;
  readonly #exports: Exports;
  readonly #mender: Mender;
  #cancelTimer: CancelTimer = () => undefined;
  #running = false;

  constructor(private readonly ports: KeeperPorts) {
    const vault = new SecretStore(ports.keychain);
    this.#store = new ConnectionStore(ports.file);
    this.#tenancy = new Tenancy(ports.lock ?? null, (tenure) => this.#storage.catchUp(tenure));
    this.#tokens = new TokenKeeper(this.#store, vault, ports.random, this.#tenancy);
    this.#storage = new Storage(this.#store, this.#tokens, vault, ports, this.#tenancy);
    this.#refresher = new Refresher(this.#store, this.#tokens, ports, this.#storage, this.#tenancy);
    this.#editor = new Editor(this.#store, this.#tokens, this.#refresher, this.#storage, ports, () => this.#tick());
    this.#accessTokens = new AccessTokens(this.#store, this.#refresher, this.#storage, ports, (id, reason) =>
      reason === 'asked' ? this.refresh(id) : this.#refresh(id, reason),
    );
    this.#alarm = new Alarm(ports.clockOf);
    this.#mender = new Mender(
      ports.timers,
      () => this.#storage.wantsRetry,
      () => void this.retryStorage().finally(() => this.#tick()),
    );
    this.#exports = new Exports(this.#store, this.#tokens, this.#storage, ports, (id) => this.#refresh(id, 'asked'));
    this.#historian = ports.history ? new Historian(ports.history) : null;
    this.#store.listen((event) => this.#historian?.hear(event));
    this.#store.listen((event) => {
      if (event.type === 'connection') this.#plan(event.id);
      if (event.type === 'list') this.#planAll();
      if (event.type === 'removed') this.#refresher.dropAccessTokens(event.id);
    });
  }

  async start(): Promise<void> {
    this.#running = true;
    await this.#underWay.add(this.#storage.open());
    // Much may have changed since the last tries were made.
    this.#refresher.troubles.tryAgain();
    this.#tick();
  }

  open(): Promise<void> {
    return this.#storage.open();
  }

  async catchUp(): Promise<void> {
    // Whoever comes in catches up first.
    await this.#tenancy.hold(
      async () => undefined,
      () => undefined,
    );
    this.#tick();
  }

  async stop(): Promise<void> {
    this.#running = false;
    this.#cancelTimer();
    this.#mender.stop();
    this.#refresher.abort();
    await this.#underWay.settle();
    await this.#keepWhatWaits();
    if (this.#store.unsaved) await this.#storage.save();
    await this.#historian?.settle();
  }

  /** The last chance for tokens that are only in memory. */
  async #keepWhatWaits(): Promise<void> {
    if (this.#tokens.pendingIds().length === 0) return;
    await this.#storage.exclusively(async () => {
      for (const id of this.#tokens.pendingIds()) {
        const kept = await this.#refresher.keepPending(id);
        // Whatever refuses one refuses all, and may take long to do so.
        if (kept && !kept.ok) return kept;
      }
      return { ok: true, value: null };
    });
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

  nowFor(connection: Pick<Connection, 'cloud'>): EpochMs {
    return this.ports.clockOf(connection.cloud).now();
  }

  settings(): AppSettings {
    return this.#store.settings;
  }

  appTrouble(): Failure | null {
    return this.#storage.trouble;
  }

  clockSkew(): ClockSkew | null {
    return this.#refresher.clockSkew;
  }

  add(settings: ConnectionSettings, credential: Credential, facts = NO_FACTS): Promise<Result<Connection>> {
    return this.#exclusively(() => this.#editor.add(settings, credential, facts));
  }

  change(id: string, change: SettingsChange): Promise<Result<Connection>> {
    return this.#exclusively(() => this.#editor.change(id, change));
  }

  forgetLearnedWindow(id: string): Promise<Result<null>> {
    return this.#exclusively(() => this.#editor.forgetLearnedWindow(id));
  }

  replaceCredential(id: string, credential: Credential, facts = NO_FACTS): Promise<Result<null>> {
    return this.#exclusively(() => this.#editor.replaceCredential(id, credential, facts));
  }

  noteCredentialExpiry(id: string, expiresAt: EpochMs | null): Promise<Result<null>> {
    return this.#exclusively(() => this.#editor.noteCredentialExpiry(id, expiresAt));
  }

  importToken(id: string, refreshToken: string): Promise<Result<Connection>> {
    return this.#exclusively(() => this.#editor.importToken(id, refreshToken));
  }

  credentialOf(id: string): Promise<Result<Credential>> {
    return this.#exclusively(() => this.#editor.credentialOf(id));
  }

  remove(id: string): Promise<Result<null>> {
    return this.#exclusively(() => this.#editor.remove(id));
  }

  changeSettings(change: Partial<AppSettings>): Promise<Result<AppSettings>> {
    return this.#exclusively(() => this.#editor.changeSettings(change));
  }

  beginSignIn(id: string): Promise<Result<SignInTicket>> {
    return this.#exclusively(() => this.#beginSignIn(id));
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
      const credential = await this.#tokens.credential(connection);
      if (credential === null) return this.#refresher.troubles.record(connection, ownFailure('secret/gone', now));
      const ticket = openSignIn(connection, credential, this.#refresher, this.#store, this.ports, this.#tenancy, close);
      const complete: SignInTicket['complete'] = (exchange) => this.#underWay.add(ticket.complete(exchange));
      return { ok: true, value: { ...ticket, complete } };
    });
    if (!opened.ok) close();
    return opened;
  }

  refresh(id: string): Promise<Result<Connection>> {
    if (this.#storage.frozen) return Promise.resolve({ ok: false, failure: this.#storage.frozen });
    return this.#refresh(id, 'asked');
  }

  #refresh(id: string, reason: Reason): Promise<Result<Connection>> {
    return this.#underWay.add(this.#refresher.refresh(id, reason)).finally(() => this.#tick());
  }

  accessToken(id: string, validFor: DurationMs, resource?: Resource): Promise<Result<FreshAccessToken>> {
    return this.#underWay.add(this.#accessTokens.handOut(id, validFor, resource));
  }

  noteAccessTokenCopied(id: string): void {
    const connection = this.#store.find(id);
    if (!connection) return;
    const event = { kind: 'copy', at: this.nowFor(connection), took: 0, code: '' } as const;
    this.#store.tell({ type: 'history', id, event });
  }

  exportRefreshToken(id: string, to: ExportTarget): Promise<Result<ExportedRefreshToken>> {
    // Not from within a job of its own: it waits for a refresh, and refreshes may wait for all such jobs to end.
    return this.#underWay.add(this.#exports.handOut(id, to));
  }

  exportedTokens(id: string): readonly ExportedTokenView[] {
    return this.#exports.views(id);
  }

  markExportReplaced(id: string, exportId: string): Promise<Result<null>> {
    return this.#exclusively(() => this.#exports.markReplaced(id, exportId));
  }

  withdrawExport(id: string, exportId: string): Promise<Result<null>> {
    return this.#exclusively(() => this.#exports.withdraw(id, exportId));
  }

  recogniseCopy(refreshToken: string): readonly ExportedTokenView[] {
    return this.#exports.recognise(refreshToken);
  }

  async history(id: string): Promise<readonly HistoryEntryView[]> {
    return (await this.#historian?.read(id)) ?? [];
  }

  systemEvent(cause: 'wake' | 'unlock' | 'online' | 'clock'): void {
    if (!this.#running) return;
    if (cause !== 'clock') this.#refresher.troubles.tryAgain();
    this.#mender.hurry();
    this.#planAll();
    if (this.#storage.trouble && cause !== 'clock') void this.retryStorage();
    this.#tick();
  }

  retryStorage(): Promise<Result<null>> {
    return this.#exclusively(() => this.#retryStorage());
  }

  async #retryStorage(): Promise<Result<null>> {
    const failure = await this.#storage.retry();
    if (failure) return { ok: false, failure };
    for (const id of this.#tokens.pendingIds()) await this.#refresher.keepPending(id);
    const waiting = new Set(this.#tokens.pendingIds());
    for (const connection of this.#store.all()) {
      const { id, refreshAt } = connection;
      if (waiting.has(id) || !waitsForKeychain(connection)) continue;
      // What it was to try again, and perhaps before the schedule would, it tries now.
      this.#store.change(id, {
        trouble: null,
        ...(refreshAt === null ? {} : { refreshAt: Math.min(refreshAt, this.nowFor(connection)) }),
      });
    }
    await this.#storage.save();
    this.#tick();
    return { ok: true, value: null };
  }

  /** Does what is due, and sleeps until the next thing is. */
  #tick(): void {
    if (!this.#running || (this.#storage.frozen && !this.#storage.thaws)) return;
    this.#mender.watch();
    // What is due can only be done once the mender has got through.
    if (this.#storage.frozen) return;
    for (const id of this.#alarm.takeDue()) this.#attendTo(id);
    this.#cancelTimer();
    this.#cancelTimer = this.ports.timers.set(Math.min(LONGEST_SLEEP, this.#alarm.timeToNext()), () => this.#tick());
  }

  #attendTo(id: string): void {
    const connection = this.#store.find(id);
    if (!connection || this.#refresher.isFlying(id)) return;
    const now = this.nowFor(connection);
    const due = dueNow(connection, this.#store.exportedTokensOf(id), now);
    const raise = () => this.#raiseNotifications(id);
    if (due === 'refresh') void this.#refresh(id, 'due');
    else if (due === 'notification')
      void this.#underWay.add(this.#tenancy.hold(raise, raise)).finally(() => {
        this.#plan(id);
        this.#tick();
      });
    else this.#plan(id);
  }

  /** Puts on the alarm what a connection wants next; nothing while it is being refreshed. */
  #plan(id: string): void {
    const connection = this.#store.find(id);
    if (!connection || this.#refresher.isFlying(id)) this.#alarm.clear(id);
    else this.#alarm.set(connection, this.#store.exportedTokensOf(id));
  }

  #planAll(): void {
    this.#alarm.reset();
    for (const { id } of this.#store.all()) this.#plan(id);
  }

  /** Recorded before it is told, so that a crash in between does not tell it twice; told even if it cannot be recorded. */
  async #raiseNotifications(id: string): Promise<void> {
    // A newer token that is in memory only may be kept by now, and then there is less to tell.
    if (this.#tenancy.held) await this.#refresher.keepPending(id);
    const connection = this.#store.find(id);
    if (!connection) return;
    const { notificationsRaised, credential } = connection;
    const now = this.nowFor(connection);
    const lifetime = dueExpiryNotification(connection, now);
    const expiry = dueCredentialNotification(connection, now);
    const exportedTokens = this.#exports.takeDueNotification(connection);
    // Another process may have raised them.
    if (!lifetime && !expiry && !exportedTokens) return;
    this.#store.change(id, {
      ...(lifetime ? { notificationsRaised: [...new Set([...notificationsRaised, ...lifetime.settles])] } : {}),
      ...(expiry && credential ? { credential: { ...credential, notificationsRaised: expiry.settles } } : {}),
    });
    await this.#storage.save();
    const due = [lifetime?.notification, expiry?.notification, exportedTokens];
    for (const notification of due) if (notification) this.#store.tell({ type: 'notification', notification });
  }

  /** Every change begins with what other processes have done, and is seen by them whole. */
  #exclusively<T>(job: () => Promise<Result<T>>): Promise<Result<T>> {
    return this.#underWay.add(this.#storage.exclusively(job));
  }
}
