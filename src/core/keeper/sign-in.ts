import { classify, ownFailure, unknown } from '../failures/classify';
import type { Connection } from '../model/connection';
import type { Credential } from '../model/credential';
import type { Exchange } from '../model/exchange';
import type { Result } from '../model/failure';
import { type DurationMs, type EpochMs, MINUTE } from '../model/time';
import type { ConnectionStore } from '../storage/connection-store';
import type { Keychain } from '../storage/ports';
import type { Secrets } from '../storage/secrets';
import type { Storage } from '../storage/storage';
import { asTheSameAccount, type Exchanges } from './exchanges';
import type { PendingWork } from './pending-work';
import type { Refresher } from './refresher';

/** The reply that ends a sign-in comes straight from the token endpoint, whose adapter waits 30 seconds at most. */
const OLDEST_REPLY: DurationMs = MINUTE;

/** An open sign-in. Exactly one of `complete` and `cancel` ends it. */
export interface SignInTicket {
  readonly connection: Connection;
  readonly credential: Credential;
  /** User name to pre-fill, when the connection has held a token before. */
  readonly loginHint: string | null;
  /** Keeps the token, or records why there is none. Another account is refused, and the held token stays. */
  complete(exchange: Exchange): Promise<Result<Connection>>;
  /** The person closed the window. Not an error; nothing is recorded. */
  cancel(): void;
}

/** The sign-ins that people have begun, one of a connection at a time. */
export class SignIns {
  readonly #open = new Set<string>();

  constructor(
    private readonly store: ConnectionStore,
    private readonly secrets: Secrets,
    private readonly storage: Storage,
    private readonly refresher: Refresher,
    private readonly exchanges: Exchanges,
    private readonly keychain: Keychain,
    private readonly pendingWork: PendingWork,
  ) {}

  isOpen(id: string): boolean {
    return this.#open.has(id);
  }

  /** Checks the keychain, then opens a sign-in. Fails when the keychain cannot be used, the secret is missing, or one is open. */
  async begin(id: string): Promise<Result<SignInTicket>> {
    const connection = this.store.find(id);
    if (!connection) return unknown();
    const now = this.store.nowFor(connection);
    if (this.#open.has(id)) return { ok: false, failure: ownFailure('sign-in/busy', now) };
    this.#open.add(id);
    this.store.tell({ type: 'connection', id });
    const opened = await this.storage.withKeychain(async (): Promise<Result<SignInTicket>> => {
      await this.keychain.probe();
      const credential = await this.secrets.credential(connection);
      if (typeof credential !== 'string') return { ok: true, value: this.#ticket(connection, credential) };
      return this.refresher.troubles.record(connection, ownFailure(`secret/${credential}`, now));
    });
    if (!opened.ok) this.#close(id);
    return opened;
  }

  #ticket(connection: Connection, credential: Credential): SignInTicket {
    const { id, token } = connection;
    const openedAt = this.store.nowFor(connection);
    let isOpen = true;
    const end = () => {
      if (isOpen) this.#close(id);
      isOpen = false;
    };
    return {
      connection,
      credential,
      loginHint: token?.account.username ?? null,
      cancel: end,
      complete: (exchange) => this.pendingWork.add(this.#complete(connection, exchange, openedAt).finally(end)),
    };
  }

  async #complete(opened: Connection, exchange: Exchange, openedAt: EpochMs): Promise<Result<Connection>> {
    const { id, cloud } = opened;
    const now = this.store.nowFor(opened);
    this.exchanges.meet({ cloud, exchange, startedAt: Math.max(openedAt, now - OLDEST_REPLY), endedAt: now });
    const result = await this.#outcome(opened, exchange, now);
    this.refresher.noteOutcome(id, 'sign-in', result, openedAt);
    return result;
  }

  async #outcome(opened: Connection, exchange: Exchange, now: EpochMs): Promise<Result<Connection>> {
    const connection = this.store.find(opened.id);
    if (!connection) return unknown();
    if (!exchange.ok) {
      const raw = await this.exchanges.keepUnfit(connection, exchange, now, 'sign-in');
      return this.refresher.troubles.recordOfSignIn(connection, classify(raw, now));
    }
    const ours = asTheSameAccount(connection, exchange);
    if (!ours.ok) return { ok: false, failure: classify(ours.raw, now) };
    return this.refresher.accept(opened, ours.tokens, now, 'sign-in');
  }

  #close(id: string): void {
    this.#open.delete(id);
    this.store.tell({ type: 'connection', id });
  }
}
