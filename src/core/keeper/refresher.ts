import { type Encounter, SkewWatch } from '../expiry/clock-skew';
import { disprovedBy } from '../expiry/learned-lifetime';
import { DEFAULT_LIFETIME } from '../expiry/lifetime';
import { classify, ownFailure } from '../failures/classify';
import type { FreshAccessToken } from '../model/access-token';
import type { ClockSkew } from '../model/clock-skew';
import type { Connection, Resource } from '../model/connection';
import type { Credential } from '../model/credential';
import type { Exchange, TokenSet } from '../model/exchange';
import type { Failure, KeychainProblem, RawFailure } from '../model/failure';
import type { Result } from '../model/result';
import { DAY, type EpochMs, MINUTE } from '../model/time';
import type { ConnectionStore } from '../storage/connection-store';
import { KeychainError } from '../storage/ports';
import type { Storage } from '../storage/storage';
import { tellOutcome } from '../storage/tell-outcome';
import type { Tenancy } from '../storage/tenancy';
import type { Origin, TokenKeeper } from '../storage/token-keeper';
import { AccessTokenMemory } from './access-token-memory';
import { dueNow } from './alarm';
import type { KeeperPorts } from './ports';
import { Queue } from './queue';
import { isShared } from './scouts';
import { Troubles } from './troubles';

/** A token that another process obtained so short a time ago is as good as one that is asked for now. */
const JUST_NOW = 5 * MINUTE;

/** Why a refresh is wanted: it is due, somebody asked for it, or an access token is needed, which other processes do not share. */
export type Reason = 'due' | 'asked' | 'access-token';

type Failed = Extract<Result<never>, { ok: false }>;
/** How an exchange of another kind than a refresh ended. */
type Exchanged = { readonly ok: true; readonly value: Connection } | { readonly ok: false; readonly raw: RawFailure };

/**
 * Refreshes connections: single-flight for each, few at once in all. Keeps the access token of the last exchange in
 * memory.
 */
export class Refresher {
  readonly #flights = new Map<string, Promise<Result<Connection>>>();
  /** Flights that only look whether somebody has ended a trouble: the connection goes on needing somebody meanwhile. */
  readonly #quiet = new Set<string>();
  readonly #accessTokens = new AccessTokenMemory();
  readonly #abort = new AbortController();
  readonly #skew = new SkewWatch();
  readonly #queue: Queue;
  /** What went wrong, and what follows from it. */
  readonly troubles: Troubles;

  constructor(
    private readonly store: ConnectionStore,
    private readonly keeper: TokenKeeper,
    private readonly ports: KeeperPorts,
    private readonly storage: Storage,
    tenancy: Tenancy,
  ) {
    this.#queue = new Queue(tenancy, ports.timers, ports.random);
    this.troubles = new Troubles(store, storage, ports, () => this.#abort.signal.aborted);
  }

  get clockSkew(): ClockSkew | null {
    return this.#skew.current;
  }

  /** A reply came, or none: what it says of the clock is noted. */
  meet(encounter: Encounter): void {
    if (this.#skew.meet(encounter)) this.store.tell({ type: 'clock-skew' });
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
    this.#queue.close();
  }

  /** The access token in memory, if there is one and the clock has not gone back behind it. */
  cachedAccessToken(connection: Connection, resource: Resource = connection.resource): FreshAccessToken | null {
    return this.#accessTokens.find(connection.id, resource, this.#now(connection));
  }

  /** Nothing more will be done for this connection; if it was trying for others, they try themselves. */
  forget(connection: Connection): Promise<void> {
    this.dropAccessTokens(connection.id);
    return this.troubles.relieve(connection);
  }

  dropAccessTokens(id: string): void {
    this.#accessTokens.forget(id);
  }

  /** Refreshes now, or joins the refresh under way. A token that another process has obtained meanwhile may do as well. */
  refresh(id: string, reason: Reason): Promise<Result<Connection>> {
    if (reason !== 'due') this.#queue.hurry(id);
    const flying = this.#flights.get(id);
    if (flying) {
      if (reason !== 'due' && this.#quiet.delete(id)) this.store.tell({ type: 'connection', id });
      return flying;
    }
    const trouble = this.store.find(id)?.trouble;
    if (reason === 'due' && trouble && trouble.failure.kind !== 'transient') this.#quiet.add(id);
    const known = this.store.find(id)?.token?.generation;
    const flight = this.#queue
      .take(
        id,
        async () => this.#obtainedElsewhere(id, known, reason) ?? (await this.#refreshAndTell(id)),
        () => this.#stoodAside(id),
      )
      .finally(() => {
        this.#flights.delete(id);
        this.#quiet.delete(id);
        this.store.tell({ type: 'connection', id });
      });
    this.#flights.set(id, flight);
    this.store.tell({ type: 'connection', id });
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
    return this.#queue.takeFirst<Exchanged>(id, async () => {
      const connection = this.store.find(id);
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
  }

  /** Keeps the tokens of an exchange that was asked for at `issuedAt`, and remembers the access token. */
  async accept(
    id: string,
    tokens: TokenSet,
    issuedAt: EpochMs,
    origin: Origin,
    resource: Resource | undefined = this.store.find(id)?.resource,
  ): Promise<Result<Connection>> {
    const before = this.store.find(id);
    if (!before || !resource) return { ok: false, failure: ownFailure('request/unknown', issuedAt) };
    this.#accessTokens.remember(id, resource, {
      accessToken: tokens.accessToken,
      expiresAt: issuedAt + tokens.accessTokenLifetime,
      obtainedAt: issuedAt,
    });
    const kept = await this.keeper.keep(id, tokens, issuedAt, origin);
    if (!kept.ok) {
      if (kept.problem === 'removed') return { ok: false, failure: ownFailure('request/unknown', issuedAt) };
      return this.troubles.record(before, inMemoryOnly(kept.problem, issuedAt));
    }
    await this.#saveThenTidy(kept.connection, before.token?.generation ?? null);
    return { ok: true, value: kept.connection };
  }

  /** Tries to keep a token that is only in memory. `null`: there is none. */
  async keepPending(id: string): Promise<Result<Connection> | null> {
    const before = this.store.find(id);
    const kept = before && (await this.keeper.keepPending(id));
    if (!kept) return null;
    if (kept.ok) {
      await this.#saveThenTidy(kept.connection, before.token?.generation ?? null);
      return { ok: true, value: kept.connection };
    }
    const now = this.#now(before);
    if (kept.problem === 'removed') return { ok: false, failure: ownFailure('request/unknown', now) };
    return this.troubles.record(before, inMemoryOnly(kept.problem, now));
  }

  /** The connection, if another process has refreshed it since `known` was the current generation and that is enough. */
  #obtainedElsewhere(id: string, known: number | undefined, reason: Reason): Result<Connection> | null {
    const connection = this.store.find(id);
    // An older generation is what was left of a damaged one.
    if (!connection?.token || connection.token.generation <= (known ?? 0) || reason === 'access-token') return null;
    const now = this.#now(connection);
    const age = now - connection.token.issuedAt;
    const isFresh = reason === 'due' ? dueNow(connection, [], now) !== 'refresh' : age >= 0 && age < JUST_NOW;
    return isFresh ? { ok: true, value: connection } : null;
  }

  /** Another process has the folder to itself for too long. */
  async #stoodAside(id: string): Promise<Failed> {
    const connection = this.store.find(id);
    const now = connection ? this.#now(connection) : 0;
    const failure = ownFailure('folder/busy', now);
    return connection ? this.troubles.record(connection, failure) : { ok: false, failure };
  }

  async #refreshAndTell(id: string): Promise<Result<Connection>> {
    const before = this.store.find(id);
    const startedAt = before ? this.#now(before) : 0;
    const result = await this.#refreshNow(id);
    // A refresh that we broke off ourselves is nothing to remember.
    if (!before || (!result.ok && this.#abort.signal.aborted)) return result;
    if (result.ok || !isShared(result.failure)) await this.troubles.relieve(before);
    tellOutcome(this.store, id, 'refresh', result, startedAt, this.#now(before));
    return result;
  }

  async #refreshNow(id: string, isSecondTry = false): Promise<Result<Connection>> {
    const before = this.store.find(id);
    const obstacle = before && (await this.storage.obstacle(this.#now(before)));
    if (this.storage.frozen) return { ok: false, failure: this.storage.frozen };
    if (obstacle) return this.troubles.record(before, obstacle);
    const connection = this.store.find(id);
    if (!connection) return { ok: false, failure: ownFailure('request/unknown', 0) };
    const startedAt = this.#now(connection);
    const waitingSince = this.keeper.pendingSince(id);
    if (waitingSince === null && !connection.token) return this.#findNothing(connection, startedAt);
    if (waitingSince !== null) {
      const kept = await this.keepPending(id);
      // A token that cannot be kept is still kept alive: once a day, or a third of its window, has passed it is exchanged from memory.
      const patience = Math.min(DAY, (connection.learnedLifetime ?? DEFAULT_LIFETIME) / 3);
      if (kept && (kept.ok || startedAt - waitingSince < patience)) return kept;
    }
    const exchange = await this.#exchange(connection);
    if (!exchange.ok && (exchange.raw.kind === 'no-token' || exchange.raw.kind === 'no-secret')) {
      // An entry that was edited or deleted by hand: the generation before it may still be there, and may still be good.
      await this.storage.lookAgain(startedAt);
      if (this.store.find(id) !== connection && !isSecondTry) return this.#refreshNow(id, true);
    }
    if (!exchange.ok) return this.troubles.record(connection, classify(exchange.raw, startedAt));
    if (isSomebodyElse(connection, exchange.tokens))
      return this.troubles.record(connection, classify(otherAccount(exchange.tokens), startedAt));
    const traded = this.keeper.newestValidity(connection);
    const disproved = traded && disprovedBy(connection, traded, startedAt, exchange.tokens.serverTime);
    if (disproved) this.store.change(id, disproved);
    return this.accept(id, exchange.tokens, startedAt, 'exchange');
  }

  /**
   * There is nothing to refresh. A next try that was planned was to keep a token in memory, which went with its process;
   * left on the connection it would be due again at once, and for ever.
   */
  async #findNothing(connection: Connection, now: EpochMs): Promise<Failed> {
    if (connection.trouble && connection.trouble.retryAt !== null) {
      this.store.change(connection.id, { trouble: null });
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

/** Whether the tokens are of another account than the one the connection has held. */
export function isSomebodyElse({ token }: Connection, { account }: TokenSet): boolean {
  return token !== null && (account.objectId !== token.account.objectId || account.tenantId !== token.account.tenantId);
}

/** The failure of {@link isSomebodyElse}. */
export function otherAccount({ account }: TokenSet): RawFailure {
  return { kind: 'unusable', reason: 'other-account', got: account.username };
}

function inMemoryOnly(problem: KeychainProblem | 'busy', now: EpochMs): Failure {
  const failure = ownFailure(problem === 'busy' ? 'folder/busy' : `keychain/${problem}`, now);
  return { ...failure, what: `${failure.what} The new refresh token is held in memory only.` };
}
