import { type Encounter, SkewWatch } from '../expiry/clock-skew';
import { otherAccount, own } from '../failures/classify';
import type { Connection, Resource } from '../model/connection';
import type { Credential } from '../model/credential';
import type { Exchange } from '../model/exchange';
import type { RawFailure } from '../model/failure';
import type { DurationMs, EpochMs } from '../model/time';
import type { ConnectionStore } from '../storage/connection-store';
import { KeychainError } from '../storage/ports';
import type { Origin, Secrets } from '../storage/secrets';
import type { TokenEndpoint } from './ports';

/** What an exchange is to use in place of what the connection has. */
export interface Use {
  readonly resource?: Resource;
  readonly credential?: Credential;
  readonly refreshToken?: string;
  /** When a person signed in for that `refreshToken`, where that is known. */
  readonly signedInAt?: EpochMs;
}

type Failed = Extract<Exchange, { ok: false }>;

/** Exchanges with the token endpoint: what is sent, and what of a reply is kept whatever becomes of the rest. */
export class Exchanges {
  readonly #abort = new AbortController();
  readonly #skew = new SkewWatch();

  constructor(
    private readonly store: ConnectionStore,
    private readonly secrets: Secrets,
    private readonly endpoint: TokenEndpoint,
  ) {}

  /** How far the clock is behind the servers'; `null`: it is not known to be wrong. */
  get clockSkew(): DurationMs | null {
    return this.#skew.current;
  }

  /** Gives up waiting for replies. A token on its way to the keychain is still kept. */
  abort(): void {
    this.#abort.abort();
  }

  get isAborted(): boolean {
    return this.#abort.signal.aborted;
  }

  /** A reply came, or none: what it says of the clock is noted. */
  meet(encounter: Encounter): void {
    if (this.#skew.meet(encounter)) this.store.tell({ type: 'clock-skew' });
  }

  /** Trades the refresh token in. `used`: the connection as it was once its secrets had been read. Never rejects. */
  async run(
    connection: Connection,
    use: Use = {},
  ): Promise<{ readonly exchange: Exchange; readonly used: Connection; readonly origin: Origin }> {
    let used = connection;
    let origin = originOf(use);
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
      const redeemed = await this.endpoint.redeem({
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

  /** Keeps the new refresh token of an unfit reply: the one before may be spent. Resolves to what is to be said. */
  async keepUnfit(before: Connection, exchange: Failed, issuedAt: EpochMs, origin: Origin): Promise<RawFailure> {
    const { raw, tokens } = exchange;
    const isOthers = raw.kind === 'known' && raw.failure.code === 'account/other';
    if (!tokens || origin === 'stays' || (isOthers && origin !== 'exchange')) return raw;
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
}

/** When the person signed in for a token from elsewhere is seldom known: it then counts from now. */
function originOf({ refreshToken, signedInAt }: Use): Origin {
  if (refreshToken === undefined) return 'exchange';
  return signedInAt === undefined ? 'sign-in' : { signedInAt };
}

/** The exchange, unless it gave tokens of another account than the one that the connection has held, as far as both are known. */
export function asTheSameAccount({ token, cloud }: Connection, exchange: Exchange): Exchange {
  if (!exchange.ok || !token?.account.objectId || exchange.tokens.account === null) return exchange;
  const { objectId, tenantId, username } = exchange.tokens.account;
  if (objectId === token.account.objectId && tenantId === token.account.tenantId) return exchange;
  return { ok: false, raw: otherAccount(username), ...(cloud === 'custom' ? { tokens: exchange.tokens } : {}) };
}
