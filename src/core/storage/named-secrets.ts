import { DEFAULT_LIFETIME } from '../expiry/lifetime';
import { stillRaised } from '../expiry/notifications';
import type { Connection } from '../model/connection';
import { MAX_SERIAL } from '../model/credential';
import type { ConnectionStore } from './connection-store';
import {
  type CredentialEnvelope,
  haveSameAudience,
  haveSameIssuer,
  heldCredentialOf,
  heldTokenOf,
  identityOf,
  openCredential,
  openToken,
  seal,
  type TokenEnvelope,
} from './envelope';
import type { SecretKind, SecretStore } from './secret-store';

/** How a connection goes with its secrets of one kind. */
export interface Kind<Envelope> {
  readonly kind: SecretKind;
  /** Reads this id's envelope; `null` when it is none. */
  open(id: string, text: string): Envelope | null;
  /** The serial number of the one that a connection names. */
  serialIn(connection: Connection): number | null;
  /** The connection with one that the keychain has and the file does not know of. */
  withFound(connection: Connection, envelope: Envelope, serial: number): Connection;
}

/** A refresh token. One that is found is to be refreshed at once. */
export const REFRESH_TOKEN: Kind<TokenEnvelope> = {
  kind: 'refresh-token',
  open: openToken,
  serialIn: ({ token }) => token?.serial ?? null,
  withFound(connection, envelope, serial) {
    const { lifetime, signInLimit, issuedAt } = envelope;
    const token = heldTokenOf(envelope, serial);
    return {
      ...connection,
      token,
      // What was known of the tenant when the token came.
      learnedLifetime: lifetime === DEFAULT_LIFETIME ? connection.learnedLifetime : lifetime,
      learnedSignInLimit: signInLimit ?? connection.learnedSignInLimit,
      trouble: null,
      refreshAt: connection.schedule.kind === 'every' ? issuedAt : null,
      notificationsRaised: stillRaised(connection, token),
    };
  },
};

/** A client secret or certificate, which also says how the application authenticates. A public client's old one is none of it. */
export const CLIENT_SECRET: Kind<CredentialEnvelope> = {
  kind: 'client-secret',
  open: openCredential,
  serialIn: ({ credential }) => credential?.serial ?? null,
  withFound(connection, envelope, serial) {
    if (connection.application.kind === 'public') return connection;
    const { kind } = envelope.credential;
    return { ...connection, application: { kind }, credential: heldCredentialOf(envelope.facts, serial) };
  },
};

/** Why a secret is not to be had: the keychain has none, or one for others than the connection names. */
export type Absence = 'gone' | 'mismatch';

/**
 * The secrets of one kind, each named by its connection. Where the file may be behind, since the process before this one may have
 * been killed in between, both slots are looked at once. To be used by one job at a time per connection. Rejects with KeychainError.
 */
export class NamedSecrets<Envelope extends TokenEnvelope | CredentialEnvelope> {
  /** Ids whose newest secret in the keychain is known to be the one that the connection names. */
  readonly #confirmed = new Set<string>();

  constructor(
    protected readonly store: ConnectionStore,
    protected readonly keychain: SecretStore,
    private readonly kind: Kind<Envelope>,
  ) {}

  /** Whether a connection surely names the newest. One that names none has none: its ID would stand in the file as unsettled. */
  isNamed(id: string): boolean {
    return this.store.isClean || this.#confirmed.has(id) || this.#named(id) === null;
  }

  /** The one that the connection names, or whichever is the newest whole one, if it is sealed for those whom the connection has. */
  async read(id: string): Promise<Envelope | Absence> {
    const serial = this.#named(id);
    const isKnown = serial !== null && this.isNamed(id);
    const text = isKnown ? await this.keychain.read(id, this.kind.kind, serial) : null;
    const envelope = (text !== null && this.kind.open(id, text)) || (await this.lookFor(id));
    const connection = this.store.find(id);
    if (!envelope || !connection) return 'gone';
    return haveSameAudience(envelope.identity, connection) ? envelope : 'mismatch';
  }

  /** Has the connection name the newest whole one, and reads it. `null`: there is none. */
  async lookFor(id: string): Promise<Envelope | null> {
    const found = await this.keychain.newest(id, this.kind.kind, this.#named(id));
    const envelope = found && this.kind.open(id, found.text);
    this.#confirmed.add(id);
    // It may have been changed, or removed, meanwhile.
    const connection = this.store.find(id);
    if (!found || !envelope || !connection) return null;
    const { serial } = found;
    if (serial !== this.#named(id)) this.store.put(this.kind.withFound(connection, envelope, serial));
    return envelope;
  }

  /** As {@link lookFor}, unless it is known to be so. */
  async confirm(id: string): Promise<void> {
    if (!this.store.isClean && !this.#confirmed.has(id)) await this.lookFor(id);
  }

  /**
   * Writes one over the older of two; resolves to its serial number, which the connection is to name. The older one is not written
   * over before the file that names the newer one is on disk, nor the first one written before its id stands there as unsettled. On
   * a disk that takes nothing neither is waited for: the newest whole one counts all the same.
   */
  async write(id: string, envelope: Envelope): Promise<number> {
    const before = this.#named(id);
    await this.store.committed(id);
    // The file may say any number, where the keychain has none to set it right.
    const serial = ((before ?? 0) % MAX_SERIAL) + 1;
    await this.keychain.write(id, this.kind.kind, { serial, text: seal(envelope) });
    this.#confirmed.add(id);
    return serial;
  }

  /** Seals the held one for others, or drops it where they could not use it. Resolves to what names it then. */
  async move(after: Connection): Promise<{ readonly serial: number } | null> {
    const { id } = after;
    const { kind } = this.kind;
    const before = this.store.find(id);
    const serial = this.#named(id);
    if (!before || serial === null) return null;
    const held = await this.read(id);
    if (typeof held === 'string') return { serial };
    if (haveSameIssuer(before, after, kind))
      return { serial: await this.write(id, { ...held, identity: identityOf(after) }) };
    await this.keychain.remove(id, [kind]);
    return null;
  }

  #named(id: string): number | null {
    const connection = this.store.find(id);
    return connection && this.kind.serialIn(connection);
  }
}
