import type { TokenToExport } from '../expiry/exported-tokens';
import {
  DEFAULT_LIFETIME,
  planRefresh,
  recordIssue,
  signInOf,
  trueIssueOf,
  type Validity,
  validityIn,
} from '../expiry/lifetime';
import { stillRaised } from '../expiry/notifications';
import type { Connection, Issue } from '../model/connection';
import type { Credential, CredentialFacts, HeldCredential } from '../model/credential';
import type { TokenSet } from '../model/exchange';
import type { KeychainProblem } from '../model/failure';
import type { Random } from '../model/new-id';
import type { EpochMs } from '../model/time';
import type { ConnectionStore } from './connection-store';
import { heldTokenOf, openCredential, openToken, sealCredential, sealToken, type TokenEnvelope } from './envelope';
import { identityOf } from './identity';
import { KeychainError } from './ports';
import type { SecretStore } from './secret-store';
import type { Tenancy } from './tenancy';

/** A token that reached the process and could not be kept yet. Lives in memory only. */
interface Pending {
  readonly tokens: TokenSet;
  readonly issuedAt: EpochMs;
  /** See HeldToken. */
  readonly signedIn?: Issue;
}

/** Whether a token comes straight from a person, or took the place of the one before. */
export type Origin = 'sign-in' | 'exchange';

export type Kept =
  | { readonly ok: true; readonly connection: Connection }
  | { readonly ok: false; readonly problem: KeychainProblem | 'busy' | 'removed' };

/**
 * Keeps tokens and credentials in the one order that loses nothing: write under the next generation, read back,
 * point the connection at it, and only when the file is on disk drop generations older than the previous one.
 */
export class TokenKeeper {
  readonly #pending = new Map<string, Pending>();
  /** One keeping at a time per connection, so that generations never cross. */
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(
    private readonly store: ConnectionStore,
    private readonly vault: SecretStore,
    private readonly random: Random,
    private readonly tenancy: Tenancy,
  ) {}

  /** When the token in memory was issued, if one waits to be kept. */
  pendingSince(id: string): EpochMs | null {
    return this.#pending.get(id)?.issuedAt ?? null;
  }

  /** Ids of the connections whose newest token is only in memory. */
  pendingIds(): string[] {
    return [...this.#pending.keys()];
  }

  /** Forgets tokens in memory that are moot: those of removed connections, and those that are older than what is held. */
  forgetMoot(): void {
    for (const [id, { issuedAt }] of this.#pending) {
      const connection = this.store.find(id);
      if (!connection || (connection.token?.issuedAt ?? 0) >= issuedAt) this.#pending.delete(id);
    }
  }

  /** Keeps what an exchange gave. `issuedAt` is when the request left, so that the window is never thought longer than it is. */
  keep(id: string, tokens: TokenSet, issuedAt: EpochMs, origin: Origin): Promise<Kept> {
    return this.#inTurn(id, () => {
      const before = this.store.find(id);
      const traded = origin === 'exchange' && before ? this.newestValidity(before) : null;
      return this.#keepNow(id, { tokens, issuedAt, ...(traded ? { signedIn: signInOf(traded) } : {}) });
    });
  }

  /** Tries again to keep the token that is only in memory; `null` when there is none. */
  keepPending(id: string): Promise<Kept | null> {
    return this.#inTurn(id, async () => {
      const pending = this.#pending.get(id);
      return pending ? this.#keepNow(id, pending) : null;
    });
  }

  /** The newest refresh token there is: in memory, else the generation pointed at. `null`: gone. Rejects with KeychainError. */
  async newestRefreshToken(connection: Connection): Promise<string | null> {
    return (await this.newest(connection))?.refreshToken ?? null;
  }

  /** The same with what is known of it. */
  async newest(connection: Connection): Promise<TokenToExport | null> {
    const { id, token } = connection;
    const pending = this.#pending.get(id);
    if (pending) return { refreshToken: pending.tokens.refreshToken, ...validityOf(pending, connection) };
    if (!token) return null;
    const text = await this.vault.read(id, 'refresh-token', token.generation);
    const refreshToken = text === null ? null : (openToken(text)?.refreshToken ?? null);
    return refreshToken === null ? null : { refreshToken, ...validityIn(token) };
  }

  /** When the newest token there is ends, in memory or not; `null`: there is none. */
  newestValidity(connection: Connection): Validity | null {
    const pending = this.#pending.get(connection.id);
    return pending ? validityOf(pending, connection) : connection.token;
  }

  /** How the application proves itself. Rejects with KeychainError; `null`: what it needs is gone. */
  async credential(connection: Connection): Promise<Credential | null> {
    if (connection.application.kind === 'public') return { kind: 'none' };
    if (connection.credential === null) return null;
    const text = await this.vault.read(connection.id, 'client-secret', connection.credential.generation);
    return text === null ? null : (openCredential(text)?.credential ?? null);
  }

  /**
   * Writes a credential under the next generation, and has the connection point at it. `point` is handed what to record of
   * it, `null` for that of a public client. Nothing is tidied away in between. Rejects with KeychainError.
   */
  keepCredential<T>(
    connection: Connection,
    credential: Credential,
    facts: CredentialFacts,
    point: (held: HeldCredential | null) => T,
  ): Promise<T> {
    return this.#inTurn(connection.id, async () => point(await this.#writeCredential(connection, credential, facts)));
  }

  async #writeCredential(
    connection: Connection,
    credential: Credential,
    facts: CredentialFacts,
  ): Promise<HeldCredential | null> {
    if (credential.kind === 'none') return null;
    const { id } = connection;
    const generation = this.vault.nextGeneration(id, 'client-secret', connection.credential?.generation ?? 0);
    const text = sealCredential({ identity: identityOf(connection), facts, credential });
    await this.vault.write(id, 'client-secret', generation, text);
    return { ...facts, generation, notificationsRaised: [] };
  }

  /**
   * Drops what is older than what the file on disk names: `saved` is the connection as it was when it was last saved, or
   * before. Failing is harmless: the next success tries again.
   */
  tidy(saved: Connection, previous: number | null): Promise<void> {
    return this.#inTurn(saved.id, async () => {
      const { id, token, credential } = saved;
      const isPublic = [saved, this.store.find(id)].every((one) => one?.application.kind === 'public');
      try {
        if (token) await this.vault.dropOlder(id, 'refresh-token', token.generation, previous);
        if (credential) await this.vault.dropOlder(id, 'client-secret', credential.generation);
        else if (isPublic) await this.vault.dropOlder(id, 'client-secret', Number.POSITIVE_INFINITY);
      } catch (error) {
        if (!(error instanceof KeychainError)) throw error;
      }
    });
  }

  /** Deletes everything of a connection from memory and keychain, after any keeping under way. Rejects with KeychainError. */
  remove(id: string): Promise<void> {
    return this.#inTurn(id, () => {
      this.#pending.delete(id);
      return this.vault.remove(id);
    });
  }

  async #keepNow(id: string, pending: Pending): Promise<Kept> {
    const before = this.store.find(id);
    if (!before) return { ok: false, problem: 'removed' };
    const generation = this.vault.nextGeneration(id, 'refresh-token', before.token?.generation ?? 0);
    const { tokens } = pending;
    const envelope: TokenEnvelope = {
      identity: identityOf(before),
      ...validityOf(pending, before),
      account: tokens.account,
      hasMfa: tokens.hasMfa,
      refreshToken: tokens.refreshToken,
    };
    this.#pending.set(id, pending);
    if (!this.tenancy.held) return { ok: false, problem: 'busy' };
    try {
      await this.vault.write(id, 'refresh-token', generation, sealToken(envelope));
    } catch (error) {
      if (!(error instanceof KeychainError)) throw error;
      return { ok: false, problem: error.problem };
    }
    this.#pending.delete(id);
    const token = heldTokenOf(envelope, generation);
    const notificationsRaised = stillRaised(before, token);
    const after = this.store.change(id, {
      token,
      trouble: null,
      notificationsRaised,
      refreshAt: planRefresh(token, before.schedule, this.random()),
    });
    if (!after) return { ok: false, problem: 'removed' };
    this.store.tell({ type: 'notifications-withdrawn', connectionId: id, about: 'token' });
    if (notificationsRaised.length === 0)
      this.store.tell({ type: 'notifications-withdrawn', connectionId: id, about: 'sign-in' });
    return { ok: true, connection: after };
  }

  #inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(id) ?? Promise.resolve();
    const turn = before.then(work, work);
    this.#turns.set(
      id,
      turn.catch(() => undefined),
    );
    return turn;
  }
}

function validityOf(
  { tokens, issuedAt, signedIn }: Pending,
  { learnedLifetime, learnedSignInLimit }: Connection,
): Validity {
  const issue = recordIssue(issuedAt, tokens.serverTime);
  // By a clock that the server has just found right, the sign-in was when the server said then.
  const isRight = tokens.serverTime !== null && issue.serverIssuedAt === undefined;
  return {
    ...issue,
    lifetime: learnedLifetime ?? DEFAULT_LIFETIME,
    ...(signedIn === undefined ? {} : { signedIn: isRight ? { issuedAt: trueIssueOf(signedIn) } : signedIn }),
    ...(learnedSignInLimit === null ? {} : { signInLimit: learnedSignInLimit }),
  };
}
