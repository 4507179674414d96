import type { Connection } from '../model/connection';
import { MAX_SERIAL } from '../model/credential';
import type { ConnectionStore } from './connection-store';
import { audienceOf, type CredentialEnvelope, identityOf, issuerOf, seal, type TokenEnvelope } from './envelope';
import type { Kind } from './secret-kinds';
import type { SecretStore } from './secret-store';

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
    private readonly store: ConnectionStore,
    private readonly keychain: SecretStore,
    private readonly kind: Kind<Envelope>,
  ) {}

  /** The one that the connection names, or whichever is the newest whole one, if it is sealed for those whom the connection has. */
  async read(id: string): Promise<Envelope | Absence> {
    const serial = this.#named(id);
    const isKnown = serial !== null && this.#confirmed.has(id);
    const text = isKnown ? await this.keychain.read(id, this.kind.kind, serial) : null;
    const envelope = (text !== null && this.kind.open(id, text)) || (await this.lookFor(id));
    const connection = this.store.find(id);
    if (!envelope || !connection) return 'gone';
    const { kind } = this.kind;
    return audienceOf(envelope.identity, kind) === audienceOf(connection, kind) ? envelope : 'mismatch';
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
    if (!this.#confirmed.has(id)) await this.lookFor(id);
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
    if (issuerOf(before, kind) === issuerOf(after, kind))
      return { serial: await this.write(id, { ...held, identity: identityOf(after) }) };
    await this.keychain.remove(id, [kind]);
    return null;
  }

  #named(id: string): number | null {
    const connection = this.store.find(id);
    return connection && this.kind.serialIn(connection);
  }
}
