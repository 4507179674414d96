import { dueNow } from './alarm';
import type { Book } from './book';
import { classify, ownFailure } from './classify';
import { type ClockSkew, type Encounter, SkewWatch } from './clock-skew';
import type { Connection, Resource, Trouble } from './connection';
import type { Credential } from './credential';
import type { Failure, KeychainProblem, RawFailure } from './failure';
import { fitFailure } from './fit-failure';
import { Gate } from './gate';
import type { FreshAccessToken, Result } from './keeper-api';
import { disprovedBy, learnFrom } from './learned-window';
import { dueFailureNotice, failureKey, isOfKeychain } from './notices';
import { type Exchange, type KeeperPorts, KeychainError, type TokenSet } from './ports';
import { resourceKey } from './resource';
import { lookAgainDelay, paceOf, retryDelay } from './retry';
import { isShared, Scouts } from './scouts';
import type { Storage } from './storage';
import { tellOutcome } from './tell-outcome';
import type { Tenancy } from './tenancy';
import { DAY, type DurationMs, type EpochMs, MINUTE, SECOND } from './time';
import type { Origin, TokenKeeper } from './token-keeper';

/** So many exchanges at once, however many are due: no storm after a wake-up. */
const AT_ONCE = 4;

/** A token that another process obtained so short a time ago is as good as one that is asked for now. */
const JUST_NOW = 5 * MINUTE;

/** Why a refresh is wanted: it is due, somebody asked for it, or an access token is needed, which other processes do not share. */
export type Reason = 'due' | 'asked' | 'access-token';

type Failed = Extract<Result<never>, { ok: false }>;
/** How an exchange of another kind than a refresh ended. */
type Exchanged = { readonly ok: true; readonly value: Connection } | { readonly ok: false; readonly raw: RawFailure };

type Remembered = FreshAccessToken & { readonly obtainedAt: EpochMs };

/**
 * Refreshes connections: single-flight for each, at most {@link AT_ONCE} in all. Keeps the access token of the last
 * exchange in memory.
 */
export class Refresher {
  readonly #flights = new Map<string, Promise<Result<Connection>>>();
  /** Flights that only look whether somebody has ended a trouble: the connection goes on needing somebody meanwhile. */
  readonly #quiet = new Set<string>();
  /** By connection, then by resource. */
  readonly #accessTokens = new Map<string, Map<string, Remembered>>();
  readonly #gate = new Gate(AT_ONCE);
  /** Connections that a person waits for. */
  readonly #hurried = new Set<string>();
  readonly #pauses = new Set<() => void>();
  readonly #abort = new AbortController();
  readonly #skew = new SkewWatch();
  readonly #scouts: Scouts;

  constructor(
    private readonly book: Book,
    private readonly keeper: TokenKeeper,
    private readonly ports: KeeperPorts,
    private readonly storage: Storage,
    private readonly tenancy: Tenancy,
  ) {
    this.#scouts = new Scouts(book);
  }

  get clockSkew(): ClockSkew | null {
    return this.#skew.current;
  }

  /** A reply came, or none: what it says of the clock is noted. */
  meet(encounter: Encounter): void {
    if (this.#skew.meet(encounter)) this.book.tell({ type: 'clock-skew' });
  }

  isFlying(id: string): boolean {
    return this.#flights.has(id);
  }

  /** Whether a refresh is under way that somebody asked for or that is likely to succeed. */
  isSeenFlying(id: string): boolean {
    return this.#flights.has(id) && !this.#quiet.has(id);
  }

  /** Gives up waiting for replies. A token under way to the keychain is still kept. */
  abort(): void {
    this.#abort.abort();
    for (const go of [...this.#pauses]) go();
  }

  /** The access token in memory, if there is one and the clock has not gone back behind it. */
  cachedAccessToken(connection: Connection, resource: Resource = connection.resource): FreshAccessToken | null {
    const cached = this.#accessTokens.get(connection.id)?.get(resourceKey(resource));
    if (!cached || this.#now(connection) < cached.obtainedAt) return null;
    return { accessToken: cached.accessToken, expiresAt: cached.expiresAt };
  }

  /** Nothing more will be done for this connection; if it was trying for others, they try themselves. */
  forget(connection: Connection): Promise<void> {
    this.dropAccessTokens(connection.id);
    return this.#relieve(connection);
  }

  dropAccessTokens(id: string): void {
    this.#accessTokens.delete(id);
  }

  /** Refreshes now, or joins the refresh under way. A token that another process has obtained meanwhile may do as well. */
  refresh(id: string, reason: Reason): Promise<Result<Connection>> {
    if (reason !== 'due') this.#hurry(id);
    const flying = this.#flights.get(id);
    if (flying) {
      if (reason !== 'due' && this.#quiet.delete(id)) this.book.tell({ type: 'connection', id });
      return flying;
    }
    const trouble = this.book.find(id)?.trouble;
    if (reason === 'due' && trouble && trouble.failure.kind !== 'transient') this.#quiet.add(id);
    const known = this.book.find(id)?.token?.generation;
    const flight = this.#inTurn(
      id,
      async () => this.#obtainedElsewhere(id, known, reason) ?? (await this.#refreshAndTell(id)),
      () => this.#stoodAside(id),
    ).finally(() => {
      this.#flights.delete(id);
      this.#hurried.delete(id);
      this.#quiet.delete(id);
      this.book.tell({ type: 'connection', id });
    });
    this.#flights.set(id, flight);
    this.book.tell({ type: 'connection', id });
    return flight;
  }

  /**
   * Exchanges the held token in another way than the settings say: for another resource, or with another credential. What
   * comes is kept like any other; a failure is only returned, for it says nothing about the connection as it is.
   */
  async exchangeWith(
    id: string,
    use: { readonly resource?: Resource; readonly credential?: Credential; readonly refreshToken?: string },
  ): Promise<Exchanged> {
    const passed = this.#gate.pass<Exchanged>(id, async () => {
      const connection = this.book.find(id);
      if (!connection) return { ok: false, raw: { kind: 'no-token' } };
      const startedAt = this.#now(connection);
      const exchange = await this.#exchange(connection, use);
      if (!exchange.ok) return exchange;
      if (isSomebodyElse(connection, exchange.tokens)) return { ok: false, raw: otherAccount(exchange.tokens) };
      // The access token of another resource says nothing about this connection's own.
      const own = use.resource && connection.token ? { hasMfa: connection.token.hasMfa } : {};
      // When the person signed in for a token from elsewhere is not known: it counts from now.
      const origin = use.refreshToken === undefined ? 'exchange' : 'sign-in';
      const kept = await this.accept(id, { ...exchange.tokens, ...own }, startedAt, origin, use.resource);
      // Held in memory only: the card says so, and the access token is good.
      return { ok: true, value: kept.ok ? kept.value : connection };
    });
    this.#gate.hurry(id);
    return passed;
  }

  /** Keeps the tokens of an exchange that was asked for at `issuedAt`, and remembers the access token. */
  async accept(
    id: string,
    tokens: TokenSet,
    issuedAt: EpochMs,
    origin: Origin,
    resource: Resource | undefined = this.book.find(id)?.resource,
  ): Promise<Result<Connection>> {
    const before = this.book.find(id);
    if (!before || !resource) return { ok: false, failure: ownFailure('request/unknown', issuedAt) };
    const remembered = this.#accessTokens.get(id) ?? new Map<string, Remembered>();
    this.#accessTokens.set(id, remembered);
    remembered.set(resourceKey(resource), {
      accessToken: tokens.accessToken,
      expiresAt: issuedAt + tokens.accessTokenLifetime,
      obtainedAt: issuedAt,
    });
    const kept = await this.keeper.keep(id, tokens, issuedAt, origin);
    if (!kept.ok) {
      if (kept.problem === 'removed') return { ok: false, failure: ownFailure('request/unknown', issuedAt) };
      return this.record(before, inMemoryOnly(kept.problem, issuedAt));
    }
    await this.#saveThenTidy(kept.connection, before.token?.generation ?? null);
    return { ok: true, value: kept.connection };
  }

  /** Tries to keep a token that is only in memory. `null`: there is none. */
  async keepPending(id: string): Promise<Result<Connection> | null> {
    const before = this.book.find(id);
    const kept = before && (await this.keeper.keepPending(id));
    if (!kept) return null;
    if (kept.ok) {
      await this.#saveThenTidy(kept.connection, before.token?.generation ?? null);
      return { ok: true, value: kept.connection };
    }
    const now = this.#now(before);
    if (kept.problem === 'removed') return { ok: false, failure: ownFailure('request/unknown', now) };
    return this.record(before, inMemoryOnly(kept.problem, now));
  }

  /** Notes a failure on the connection, plans the next try, and raises the notice that is due. */
  async record(connection: Connection, found: Failure): Promise<Failed> {
    const failure = fitFailure(found, connection);
    const current = this.book.find(connection.id);
    const outdated = current?.token?.generation !== connection.token?.generation;
    const stopping = this.#abort.signal.aborted && failure.kind === 'transient';
    if (!current || outdated || stopping) return { ok: false, failure };
    const now = this.#now(current);
    const attempts = (current.trouble?.attempts ?? 0) + 1;
    const delay = this.#pause(current, failure, attempts, now);
    const trouble: Trouble = {
      failure: standing(current, failure),
      since: current.trouble?.since ?? now,
      attempts,
      retryAt: delay === null ? null : now + delay,
    };
    const due = dueFailureNotice(current, failure, now);
    const isTold = due !== null && this.#isToldOfAnother(current.id, failure);
    this.book.change(current.id, {
      ...learnFrom(failure, current, now),
      trouble,
      ...(due ? { noticesRaised: [...current.noticesRaised, ...due.settles] } : {}),
    });
    await this.storage.save();
    if (due && !isTold) this.book.tell({ type: 'notice', notice: due.notice });
    return { ok: false, failure };
  }

  /** Whether another connection has the same trouble, and what ends it for both has been told. */
  #isToldOfAnother(id: string, failure: Failure): boolean {
    if (!isOfKeychain(failure)) return false;
    const key = failureKey(failure);
    return this.book
      .all()
      .some(
        (other) => other.id !== id && other.trouble?.failure.code === failure.code && other.noticesRaised.includes(key),
      );
  }

  /**
   * Notes why a sign-in failed. A token that still works is none the worse for it; without one the card has to say what
   * is in the way. No notice: the person is looking at the window.
   */
  async recordSignInFailure(connection: Connection, found: Failure): Promise<Failed> {
    const failure = fitFailure(found, connection);
    const works = connection.token !== null && connection.trouble === null;
    if (works || failure.kind === 'transient') return { ok: false, failure };
    this.book.change(connection.id, { noticesRaised: [...connection.noticesRaised, failureKey(failure)] });
    return this.record(connection, failure);
  }

  /** Whoever waits for other processes to come first takes nobody's place at the gate meanwhile. */
  async #inTurn<T>(id: string, job: () => Promise<T>, refused: () => Promise<T>): Promise<T> {
    for (let hasPaused = false; ; hasPaused = true) {
      while (this.tenancy.crowded) await this.tenancy.departure;
      const passing = this.#gate.pass(id, async () => {
        if (!hasPaused && !this.#hurried.has(id)) await this.#letAMomentPass();
        return this.tenancy.crowded ? null : { result: await this.tenancy.ride(job, refused) };
      });
      if (this.#hurried.has(id)) this.#gate.hurry(id);
      const passed = await passing;
      if (passed) return passed.result;
    }
  }

  /** A person waits for this connection: it need not wait for those that are merely due. */
  #hurry(id: string): void {
    this.#hurried.add(id);
    this.#gate.hurry(id);
  }

  /** Of many that are due at the same time, as after a wake-up, each waits for up to a second of its own. */
  async #letAMomentPass(): Promise<void> {
    if (this.#flights.size <= AT_ONCE || this.#abort.signal.aborted) return;
    await new Promise<void>((resolve) => {
      const go = () => {
        this.#pauses.delete(go);
        cancel();
        resolve();
      };
      const cancel = this.ports.timers.set(this.ports.random() * SECOND, go);
      this.#pauses.add(go);
    });
  }

  /** The connection, if another process has refreshed it since `known` was the current generation and that is enough. */
  #obtainedElsewhere(id: string, known: number | undefined, reason: Reason): Result<Connection> | null {
    const connection = this.book.find(id);
    // An older generation is what was left of a damaged one.
    if (!connection?.token || connection.token.generation <= (known ?? 0) || reason === 'access-token') return null;
    const now = this.#now(connection);
    const age = now - connection.token.issuedAt;
    const isFresh = reason === 'due' ? dueNow(connection, [], now) !== 'refresh' : age >= 0 && age < JUST_NOW;
    return isFresh ? { ok: true, value: connection } : null;
  }

  /** Another process has the folder to itself for too long. */
  async #stoodAside(id: string): Promise<Failed> {
    const connection = this.book.find(id);
    const now = connection ? this.#now(connection) : 0;
    const failure = ownFailure('folder/busy', now);
    return connection ? this.record(connection, failure) : { ok: false, failure };
  }

  async #refreshAndTell(id: string): Promise<Result<Connection>> {
    const before = this.book.find(id);
    const startedAt = before ? this.#now(before) : 0;
    const result = await this.#refreshNow(id);
    // A refresh that we broke off ourselves is nothing to remember.
    if (!before || (!result.ok && this.#abort.signal.aborted)) return result;
    if (result.ok || !isShared(result.failure)) await this.#relieve(before);
    tellOutcome(this.book, id, 'refresh', result, startedAt, this.#now(before));
    return result;
  }

  /** How long to wait before the next try; longer while another connection tries for all. */
  #pause(connection: Connection, failure: Failure, attempts: number, now: EpochMs): DurationMs | null {
    const chance = this.ports.random();
    const { token, schedule } = connection;
    if (paceOf(failure) === 'daily')
      return token && schedule.kind === 'every' ? lookAgainDelay(token, now, chance) : null;
    const alone = retryDelay(failure, attempts, chance);
    const patience = alone === null ? null : this.#scouts.patienceOf(connection, failure, now);
    return alone === null || patience === null ? alone : Math.max(alone, patience * chance);
  }

  /** Those who waited for somebody to get through try as soon as they would have tried alone. */
  async #relieve(connection: Connection): Promise<void> {
    const waiting = this.#scouts.relieve(connection);
    for (const id of waiting) {
      const trouble = this.book.find(id)?.trouble;
      if (!trouble || trouble.retryAt === null) continue;
      const alone = retryDelay(trouble.failure, trouble.attempts, this.ports.random()) ?? 0;
      this.book.change(id, { trouble: { ...trouble, retryAt: Math.min(trouble.retryAt, trouble.failure.at + alone) } });
    }
    if (waiting.length > 0) await this.storage.save();
  }

  async #refreshNow(id: string, isSecondTry = false): Promise<Result<Connection>> {
    const before = this.book.find(id);
    const obstacle = before && (await this.storage.obstacle(this.#now(before)));
    if (this.storage.frozen) return { ok: false, failure: this.storage.frozen };
    if (obstacle) return this.record(before, obstacle);
    const connection = this.book.find(id);
    if (!connection) return { ok: false, failure: ownFailure('request/unknown', 0) };
    const startedAt = this.#now(connection);
    const waitingSince = this.keeper.pendingSince(id);
    if (waitingSince === null && !connection.token) return this.#findNothing(connection, startedAt);
    if (waitingSince !== null) {
      const kept = await this.keepPending(id);
      // A token that cannot be kept is still kept alive: once a day has passed it is exchanged from memory.
      if (kept && (kept.ok || startedAt - waitingSince < DAY)) return kept;
    }
    const exchange = await this.#exchange(connection);
    if (!exchange.ok && (exchange.raw.kind === 'no-token' || exchange.raw.kind === 'no-secret')) {
      // An entry that was edited or deleted by hand: the generation before it may still be there, and may still be good.
      await this.storage.lookAgain(startedAt);
      if (this.book.find(id) !== connection && !isSecondTry) return this.#refreshNow(id, true);
    }
    if (!exchange.ok) return this.record(connection, classify(exchange.raw, startedAt));
    if (isSomebodyElse(connection, exchange.tokens))
      return this.record(connection, classify(otherAccount(exchange.tokens), startedAt));
    const traded = this.keeper.newestValidity(connection);
    const disproved = traded && disprovedBy(connection, traded, startedAt, exchange.tokens.serverTime);
    if (disproved) this.book.change(id, disproved);
    return this.accept(id, exchange.tokens, startedAt, 'exchange');
  }

  /**
   * There is nothing to refresh. A next try that was planned was to keep a token in memory, which went with its process;
   * left on the connection it would be due again at once, and for ever.
   */
  async #findNothing(connection: Connection, now: EpochMs): Promise<Failed> {
    if (connection.trouble && connection.trouble.retryAt !== null) {
      this.book.change(connection.id, { trouble: null });
      await this.storage.save();
    }
    return { ok: false, failure: ownFailure('token/none', now) };
  }

  async #exchange(connection: Connection, use: Parameters<Refresher['exchangeWith']>[1] = {}): Promise<Exchange> {
    try {
      const credential = use.credential ?? (await this.keeper.credential(connection));
      if (credential === null) return { ok: false, raw: { kind: 'no-secret' } };
      const refreshToken = use.refreshToken ?? (await this.keeper.newestRefreshToken(connection));
      if (refreshToken === null) return { ok: false, raw: { kind: 'no-token' } };
      const startedAt = this.#now(connection);
      const exchange = await this.ports.endpoint.redeem({
        connection,
        credential,
        refreshToken,
        ...(use.resource ? { resource: use.resource } : {}),
        signal: this.#abort.signal,
      });
      this.meet({ cloud: connection.cloud, exchange, startedAt, endedAt: this.#now(connection) });
      return exchange;
    } catch (error) {
      if (error instanceof KeychainError) return { ok: false, raw: { kind: 'keychain', problem: error.problem } };
      return { ok: false, raw: { kind: 'internal', name: error instanceof Error ? error.name : 'unknown' } };
    }
  }

  async #saveThenTidy(connection: Connection, previous: number | null): Promise<void> {
    if (await this.storage.save()) await this.keeper.tidy(connection, previous);
  }

  #now(connection: Connection): EpochMs {
    return this.ports.clockOf(connection.cloud).now();
  }
}

/** What a connection is in trouble for after this failure: one that passes does not hide one that somebody has to end. */
function standing({ trouble }: Connection, failure: Failure): Failure {
  const outlasts = trouble !== null && failure.kind === 'transient' && paceOf(trouble.failure) !== 'soon';
  return outlasts ? trouble.failure : failure;
}

/** Whether the tokens are of another account than the one the connection has held. */
export function isSomebodyElse({ token }: Connection, { account }: TokenSet): boolean {
  return token !== null && (account.objectId !== token.account.objectId || account.tenantId !== token.account.tenantId);
}

/** The failure of {@link isSomebodyElse}. */
export function otherAccount({ account }: TokenSet): RawFailure {
  return { kind: 'unfit', reason: 'other-account', got: account.username };
}

function inMemoryOnly(problem: KeychainProblem | 'busy', now: EpochMs): Failure {
  const failure = ownFailure(problem === 'busy' ? 'folder/busy' : `keychain/${problem}`, now);
  return { ...failure, what: `${failure.what} The new refresh token is held in memory only.` };
}
