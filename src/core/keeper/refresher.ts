import { type Encounter, SkewWatch } from '../expiry/clock-skew';
import { DEFAULT_LIFETIME } from '../expiry/lifetime';
import { kindOf } from '../failures/catalogue';
import { classify, invalid, otherAccount, own, ownFailure, unknown } from '../failures/classify';
import type { Connection, Resource } from '../model/connection';
import type { Credential } from '../model/credential';
import type { Exchange, FreshAccessToken, TokenSet } from '../model/exchange';
import type { Failure, RawFailure, Result } from '../model/failure';
import { resourceKey, resourceProblem } from '../model/resource';
import { DAY, type DurationMs, type EpochMs } from '../model/time';
import type { ConnectionStore } from '../storage/connection-store';
import { Gate } from '../storage/gate';
import { KeychainError } from '../storage/ports';
import type { Origin, Secrets } from '../storage/secrets';
import type { Storage } from '../storage/storage';
import { AccessTokens } from './access-tokens';
import type { KeeperPorts } from './ports';
import { Troubles } from './troubles';

/** So many exchanges at once, however many are due: no storm after a wake-up. */
const AT_ONCE = 4;

/** What an exchange is to use in place of what the connection has. */
interface Use {
  readonly resource?: Resource;
  readonly credential?: Credential;
  readonly refreshToken?: string;
}

type Failed = Extract<Exchange, { ok: false }>;

/** Refreshes connections: single-flight for each, few at once in all. */
export class Refresher {
  readonly #flights = new Map<string, Promise<Result<Connection>>>();
  /** Flights that only look whether somebody has ended a trouble: the connection goes on needing somebody meanwhile. */
  readonly #quiet = new Set<string>();
  readonly #abort = new AbortController();
  readonly #skew = new SkewWatch();
  readonly #gate = new Gate(AT_ONCE);
  readonly accessTokens = new AccessTokens();
  /** What went wrong, and what follows from it. */
  readonly troubles: Troubles;

  constructor(
    private readonly store: ConnectionStore,
    private readonly secrets: Secrets,
    private readonly storage: Storage,
    private readonly ports: Pick<KeeperPorts, 'endpoint' | 'random'>,
    /** Told how each try ended; `null`: well. */
    private readonly ended: (connection: Connection, failure: Failure | null) => void,
  ) {
    this.troubles = new Troubles(store, ports.random, () => this.#abort.signal.aborted);
  }

  get clockSkew(): DurationMs | null {
    return this.#skew.current;
  }

  /** A reply came, or none: what it says of the clock is noted. */
  meet(encounter: Encounter): void {
    if (this.#skew.meet(encounter)) this.store.tell({ type: 'clock-skew' });
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

  /** Gives up waiting for replies. A token on its way to the keychain is still kept. */
  abort(): void {
    this.#abort.abort();
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
    const exchanged = isOther
      ? await this.storage.withKeychain(() => this.exchangeWith(id, { resource: wanted }))
      : await this.refresh(id, 'asked');
    const fresh = this.accessTokens.find(id, wanted, this.store.nowFor(connection));
    // A token that could not be kept in the keychain has still given an access token.
    if (fresh && fresh.accessToken !== cached?.accessToken) return { ok: true, value: fresh };
    return exchanged.ok ? { ok: false, failure: ownFailure('reply/incomplete', now) } : exchanged;
  }

  /**
   * Exchanges the held token in another way than the settings say: for another resource, or with another credential. What
   * comes is kept like any other; a failure is only returned, for it says nothing about the connection as it is.
   */
  exchangeWith(id: string, use: Use): Promise<Result<Connection>> {
    return this.#gate.pass<Result<Connection>>(async () => {
      const connection = this.store.find(id);
      if (!connection) return unknown();
      const startedAt = this.store.nowFor(connection);
      const { exchange, used, origin } = await this.#exchange(connection, use);
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

  /**
   * Keeps the refresh token of a reply that is not fit otherwise, and nothing more: the one before may be spent. Another account's
   * is kept in exchange for the held one only. Resolves to what is to be said.
   */
  async keepUnfit(before: Connection, exchange: Failed, issuedAt: EpochMs, origin: Origin): Promise<RawFailure> {
    const { raw, tokens } = exchange;
    const isOthers = raw.kind === 'known' && raw.failure.code === 'account/other';
    if (!tokens || origin === 'stays' || (isOthers && origin === 'sign-in')) return raw;
    try {
      const kept = await this.secrets.keep(before, { ...tokens, account: null }, issuedAt, origin);
      const { trouble, notificationsRaised } = before;
      // Only a token from elsewhere ends the trouble of the one before.
      if (kept && origin === 'exchange') this.store.put({ ...kept, trouble, notificationsRaised });
      return raw;
    } catch (error) {
      if (!(error instanceof KeychainError)) throw error;
      return own(`keychain/${error.problem}`, { kind: 'in-memory' });
    }
  }

  /** Tries to keep a token that is only in memory. `null`: there is none. */
  async keepPending(id: string): Promise<Result<Connection> | null> {
    const before = this.store.find(id);
    return before && this.#outcomeOf(before, this.secrets.keepPending(id));
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
    if (!result.ok && this.#abort.signal.aborted) return result;
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
    const { exchange, used, origin } = await this.#exchange(before);
    if (!exchange.ok) return this.troubles.record(used, classify(exchange.raw, startedAt));
    return this.accept(used, exchange.tokens, startedAt, origin);
  }

  /** `used` is the connection as it was when its secrets had been read, which may be newer than the file knew. */
  async #exchange(
    connection: Connection,
    use: Use = {},
  ): Promise<{ readonly exchange: Exchange; readonly used: Connection; readonly origin: Origin }> {
    let used = connection;
    // When the person signed in for a token from elsewhere is not known: it counts from now.
    let origin: Origin = use.refreshToken === undefined ? 'exchange' : 'sign-in';
    const failed = (raw: RawFailure) => ({ exchange: { ok: false as const, raw }, used, origin });
    try {
      const credential = use.credential ?? (await this.secrets.credential(connection));
      const { refreshToken } = use;
      const token = refreshToken === undefined ? await this.secrets.newest(connection) : { refreshToken };
      used = this.store.find(connection.id) ?? connection;
      if (token === 'mismatch') return failed(own('token/mismatch'));
      if (typeof credential === 'string') return failed(own(`secret/${credential}`));
      if (token === 'gone') return failed(own('token/gone'));
      const startedAt = this.store.nowFor(connection);
      const redeemed = await this.ports.endpoint.redeem({
        connection: used,
        credential,
        refreshToken: token.refreshToken,
        ...(use.resource ? { resource: use.resource } : {}),
        signal: this.#abort.signal,
      });
      this.meet({ cloud: connection.cloud, exchange: redeemed, startedAt, endedAt: this.store.nowFor(connection) });
      if (redeemed.ok && origin === 'exchange' && redeemed.tokens.refreshToken === token.refreshToken) origin = 'stays';
      const exchange = asTheSameAccount(used, redeemed);
      if (exchange.ok) return { exchange, used, origin };
      const raw = await this.keepUnfit(used, exchange, startedAt, origin);
      if (exchange.tokens) used = this.store.find(connection.id) ?? used;
      return failed(raw);
    } catch (error) {
      return failed(own(error instanceof KeychainError ? `keychain/${error.problem}` : 'internal/fault'));
    }
  }
}

/** The exchange, unless it gave tokens of another account than the one that the connection has held, as far as both are known. */
export function asTheSameAccount({ token, cloud }: Connection, exchange: Exchange): Exchange {
  if (!exchange.ok || !token?.account.objectId || exchange.tokens.account === null) return exchange;
  const { objectId, tenantId, username } = exchange.tokens.account;
  if (objectId === token.account.objectId && tenantId === token.account.tenantId) return exchange;
  return { ok: false, raw: otherAccount(username), ...(cloud === 'custom' ? { tokens: exchange.tokens } : {}) };
}
