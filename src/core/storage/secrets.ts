import type { TokenToExport } from '../expiry/exported-tokens';
import { DEFAULT_LIFETIME, planRefresh, signInOfNext, validityIn } from '../expiry/lifetime';
import { stillRaised } from '../expiry/notifications';
import type { Connection } from '../model/connection';
import type { Credential, CredentialFacts, HeldCredential } from '../model/credential';
import type { TokenSet } from '../model/exchange';
import type { KeychainProblem } from '../model/failure';
import type { Random } from '../model/new-id';
import type { EpochMs } from '../model/time';
import type { Validity } from '../model/validity';
import type { ConnectionStore } from './connection-store';
import { CredentialKeeping } from './credential-keeping';
import { heldTokenOf, identityOf, openToken, seal } from './envelope';
import { KeychainError } from './ports';
import { withFoundToken } from './rebuild';
import type { SecretStore } from './secret-store';
import { Turns } from './turns';

/** A token that reached the process and could not be kept yet. Lives in memory only. */
interface Pending {
  readonly tokens: TokenSet;
  readonly issuedAt: EpochMs;
  /** When the person signed in for it. */
  readonly signedInAt: EpochMs;
}

/** Whether a token comes straight from a person, or took the place of the one before. */
export type Origin = 'sign-in' | 'exchange';

export type Kept =
  | { readonly ok: true; readonly connection: Connection }
  | { readonly ok: false; readonly problem: KeychainProblem | 'removed' };

/**
 * The refresh tokens and credentials of connections. A new one is written over the older of two, read back, and then named by the
 * connection; the newest whole one in the keychain counts, whatever the file says. Where the file may be behind, since the process
 * before this one may have been killed in between, both are looked at once.
 */
export class Secrets {
  readonly #pending = new Map<string, Pending>();
  /** One keeping at a time per connection, so that serial numbers never cross. */
  readonly #turns = new Turns();
  /** Ids whose token in the keychain is known to be the one that the connection names. */
  readonly #confirmed = new Set<string>();
  readonly #credentials: CredentialKeeping;

  constructor(
    private readonly store: ConnectionStore,
    private readonly keychain: SecretStore,
    private readonly random: Random,
  ) {
    this.#credentials = new CredentialKeeping(store, keychain);
  }

  /** When the token in memory was issued, if one waits to be kept. */
  pendingSince(id: string): EpochMs | null {
    return this.#pending.get(id)?.issuedAt ?? null;
  }

  /** Ids of the connections whose newest token is only in memory. */
  pendingIds(): string[] {
    return [...this.#pending.keys()];
  }

  /** Keeps what an exchange gave. `issuedAt` is when the request left, so that the lifetime is never thought longer than it is. */
  keep(id: string, tokens: TokenSet, issuedAt: EpochMs, origin: Origin): Promise<Kept> {
    return this.#turns.take(id, () => {
      const connection = this.store.find(id);
      const traded = origin === 'exchange' && connection ? this.newestValidity(connection) : null;
      return this.#keepNow(id, { tokens, issuedAt, signedInAt: traded ? signInOfNext(traded, issuedAt) : issuedAt });
    });
  }

  /** Tries again to keep the token that is only in memory; `null` when there is none. */
  keepPending(id: string): Promise<Kept | null> {
    return this.#turns.take(id, async () => {
      const pending = this.#pending.get(id);
      return pending ? this.#keepNow(id, pending) : null;
    });
  }

  /** The newest refresh token there is, in memory or in the keychain, and what is known of it. `null`: gone. Rejects with KeychainError. */
  async newest({ id }: Connection): Promise<TokenToExport | null> {
    return this.#turns.take(id, async () => {
      const connection = this.store.find(id);
      const pending = this.#pending.get(id);
      if (!connection) return null;
      if (pending) return { refreshToken: pending.tokens.refreshToken, ...validityOf(pending, connection) };
      const refreshToken = await this.#heldToken(connection);
      const token = this.store.find(id)?.token;
      return refreshToken === null || !token ? null : { refreshToken, ...validityIn(token) };
    });
  }

  /** When the newest token there is ends, in memory or not; `null`: there is none. */
  newestValidity(connection: Connection): Validity | null {
    const pending = this.#pending.get(connection.id);
    return pending ? validityOf(pending, connection) : connection.token;
  }

  /** Has the connection name the newest token that the keychain holds, unless it is known to. Rejects with KeychainError. */
  async confirm(id: string): Promise<void> {
    if (this.#confirmed.has(id)) return;
    await this.#turns.take(id, () => this.#lookForToken(id));
  }

  /** How the application authenticates. Rejects with KeychainError; `null`: what it needs is gone. */
  credential({ id }: Connection): Promise<Credential | null> {
    return this.#turns.take(id, () => this.#credentials.read(id));
  }

  /**
   * Keeps a credential and has the connection name it, or, for a public client, none any more: `point` is handed what to record of
   * it. `null`: the connection is new, and not begun, since the disk takes nothing. Rejects with KeychainError.
   */
  keepCredential<T>(
    connection: Connection,
    credential: Credential,
    facts: CredentialFacts,
    point: (held: HeldCredential | null) => T,
  ): Promise<T | null> {
    return this.#turns.take(connection.id, () => this.#credentials.keep(connection, credential, facts, point));
  }

  /**
   * Finishes or undoes what was cut short: a connection names what the keychain has of it; what it has of one that was removed,
   * or was not begun, goes, once the file does not name it any more. Rejects with KeychainError.
   */
  settle(id: string): Promise<void> {
    return this.#turns.take(id, async () => {
      const connection = this.store.find(id);
      if (connection) {
        await this.#lookForToken(id);
        const isDone = await this.#credentials.settle(connection);
        if (isDone && this.store.find(id)) this.store.settle(id);
      }
      if (!this.store.find(id)) await this.#remove(id);
    });
  }

  async #remove(id: string): Promise<void> {
    if (this.store.filed(id) && !(await this.store.committed())) return;
    this.#pending.delete(id);
    this.#confirmed.delete(id);
    this.#credentials.forget(id);
    await this.keychain.remove(id);
    this.store.settle(id);
  }

  async #keepNow(id: string, pending: Pending): Promise<Kept> {
    this.#pending.set(id, pending);
    try {
      if (!this.#confirmed.has(id)) await this.#lookForToken(id);
      const before = this.store.find(id);
      if (!before) return { ok: false, problem: 'removed' };
      const { tokens } = pending;
      const serial = (before.token?.serial ?? 0) + 1;
      const { account, hasMfa, refreshToken } = tokens;
      const envelope = { identity: identityOf(before), ...validityOf(pending, before), account, hasMfa, refreshToken };
      if (before.token === null) this.store.announce(id);
      await this.#onceFiled(id, (filed) => before.token !== null && filed.token?.serial === before.token.serial);
      await this.keychain.write(id, 'refresh-token', { serial, text: seal(envelope) });
      this.#pending.delete(id);
      return this.#name(id, heldTokenOf(envelope, serial));
    } catch (error) {
      if (!(error instanceof KeychainError)) throw error;
      return { ok: false, problem: error.problem };
    }
  }

  #name(id: string, token: NonNullable<Connection['token']>): Kept {
    const before = this.store.find(id);
    if (!before) return { ok: false, problem: 'removed' };
    const notificationsRaised = stillRaised(before, token);
    const refreshAt = planRefresh(token, before.schedule, this.random());
    const after = this.store.change(id, { token, trouble: null, notificationsRaised, refreshAt });
    if (!after) return { ok: false, problem: 'removed' };
    this.store.settle(id);
    this.store.tell({ type: 'notifications-withdrawn', connectionId: id, about: 'token' });
    if (notificationsRaised.length === 0)
      this.store.tell({ type: 'notifications-withdrawn', connectionId: id, about: 'sign-in' });
    return { ok: true, connection: after };
  }

  /** The token that the connection names, or whichever is the newest whole one. */
  async #heldToken(connection: Connection): Promise<string | null> {
    const { id, token } = connection;
    if (token && this.#confirmed.has(id)) {
      const text = await this.keychain.read(id, 'refresh-token', token.serial);
      const envelope = text === null ? null : openToken(id, text);
      if (envelope) return envelope.refreshToken;
    }
    return this.#lookForToken(id);
  }

  async #lookForToken(id: string): Promise<string | null> {
    const expected = this.store.find(id)?.token?.serial ?? null;
    const found = await this.keychain.newest(id, 'refresh-token', expected);
    const envelope = found && openToken(id, found.text);
    // It may have been changed, or removed, meanwhile.
    const current = this.store.find(id);
    this.#confirmed.add(id);
    if (!found || !envelope || !current) return null;
    const { serial } = found;
    if (serial !== current.token?.serial) this.store.put(withFoundToken(current, { serial, envelope }));
    return envelope.refreshToken;
  }

  /**
   * The older token is not written over before the file that names the newer one is on disk, nor the first one written before its
   * id stands there. On a disk that takes nothing neither is waited for: the newest whole token counts all the same.
   */
  async #onceFiled(id: string, isFiled: (filed: Connection) => boolean): Promise<void> {
    const filed = this.store.filed(id);
    if (!filed || !isFiled(filed)) await this.store.committed();
  }
}

function validityOf({ issuedAt, signedInAt }: Pending, { learnedLifetime, learnedSignInLimit }: Connection): Validity {
  return {
    issuedAt,
    signedInAt,
    lifetime: learnedLifetime ?? DEFAULT_LIFETIME,
    ...(learnedSignInLimit === null ? {} : { signInLimit: learnedSignInLimit }),
  };
}
