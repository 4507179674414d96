import type { ConnectionStore } from './connection-store';
import { type CredentialEnvelope, seal, type TokenEnvelope } from './envelope';
import type { Kind } from './secret-kinds';
import type { SecretStore } from './secret-store';

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

  /** The one that the connection names, or whichever is the newest whole one. `null`: gone. */
  async read(id: string): Promise<Envelope | null> {
    const serial = this.#named(id);
    if (serial !== null && this.#confirmed.has(id)) {
      const text = await this.keychain.read(id, this.kind.kind, serial);
      const envelope = text === null ? null : this.kind.open(id, text);
      if (envelope) return envelope;
    }
    return this.lookFor(id);
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
    const serial = (before ?? 0) + 1;
    await this.keychain.write(id, this.kind.kind, { serial, text: seal(envelope) });
    this.#confirmed.add(id);
    return serial;
  }

  #named(id: string): number | null {
    const connection = this.store.find(id);
    return connection && this.kind.serialIn(connection);
  }
}
