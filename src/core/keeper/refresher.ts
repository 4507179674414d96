import { DEFAULT_LIFETIME } from '../expiry/lifetime';
import { kindOf } from '../failures/catalogue';
import { classify, invalid, ownFailure, unknown } from '../failures/classify';
import type { Connection, Resource } from '../model/connection';
import type { FreshAccessToken, TokenSet } from '../model/exchange';
import type { Failure, Result } from '../model/failure';
import type { Random } from '../model/new-id';
import { resourceKey, resourceProblem } from '../model/resource';
import { DAY, type DurationMs, type EpochMs } from '../model/time';
import type { ConnectionStore } from '../storage/connection-store';
import { Gate } from '../storage/gate';
import { KeychainError } from '../storage/ports';
import type { Origin, Secrets } from '../storage/secrets';
import type { Storage } from '../storage/storage';
import { AccessTokens } from './access-tokens';
import type { Exchanges, Use } from './exchanges';
import { Troubles } from './troubles';

/** So many exchanges at once, however many are due: no storm after a wake-up. */
const AT_ONCE = 4;

/** Refreshes connections: single-flight for each, and for each other resource, few at once in all. */
export class Refresher {
  readonly #flights = new Map<string, Promise<Result<Connection>>>();
  /** Flights that only look whether somebody has ended a trouble: the connection goes on needing somebody meanwhile. */
  readonly #quiet = new Set<string>();
  /** Exchanges for another resource, by connection and resource. */
  readonly #others = new Map<string, Promise<Result<Connection>>>();
  readonly #gate = new Gate(AT_ONCE);
  readonly accessTokens = new AccessTokens();
  /** What went wrong, and what follows from it. */
  readonly troubles: Troubles;

  constructor(
    private readonly store: ConnectionStore,
    private readonly secrets: Secrets,
    private readonly storage: Storage,
    private readonly exchanges: Exchanges,
    random: Random,
    /** Told how each try ended; `null`: well. */
    private readonly ended: (connection: Connection, failure: Failure | null) => void,
  ) {
    this.troubles = new Troubles(store, random, () => exchanges.isAborted);
  }

  /** Whether as many exchanges are under way as may be at once. */
  get isFull(): boolean {
    return this.#gate.isFull;
  }

  isFlying(id: string): boolean {
    return this.#flights.has(id);
  }

  /** Whether a refresh is under way that somebody asked for or that is likely to succeed. */
  isSeenFlying(id: string): boolean {
    return this.#flights.has(id) && !this.#quiet.has(id);
  }

  /** Refreshes now, or joins the refresh under way. One that is only due is not to be begun while {@link isFull}. */
  refresh(id: string, reason: 'due' | 'asked'): Promise<Result<Connection>> {
    const isAsked = reason === 'asked';
    const flying = this.#flights.get(id);
    if (flying) {
      if (isAsked && this.#quiet.delete(id)) this.store.tell({ type: 'connection', id });
      return flying;
    }
    const trouble = this.store.find(id)?.trouble;
    if (!isAsked && trouble && kindOf(trouble.failure.code) !== 'transient') this.#quiet.add(id);
    const flight = this.#gate
      .pass(() => this.#refreshAndTell(id))
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
   * An access token valid for at least `validFor` more; refreshes first when the one in memory is not. For another `resource`
   * than the connection's own the same refresh token is exchanged; that failing is no trouble of the connection.
   */
  async accessToken(id: string, validFor: DurationMs, resource?: Resource): Promise<Result<FreshAccessToken>> {
    const connection = this.store.find(id);
    if (!connection) return unknown();
    const now = this.store.nowFor(connection);
    const wanted = resource ?? connection.resource;
    const isOther = resourceKey(wanted) !== resourceKey(connection.resource);
    const problem = isOther ? resourceProblem(connection, wanted) : null;
    if (problem !== null) return invalid(problem, now);
    const cached = this.accessTokens.find(id, wanted, now);
    if (cached && cached.expiresAt - now >= validFor) return { ok: true, value: cached };
    const exchanged = await (isOther ? this.#exchangeFor(id, wanted) : this.refresh(id, 'asked'));
    const fresh = this.accessTokens.find(id, wanted, this.store.nowFor(connection));
    // A token that could not be kept in the keychain has still given an access token.
    if (fresh && fresh.accessToken !== cached?.accessToken) return { ok: true, value: fresh };
    return exchanged.ok ? { ok: false, failure: ownFailure('reply/incomplete', now) } : exchanged;
  }

  /** Exchanges the token for another resource, or joins the exchange under way. */
  #exchangeFor(id: string, resource: Resource): Promise<Result<Connection>> {
    const key = `${id} ${resourceKey(resource)}`;
    const flying = this.#others.get(key);
    if (flying) return flying;
    const flight = this.storage
      .withKeychain(() => this.exchangeWith(id, { resource }))
      .finally(() => this.#others.delete(key));
    this.#others.set(key, flight);
    return flight;
  }

  /** Exchanges the token for another resource, or with another credential. A failure says nothing of the connection. */
  exchangeWith(id: string, use: Use): Promise<Result<Connection>> {
    return this.#gate.pass<Result<Connection>>(async () => {
      const connection = this.store.find(id);
      if (!connection) return unknown();
      const startedAt = this.store.nowFor(connection);
      const { exchange, used, origin } = await this.exchanges.run(connection, use);
      if (!exchange.ok) return { ok: false, failure: classify(exchange.raw, startedAt) };
      // The access token of another resource says nothing about this connection's own.
      const own = use.resource && connection.token ? { hasMfa: connection.token.hasMfa } : {};
      const kept = await this.accept(used, { ...exchange.tokens, ...own }, startedAt, origin, use.resource);
      // Held in memory only: the card says so, and the access token is good.
      return { ok: true, value: kept.ok ? kept.value : connection };
    });
  }

  /** Keeps the tokens of an exchange that the connection as it was then asked for at `issuedAt`, and remembers the access token. */
  async accept(
    issuedTo: Connection,
    tokens: TokenSet,
    issuedAt: EpochMs,
    origin: Origin,
    resource: Resource = issuedTo.resource,
  ): Promise<Result<Connection>> {
    const { id } = issuedTo;
    const before = this.store.find(id);
    if (!before) return unknown();
    // A token that waits in memory is none the less to be kept.
    const waiting = origin === 'stays' ? await this.keepPending(id) : null;
    const kept = waiting ?? (await this.#outcomeOf(before, this.secrets.keep(issuedTo, tokens, issuedAt, origin)));
    if (!kept) return this.store.find(id) ? { ok: false, failure: ownFailure('token/mismatch', issuedAt) } : unknown();
    const { accessToken } = tokens;
    const expiresAt = issuedAt + tokens.accessTokenLifetime;
    this.accessTokens.remember(id, resource, { accessToken, expiresAt, obtainedAt: issuedAt });
    return kept;
  }

  /** Tries to keep a token that is only in memory. `null`: there is none. */
  async keepPending(id: string): Promise<Result<Connection> | null> {
    const before = this.store.find(id);
    return before && this.#outcomeOf(before, this.secrets.keepPending(id));
  }

  /** The same for all of them. What refuses one refuses all, and may take long to do so: resolves to that. */
  async keepAllPending(): Promise<Failure | null> {
    for (const id of this.secrets.pendingIds()) {
      const kept = await this.keepPending(id);
      if (kept?.ok === false) return kept.failure;
    }
    return null;
  }

  async #outcomeOf(before: Connection, keeping: Promise<Connection | null>): Promise<Result<Connection> | null> {
    try {
      const kept = await keeping;
      return kept && { ok: true, value: kept };
    } catch (error) {
      if (!(error instanceof KeychainError)) throw error;
      const failure = ownFailure(`keychain/${error.problem}`, this.store.nowFor(before), { kind: 'in-memory' });
      return this.troubles.record(this.store.find(before.id) ?? before, failure);
    }
  }

  async #refreshAndTell(id: string): Promise<Result<Connection>> {
    const before = this.store.find(id);
    if (!before) return unknown();
    const startedAt = this.store.nowFor(before);
    const result = await this.#refreshNow(before, startedAt);
    // A refresh that we broke off ourselves is nothing to remember.
    if (!result.ok && this.exchanges.isAborted) return result;
    this.ended(before, result.ok ? null : result.failure);
    this.noteOutcome(id, 'refresh', result, startedAt);
    return result;
  }

  /** Tells the listeners how a refresh or a sign-in ended, unless the connection was removed meanwhile. */
  noteOutcome(id: string, kind: 'refresh' | 'sign-in', result: Result<Connection>, startedAt: EpochMs): void {
    const connection = this.store.find(id);
    if (!connection) return;
    const at = this.store.nowFor(connection);
    const [ended, code] = result.ok ? [kind, ''] : ['failure' as const, result.failure.code];
    this.store.tell({ type: 'history', id, event: { kind: ended, at, took: Math.max(0, at - startedAt), code } });
  }

  async #refreshNow(before: Connection, startedAt: EpochMs): Promise<Result<Connection>> {
    const { id } = before;
    if (this.storage.frozen) return { ok: false, failure: this.storage.frozen };
    const waitingSince = this.secrets.pendingSince(id);
    if (waitingSince === null && !before.token) {
      // A planned try was to keep a token in memory, which went with its process; left there it would be due for ever.
      if (before.trouble && before.trouble.retryAt !== null) this.store.change(id, { trouble: null });
      return { ok: false, failure: ownFailure('token/none', startedAt) };
    }
    if (waitingSince !== null) {
      const kept = await this.keepPending(id);
      // A token that cannot be kept is still kept alive: once a day, or a third of its lifetime, has passed it is exchanged from memory.
      const patience = Math.min(DAY, (before.learnedLifetime ?? DEFAULT_LIFETIME) / 3);
      if (kept && (kept.ok || startedAt - waitingSince < patience)) return kept;
    }
    const { exchange, used, origin } = await this.exchanges.run(before);
    if (!exchange.ok) return this.troubles.record(used, classify(exchange.raw, startedAt));
    return this.accept(used, exchange.tokens, startedAt, origin);
  }
}
