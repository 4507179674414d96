import { Alarm, dueNow, LONGEST_SLEEP } from './alarm';
import { Book } from './book';
import { classify, ownFailure } from './classify';
import type { ClockSkew } from './clock-skew';
import type { Connection, ConnectionSettings, Resource } from './connection';
import { type Credential, type CredentialFacts, NO_FACTS } from './credential';
import { dueCredentialNotice } from './credential-expiry';
import { Credentials, mismatch } from './credentials';
import type { Failure } from './failure';
import { fitRemedy } from './fit-remedy';
import { Historian } from './historian';
import type { ToldEntry } from './history';
import type { Busy, FreshAccessToken, KeeperApi, KeeperEvent, Result, SignInTicket } from './keeper-api';
import { forgetWindow } from './learned-window';
import { Mender } from './mender';
import { dueWindowNotice } from './notices';
import type { AppSettings, KeeperPorts } from './ports';
import { Refresher } from './refresher';
import { resourceKey, resourceProblem } from './resource';
import { openSignIn } from './sign-in';
import { restingStatus, type Status } from './status';
import { Storage } from './storage';
import type { CancelTimer, DurationMs, EpochMs } from './time';
import { explainImport, importProblem } from './token-import';
import { TokenKeeper } from './token-keeper';
import { credentialProblem, settingsProblem } from './validation';
import { Vault } from './vault';
import { planRefresh } from './window';

/** The engine behind every door: keeps each connection's refresh token from lapsing. See {@link KeeperApi}. */
export class Keeper implements KeeperApi {
  readonly #book: Book;
  readonly #tokens: TokenKeeper;
  readonly #storage: Storage;
  readonly #refresher: Refresher;
  readonly #credentials: Credentials;
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
    this.#credentials = new Credentials(this.#book, this.#tokens, this.#refresher, this.#storage);
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

  async add(
    settings: ConnectionSettings,
    credential: Credential,
    facts: CredentialFacts = NO_FACTS,
  ): Promise<Result<Connection>> {
    const now = this.nowFor(settings);
    const problem =
      settingsProblem(settings, this.#names()) ??
      mismatch(credential, settings.application) ??
      credentialProblem(credential);
    if (problem !== null) return invalid(problem, now);
    const blank: Connection = {
      ...settings,
      name: settings.name.trim(),
      id: this.#newId(),
      createdAt: now,
      token: null,
      credential: null,
      trouble: null,
      learnedWindow: null,
      refreshAt: null,
      noticesRaised: [],
    };
    return this.#storage.withKeychain(now, async () => {
      const connection = { ...blank, credential: await this.#tokens.writeCredential(blank, credential, facts) };
      this.#book.put(connection);
      await this.#storage.save();
      return { ok: true, value: connection };
    });
  }

  async change(id: string, change: Partial<Omit<ConnectionSettings, 'application'>>): Promise<Result<Connection>> {
    const before = this.#book.find(id);
    if (!before) return unknown();
    const now = this.nowFor(before);
    if (change.cloud !== undefined && change.cloud !== before.cloud)
      return invalid('The cloud of a connection cannot be changed. Add a new connection instead.', now);
    const { application } = before;
    const after = { ...before, ...change, application, name: (change.name ?? before.name).trim() };
    const problem = settingsProblem(after, this.#names(id));
    if (problem !== null) return invalid(problem, now);
    if (this.#storage.frozen) return { ok: false, failure: this.#storage.frozen };
    const aimedElsewhere = aims(after) !== aims(before);
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

  async replaceCredential(
    id: string,
    credential: Credential,
    facts: CredentialFacts = NO_FACTS,
  ): Promise<Result<null>> {
    const before = this.#book.find(id);
    if (!before) return unknown();
    const now = this.nowFor(before);
    const problem = credentialProblem(credential);
    if (problem !== null) return invalid(problem, now);
    const replaced = await this.#storage.withKeychain(now, () =>
      this.#credentials.replace(before, credential, facts, now),
    );
    this.#tick();
    return replaced.ok ? { ok: true, value: null } : replaced;
  }

  async noteCredentialExpiry(id: string, expiresAt: EpochMs | null): Promise<Result<null>> {
    const before = this.#book.find(id);
    if (!before) return unknown();
    const { credential } = before;
    if (!credential) return { ok: false, failure: ownFailure('secret/gone', this.nowFor(before)) };
    if (this.#storage.frozen) return { ok: false, failure: this.#storage.frozen };
    if (credential.expiresAt === expiresAt) return { ok: true, value: null };
    this.#book.change(id, { credential: { ...credential, expiresAt, noticesRaised: [] } });
    await this.#storage.save();
    this.#tick();
    return { ok: true, value: null };
  }

  async importToken(id: string, refreshToken: string): Promise<Result<Connection>> {
    const connection = this.#book.find(id);
    if (!connection) return unknown();
    const now = this.nowFor(connection);
    const problem = importProblem(refreshToken);
    if (problem !== null) return invalid(problem, now);
    return this.#storage.withKeychain(now, async () => {
      const exchange = await this.#refresher.exchangeWith(id, { refreshToken: refreshToken.trim() });
      this.#tick();
      if (!exchange.ok) return { ok: false, failure: fitRemedy(explainImport(exchange.raw, now), connection) };
      const happening = { kind: 'sign-in', at: now, took: 0, code: 'import' } as const;
      this.#book.tell({ type: 'happened', id, happening });
      return exchange;
    });
  }

  async credentialOf(id: string): Promise<Result<Credential>> {
    const connection = this.#book.find(id);
    if (!connection) return unknown();
    const now = this.nowFor(connection);
    return this.#storage.withKeychain(now, async () => {
      const credential = await this.#tokens.credential(connection);
      return credential ? { ok: true, value: credential } : { ok: false, failure: ownFailure('secret/gone', now) };
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
      const credential = await this.#tokens.credential(connection);
      if (credential === null) return this.#refresher.record(connection, ownFailure('secret/gone', now));
      return { ok: true, value: openSignIn(connection, credential, this.#refresher, this.#book, this.ports, close) };
    });
    if (!opened.ok) close();
    return opened;
  }

  refresh(id: string): Promise<Result<Connection>> {
    if (this.#storage.frozen) return Promise.resolve({ ok: false, failure: this.#storage.frozen });
    return this.#refresher.refresh(id).finally(() => this.#tick());
  }

  async accessToken(id: string, validFor: DurationMs, resource?: Resource): Promise<Result<FreshAccessToken>> {
    const connection = this.#book.find(id);
    if (!connection) return unknown();
    const isOwn = !resource || resourceKey(resource) === resourceKey(connection.resource);
    if (!isOwn) return this.#accessTokenFor(connection, validFor, resource);
    const cached = this.#refresher.cachedAccessToken(connection);
    if (cached && cached.expiresAt - this.nowFor(connection) >= validFor) return { ok: true, value: cached };
    const refreshed = await this.refresh(id);
    const fresh = this.#refresher.cachedAccessToken(connection);
    // A token that could not be kept in the keychain has still given an access token.
    if (fresh && fresh.accessToken !== cached?.accessToken) return { ok: true, value: fresh };
    return refreshed.ok ? { ok: false, failure: ownFailure('reply/incomplete', this.nowFor(connection)) } : refreshed;
  }

  async #accessTokenFor(
    connection: Connection,
    validFor: DurationMs,
    resource: Resource,
  ): Promise<Result<FreshAccessToken>> {
    const now = this.nowFor(connection);
    const problem = resourceProblem(connection, resource);
    if (problem !== null) return invalid(problem, now);
    const cached = this.#refresher.cachedAccessToken(connection, resource);
    if (cached && cached.expiresAt - now >= validFor) return { ok: true, value: cached };
    if (this.#storage.frozen) return { ok: false, failure: this.#storage.frozen };
    const exchange = await this.#refresher.exchangeWith(connection.id, { resource });
    if (!exchange.ok) return { ok: false, failure: fitRemedy(classify(exchange.raw, now), connection) };
    const fresh = this.#refresher.cachedAccessToken(connection, resource);
    return fresh ? { ok: true, value: fresh } : { ok: false, failure: ownFailure('reply/incomplete', now) };
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
    else if (due === 'notice') void this.#raiseNotices(connection, now);
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
  async #raiseNotices(connection: Connection, now: EpochMs): Promise<void> {
    const { id, noticesRaised, credential } = connection;
    const window = dueWindowNotice(connection, now);
    const expiry = dueCredentialNotice(connection, now);
    this.#book.change(id, {
      ...(window ? { noticesRaised: [...new Set([...noticesRaised, ...window.settles])] } : {}),
      ...(expiry && credential ? { credential: { ...credential, noticesRaised: expiry.settles } } : {}),
    });
    await this.#storage.save();
    for (const due of [window, expiry]) if (due) this.#book.tell({ type: 'notice', notice: due.notice });
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

/** What an exchange is aimed at. */
function aims({ tenant, clientId, resource, customCloud }: ConnectionSettings): string {
  return JSON.stringify([tenant, clientId, resourceKey(resource), customCloud]);
}

function unknown(): { ok: false; failure: Failure } {
  return { ok: false, failure: ownFailure('request/unknown', 0) };
}

function invalid(what: string, now: EpochMs): { ok: false; failure: Failure } {
  return { ok: false, failure: { ...ownFailure('request/invalid', now), what } };
}
