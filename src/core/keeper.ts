import { Alarm, dueNow, LONGEST_SLEEP } from './alarm';
import { Book } from './book';
import { ownFailure } from './classify';
import type { ClockSkew } from './clock-skew';
import type { Connection, ConnectionSettings } from './connection';
import type { Failure } from './failure';
import { Historian } from './historian';
import type { ToldEntry } from './history';
import type { Busy, FreshAccessToken, KeeperApi, KeeperEvent, Result, SignInTicket } from './keeper-api';
import { forgetWindow } from './learned-window';
import { Mender } from './mender';
import { dueWindowNotice } from './notices';
import type { AppSettings, KeeperPorts } from './ports';
import { Refresher } from './refresher';
import { openSignIn } from './sign-in';
import { restingStatus, type Status } from './status';
import { Storage } from './storage';
import type { CancelTimer, DurationMs, EpochMs } from './time';
import { TokenKeeper } from './token-keeper';
import { settingsProblem } from './validation';
import { Vault } from './vault';
import { planRefresh } from './window';

/** The engine behind every door: keeps each connection's refresh token from lapsing. See {@link KeeperApi}. */
export class Keeper implements KeeperApi {
  readonly #book: Book;
  readonly #tokens: TokenKeeper;
  readonly #storage: Storage;
  readonly #refresher: Refresher;
  readonly #signIns = new Set<string>();
  readonly #alarm: Alarm;
  readonly #historian: Historian | null;
  readonly #mender: Mender;
  #cancelTimer: CancelTimer = () => undefined;
  #running = false;

  constructor(private readonly ports: KeeperPorts) {
    const vault = new Vault(ports.keychain);
    this.#book = new Book(ports.file);
    this.#tokens = new TokenKeeper(this.#book, vault, ports.random);
    this.#storage = new Storage(this.#book, this.#tokens, vault, ports);
    this.#refresher = new Refresher(this.#book, this.#tokens, ports, () => this.#storage.save());
    this.#alarm = new Alarm(ports.clockOf);
    this.#mender = new Mender(
      ports.timers,
      () => this.#storage.wantsRetry,
      () => void this.retryStorage().finally(() => this.#tick()),
    );
    this.#historian = ports.history ? new Historian(ports.history) : null;
    this.#book.listen((event) => this.#historian?.hear(event));
    this.#book.listen((event) => {
      if (event.type === 'connection') this.#plan(event.id);
      if (event.type === 'list') this.#planAll();
    });
  }

  async start(): Promise<void> {
    this.#running = true;
    await this.#storage.open();
    // Much may have changed since the last tries were made.
    this.#forgiveTransients();
    this.#tick();
  }

  async stop(): Promise<void> {
    this.#running = false;
    this.#cancelTimer();
    this.#mender.stop();
    this.#refresher.abort();
    await this.#refresher.settle();
    if (this.#book.unsaved) await this.#storage.save();
    await this.#historian?.settle();
  }

  listen(listener: (event: KeeperEvent) => void): () => void {
    return this.#book.listen(listener);
  }

  connections(): readonly Connection[] {
    return this.#book.all();
  }

  find(id: string): Connection | null {
    return this.#book.find(id);
  }

  statusOf(connection: Connection): Status {
    return this.busyOf(connection.id) ? 'working' : restingStatus(connection, this.nowFor(connection));
  }

  busyOf(id: string): Busy | null {
    if (this.#signIns.has(id)) return 'sign-in';
    return this.#refresher.isFlying(id) ? 'refresh' : null;
  }

  nowFor(connection: Pick<Connection, 'cloud'>): EpochMs {
    return this.ports.clockOf(connection.cloud).now();
  }

  settings(): AppSettings {
    return this.#book.settings;
  }

  appTrouble(): Failure | null {
    return this.#storage.trouble;
  }

  clockSkew(): ClockSkew | null {
    return this.#refresher.clockSkew;
  }

  async add(settings: ConnectionSettings, clientSecret: string): Promise<Result<Connection>> {
    const now = this.nowFor(settings);
    const problem = settingsProblem({ ...settings, secret: clientSecret }, this.#names());
    if (problem !== null) return invalid(problem, now);
    const blank: Connection = {
      ...settings,
      name: settings.name.trim(),
      id: this.#newId(),
      createdAt: now,
      token: null,
      secretGeneration: null,
      trouble: null,
      learnedWindow: null,
      refreshAt: null,
      noticesRaised: [],
    };
    return this.#storage.withKeychain(now, async () => {
      const secretGeneration = await this.#tokens.writeClientSecret(blank, clientSecret.trim());
      const connection = { ...blank, secretGeneration };
      this.#book.put(connection);
      await this.#storage.save();
      return { ok: true, value: connection };
    });
  }

  async change(id: string, change: Partial<ConnectionSettings>): Promise<Result<Connection>> {
    const before = this.#book.find(id);
    if (!before) return unknown();
    const now = this.nowFor(before);
    if (change.cloud !== undefined && change.cloud !== before.cloud)
      return invalid('The cloud of a connection cannot be changed. Add a new connection instead.', now);
    const after = { ...before, ...change, name: (change.name ?? before.name).trim() };
    const problem = settingsProblem(after, this.#names(id));
    if (problem !== null) return invalid(problem, now);
    if (this.#storage.frozen) return { ok: false, failure: this.#storage.frozen };
    const aimedElsewhere = after.tenant !== before.tenant || after.clientId !== before.clientId;
    this.#book.put({
      ...after,
      refreshAt:
        change.schedule && before.token
          ? planRefresh(before.token, after.schedule, this.ports.random())
          : before.refreshAt,
      // A failure of the old settings says nothing about the new ones: try at once.
      trouble: aimedElsewhere && before.trouble ? { ...before.trouble, retryAt: now } : before.trouble,
    });
    await this.#storage.save();
    this.#noteChange(before, Object.keys(change).join(' '));
    this.#tick();
    return this.#found(id);
  }

  async forgetLearnedWindow(id: string): Promise<Result<null>> {
    const before = this.#book.find(id);
    if (!before) return unknown();
    if (this.#storage.frozen) return { ok: false, failure: this.#storage.frozen };
    if (before.learnedWindow === null) return { ok: true, value: null };
    this.#book.change(id, forgetWindow(before, this.ports.random()));
    await this.#storage.save();
    this.#noteChange(before, 'window');
    if (!before.trouble) this.#book.tell({ type: 'notices-moot', connectionId: id });
    this.#tick();
    return { ok: true, value: null };
  }

  async replaceSecret(id: string, clientSecret: string): Promise<Result<null>> {
    const before = this.#book.find(id);
    if (!before) return unknown();
    const now = this.nowFor(before);
    const problem = settingsProblem({ ...before, secret: clientSecret }, this.#names(id));
    if (problem !== null) return invalid(problem, now);
    return this.#storage.withKeychain(now, async () => {
      const secretGeneration = await this.#tokens.writeClientSecret(before, clientSecret.trim());
      const current = this.#book.change(id, { secretGeneration });
      if (!current) return unknown();
      this.#noteChange(current, 'secret');
      if (await this.#storage.save()) await this.#tokens.tidy(current, (current.token?.generation ?? 0) - 1);
      if (current.trouble?.failure.remedy !== 'replace-secret') return { ok: true, value: null };
      this.#book.change(id, { trouble: null, refreshAt: current.token ? now : null });
      this.#tick();
      return { ok: true, value: null };
    });
  }

  async remove(id: string): Promise<Result<null>> {
    const before = this.#book.find(id);
    if (!before) return unknown();
    if (this.#storage.frozen) return { ok: false, failure: this.#storage.frozen };
    this.#book.beginRemoval(id);
    await this.#refresher.forget(before);
    await this.#storage.save();
    this.#tick();
    return this.#storage.withKeychain(this.nowFor(before), async () => {
      await this.#storage.finishRemovals();
      return { ok: true, value: null };
    });
  }

  async changeSettings(change: Partial<AppSettings>): Promise<Result<AppSettings>> {
    if (this.#storage.frozen) return { ok: false, failure: this.#storage.frozen };
    const settings = this.#book.changeSettings(change);
    const saved = await this.#storage.save();
    return saved ? { ok: true, value: settings } : { ok: false, failure: this.#fault() };
  }

  async beginSignIn(id: string): Promise<Result<SignInTicket>> {
    const connection = this.#book.find(id);
    if (!connection) return unknown();
    const now = this.nowFor(connection);
    if (this.#signIns.has(id)) return { ok: false, failure: ownFailure('sign-in/busy', now) };
    this.#signIns.add(id);
    this.#book.tell({ type: 'connection', id });
    const close = () => {
      this.#signIns.delete(id);
      this.#book.tell({ type: 'connection', id });
      this.#tick();
    };
    const opened = await this.#storage.withKeychain(now, async (): Promise<Result<SignInTicket>> => {
      await this.ports.keychain.probe();
      const clientSecret = await this.#tokens.clientSecret(connection);
      if (clientSecret === null) return this.#refresher.record(connection, ownFailure('secret/gone', now));
      return { ok: true, value: openSignIn(connection, clientSecret, this.#refresher, this.#book, this.ports, close) };
    });
    if (!opened.ok) close();
    return opened;
  }

  refresh(id: string): Promise<Result<Connection>> {
    if (this.#storage.frozen) return Promise.resolve({ ok: false, failure: this.#storage.frozen });
    return this.#refresher.refresh(id).finally(() => this.#tick());
  }

  async accessToken(id: string, validFor: DurationMs): Promise<Result<FreshAccessToken>> {
    const connection = this.#book.find(id);
    if (!connection) return unknown();
    const cached = this.#refresher.cachedAccessToken(connection);
    if (cached && cached.expiresAt - this.nowFor(connection) >= validFor) return { ok: true, value: cached };
    const refreshed = await this.refresh(id);
    const fresh = this.#refresher.cachedAccessToken(connection);
    // A token that could not be kept in the keychain has still given an access token.
    if (fresh && fresh.accessToken !== cached?.accessToken) return { ok: true, value: fresh };
    return refreshed.ok ? { ok: false, failure: ownFailure('reply/incomplete', this.nowFor(connection)) } : refreshed;
  }

  noteCopy(id: string): void {
    const connection = this.#book.find(id);
    if (!connection) return;
    const happening = { kind: 'copy', at: this.nowFor(connection), took: 0, code: '' } as const;
    this.#book.tell({ type: 'happened', id, happening });
  }

  async history(id: string): Promise<readonly ToldEntry[]> {
    return (await this.#historian?.read(id)) ?? [];
  }

  nudge(cause: 'wake' | 'unlock' | 'online' | 'clock'): void {
    if (!this.#running) return;
    if (cause !== 'clock') this.#forgiveTransients();
    this.#mender.hurry();
    this.#planAll();
    if (this.#storage.trouble && cause !== 'clock') void this.retryStorage();
    this.#tick();
  }

  async retryStorage(): Promise<Result<null>> {
    const failure = await this.#storage.retry();
    if (failure) return { ok: false, failure };
    for (const id of this.#tokens.pendingIds()) await this.#refresher.keepPending(id);
    const waiting = new Set(this.#tokens.pendingIds());
    for (const { id, trouble } of this.#book.all()) {
      if (!waiting.has(id) && trouble?.failure.code.startsWith('keychain/')) this.#book.change(id, { trouble: null });
    }
    await this.#storage.save();
    this.#tick();
    return { ok: true, value: null };
  }

  /** Does what is due, and sleeps until the next thing is. */
  #tick(): void {
    if (!this.#running || this.#storage.frozen) return;
    this.#mender.watch();
    for (const id of this.#alarm.takeDue()) this.#attendTo(id);
    this.#cancelTimer();
    this.#cancelTimer = this.ports.timers.set(Math.min(LONGEST_SLEEP, this.#alarm.timeToNext()), () => this.#tick());
  }

  #attendTo(id: string): void {
    const connection = this.#book.find(id);
    if (!connection || this.#refresher.isFlying(id)) return;
    const now = this.nowFor(connection);
    const due = dueNow(connection, now);
    if (due === 'refresh') void this.refresh(id);
    else if (due === 'notice') void this.#raiseWindowNotice(connection, now);
    else this.#plan(id);
  }

  /** Puts on the alarm what a connection wants next; nothing while it is being refreshed. */
  #plan(id: string): void {
    const connection = this.#book.find(id);
    if (!connection || this.#refresher.isFlying(id)) this.#alarm.clear(id);
    else this.#alarm.set(connection);
  }

  #planAll(): void {
    this.#alarm.reset();
    for (const { id } of this.#book.all()) this.#plan(id);
  }

  /** Recorded before it is told, so that a crash in between does not tell it twice; told even if it cannot be recorded. */
  async #raiseWindowNotice(connection: Connection, now: EpochMs): Promise<void> {
    const due = dueWindowNotice(connection, now);
    if (!due) return;
    this.#book.change(connection.id, { noticesRaised: [...new Set([...connection.noticesRaised, ...due.settles])] });
    await this.#storage.save();
    this.#book.tell({ type: 'notice', notice: due.notice });
  }

  #forgiveTransients(): void {
    for (const { id, cloud, trouble } of this.#book.all()) {
      if (trouble?.retryAt != null && trouble.failure.retryAfter === undefined)
        this.#book.change(id, { trouble: { ...trouble, retryAt: this.nowFor({ cloud }) } });
    }
  }

  #noteChange(connection: Connection, code: string): void {
    const happening = { kind: 'settings', at: this.nowFor(connection), took: 0, code } as const;
    this.#book.tell({ type: 'happened', id: connection.id, happening });
  }

  #names(except?: string): string[] {
    return this.#book
      .all()
      .filter(({ id }) => id !== except)
      .map(({ name }) => name);
  }

  #found(id: string): Result<Connection> {
    const connection = this.#book.find(id);
    return connection ? { ok: true, value: connection } : unknown();
  }

  #fault(): Failure {
    return this.#storage.trouble ?? ownFailure('internal/fault', 0);
  }

  /** 32 hex digits in a GUID's layout without dashes. Not a secret. */
  #newId(): string {
    return Array.from({ length: 32 }, () => Math.floor(this.ports.random() * 16).toString(16)).join('');
  }
}

function unknown(): { ok: false; failure: Failure } {
  return { ok: false, failure: ownFailure('request/unknown', 0) };
}

function invalid(what: string, now: EpochMs): { ok: false; failure: Failure } {
  return { ok: false, failure: { ...ownFailure('request/invalid', now), what } };
}
