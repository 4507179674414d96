import type { TokenToExport } from '../expiry/exported-tokens';
import { DEFAULT_LIFETIME, planRefresh, signInOfNext, validityIn } from '../expiry/lifetime';
import { stillRaised } from '../expiry/notifications';
import type { Account, Connection, ConnectionIdentity, HeldToken } from '../model/connection';
import type { Credential } from '../model/credential';
import type { TokenSet } from '../model/exchange';
import type { Random } from '../model/new-id';
import type { EpochMs } from '../model/time';
import type { Validity } from '../model/validity';
import type { ConnectionStore } from './connection-store';
import { Credentials } from './credentials';
import { haveSameIssuer, heldTokenOf, identityIn, identityOf, type TokenEnvelope } from './envelope';
import { Gate } from './gate';
import { type Absence, NamedSecrets, REFRESH_TOKEN } from './named-secrets';
import type { SecretStore } from './secret-store';

/** A token that reached the process and could not be kept yet. Lives in memory only. */
interface Pending {
  readonly issuedTo: Connection;
  readonly tokens: TokenSet;
  readonly issuedAt: EpochMs;
  /** When the person signed in for it. */
  readonly signedInAt: EpochMs;
}

/** Whose a token is that came with no word of it, and in place of none. */
const NOBODY: Account = { username: '', objectId: '', tenantId: '' };

/**
 * Whether a token comes straight from a person, took the place of the one before, or is the one before; or when a person signed in for
 * it elsewhere.
 */
export type Origin = 'sign-in' | 'exchange' | 'stays' | { readonly signedInAt: EpochMs };

/** Refresh tokens and credentials, in two slots each. The newest whole one counts, whatever the file says. */
export class Secrets {
  readonly #pending = new Map<string, Pending>();
  /** One job at a time per connection, so that serial numbers never cross. */
  readonly #gates = new Map<string, Gate>();
  readonly #tokens: NamedSecrets<TokenEnvelope>;
  readonly #credentials: Credentials;

  constructor(
    private readonly store: ConnectionStore,
    private readonly keychain: SecretStore,
    private readonly random: Random,
  ) {
    this.#tokens = new NamedSecrets(store, keychain, REFRESH_TOKEN);
    this.#credentials = new Credentials(store, keychain);
  }

  /** When the token in memory was issued, if one waits to be kept. */
  pendingSince(id: string): EpochMs | null {
    return this.#pending.get(id)?.issuedAt ?? null;
  }

  /** Whether the connections name the newest secrets there are. */
  get areNamed(): boolean {
    const isNamed = (id: string) => this.#tokens.isNamed(id) && this.#credentials.isNamed(id);
    return this.#pending.size === 0 && this.store.all().every(({ id }) => isNamed(id));
  }

  /** Ids of the connections whose newest token is only in memory. */
  pendingIds(): string[] {
    return [...this.#pending.keys()];
  }

  /**
   * Keeps what an exchange gave; it stays in memory until it is kept. `issuedAt` is when the request left, so that the lifetime is
   * never thought longer than it is, `issuedTo` the connection as it was then. Resolves to the connection that names it; `null`: it
   * was removed, or a person has had it drop its token meanwhile. Rejects with KeychainError.
   */
  keep(issuedTo: Connection, tokens: TokenSet, issuedAt: EpochMs, origin: Origin): Promise<Connection | null> {
    const { id } = issuedTo;
    return this.#inTurn(id, async () => {
      const connection = this.store.find(id);
      if (origin === 'stays') return connection && this.#stay(connection, tokens, issuedAt);
      const pending = this.#pending.get(id);
      const before = connection && (pending ? validityOf(pending, connection) : connection.token);
      const known = typeof origin === 'object' ? Math.min(origin.signedInAt, issuedAt) : issuedAt;
      const signedInAt = origin === 'exchange' && before ? signInOfNext(before, issuedAt) : known;
      return this.#keepNow(id, { issuedTo, tokens, issuedAt, signedInAt });
    });
  }

  /** As {@link keep}, for the token that is only in memory; `null` also when there is none. */
  keepPending(id: string): Promise<Connection | null> {
    return this.#inTurn(id, async () => {
      const pending = this.#pending.get(id);
      return pending ? this.#keepNow(id, pending) : null;
    });
  }

  /** The newest refresh token there is, in memory or in the keychain, and what is known of it. Rejects with KeychainError. */
  async newest({ id }: Connection): Promise<TokenToExport | Absence> {
    return this.#inTurn(id, async () => {
      const connection = this.store.find(id);
      const pending = this.#pending.get(id);
      if (!connection) return 'gone';
      if (pending) return { refreshToken: pending.tokens.refreshToken, ...validityOf(pending, connection) };
      const held = await this.#tokens.read(id);
      if (typeof held === 'string') return held;
      const token = this.store.find(id)?.token;
      return token ? { refreshToken: held.refreshToken, ...validityIn(token) } : 'gone';
    });
  }

  /** The connection as its token, or else its credential, is sealed in the keychain; `null`: gone. Rejects with KeychainError. */
  sealed(id: string): Promise<ConnectionIdentity | null> {
    return this.#inTurn(id, async () => {
      const held = (await this.#tokens.lookFor(id)) ?? (await this.#credentials.lookFor(id));
      return identityIn(held?.identity);
    });
  }

  /** Seals the secrets of a connection for others, or drops them. `point` is handed what it is to name then. Rejects with KeychainError. */
  move<T>(after: Connection, point: (held: Partial<Connection>) => Promise<T>): Promise<T> {
    const { id } = after;
    return this.#inTurn(id, async () => {
      const pending = this.#pending.get(id);
      if (pending) await this.#keepNow(id, pending);
      const [named, secretNamed] = [await this.#tokens.move(after), await this.#credentials.move(after)];
      const { token, credential } = this.store.find(id) ?? after;
      return point({
        token: token && named && { ...token, ...named },
        credential: credential && secretNamed && { ...credential, ...secretNamed },
      });
    });
  }

  /** Has the connection name the newest token that the keychain holds, unless it is known to. Rejects with KeychainError. */
  confirm(id: string): Promise<void> {
    return this.#inTurn(id, () => this.#tokens.confirm(id));
  }

  /** How the application authenticates. Rejects with KeychainError. */
  credential({ id }: Connection): Promise<Credential | Absence> {
    return this.#inTurn(id, () => this.#credentials.credential(id));
  }

  /** As {@link Credentials.keep}, in turn. */
  readonly keepCredential: Credentials['keep'] = (connection, ...asked) =>
    this.#inTurn(connection.id, () => this.#credentials.keep(connection, ...asked));

  /** Finishes or undoes what was cut short, as far as the file lets it by then. Rejects with KeychainError. */
  settle(id: string): Promise<void> {
    return this.#inTurn(id, async () => {
      if (this.store.find(id)) {
        await this.#tokens.lookFor(id);
        const isDone = await this.#credentials.settle(id);
        if (isDone && this.store.find(id)) this.store.settle(id);
      }
      if (this.store.find(id) || !(await this.store.committed(id))) return;
      this.#pending.delete(id);
      await this.keychain.remove(id);
      this.store.settle(id);
    });
  }

  #inTurn<T>(id: string, job: () => Promise<T>): Promise<T> {
    const gate = this.#gates.get(id) ?? new Gate(1);
    this.#gates.set(id, gate);
    return gate.pass(job);
  }

  /**
   * The held token has been exchanged, and stays in use with the lifetime that it has: no standard says that this extends it (RFC
   * 6749, section 6). One that has outlived what it was thought to have, or was issued in what is the future now, counts from now.
   */
  #stay(connection: Connection, { account, hasMfa }: TokenSet, now: EpochMs): Connection | null {
    const { token } = connection;
    if (!token) return null;
    const isOff = now < token.issuedAt || now > token.issuedAt + token.lifetime;
    const issuedAt = isOff ? now : token.issuedAt;
    const signedInAt = signInOfNext(token, now);
    return this.#name(connection, { ...token, issuedAt, signedInAt, account: account ?? token.account, hasMfa }, now);
  }

  async #keepNow(id: string, pending: Pending): Promise<Connection | null> {
    const now = this.store.find(id);
    if (now && !haveSameIssuer(now, pending.issuedTo)) return null;
    this.#pending.set(id, pending);
    await this.#tokens.confirm(id);
    const before = this.store.find(id);
    if (!before) return null;
    const { hasMfa, refreshToken } = pending.tokens;
    const account = pending.tokens.account ?? before.token?.account ?? NOBODY;
    const envelope = { identity: identityOf(before), ...validityOf(pending, before), account, hasMfa, refreshToken };
    if (before.token === null) this.store.announce(id);
    const serial = await this.#tokens.write(id, envelope);
    this.#pending.delete(id);
    const current = this.store.find(id);
    if (!current) return null;
    return this.#name(current, heldTokenOf(envelope, serial), pending.issuedAt);
  }

  /** Has a connection name a token that works, as an exchange at that time has shown. */
  #name(current: Connection, token: HeldToken, exchangedAt: EpochMs): Connection {
    const { id } = current;
    const notificationsRaised = stillRaised(current, token);
    const refreshAt = planRefresh({ ...token, issuedAt: exchangedAt }, current.schedule, this.random());
    const connection = { ...current, token, trouble: null, notificationsRaised, refreshAt };
    this.store.put(connection);
    this.store.settle(id);
    return connection;
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
