import type { Connection } from '../model/connection';
import type { Credential, CredentialFacts, HeldCredential, KeptCredential } from '../model/credential';
import type { ConnectionStore } from './connection-store';
import { identityOf, openCredential, seal } from './envelope';
import { withFoundCredential } from './rebuild';
import type { SecretStore } from './secret-store';

/**
 * The client secrets and certificates of connections; see {@link Secrets}, which lets one job at a time at each connection. Rejects
 * with KeychainError.
 */
export class CredentialKeeping {
  /** Ids whose credential in the keychain is known to be the one that the connection names. */
  readonly #confirmed = new Set<string>();

  constructor(
    private readonly store: ConnectionStore,
    private readonly keychain: SecretStore,
  ) {}

  /** `null`: what the application needs to authenticate is gone. */
  async read(id: string): Promise<Credential | null> {
    const connection = this.store.find(id);
    if (!connection) return null;
    if (connection.application.kind === 'public') return { kind: 'none' };
    const { credential } = connection;
    if (credential && this.#confirmed.has(id)) {
      const text = await this.keychain.read(id, 'client-secret', credential.serial);
      const envelope = text === null ? null : openCredential(id, text);
      if (envelope) return envelope.credential;
    }
    return this.#lookFor(id);
  }

  /**
   * Keeps a credential and has the connection name it, or, for a public client, none any more: `point` is handed what to record of
   * it. `null`: the connection is new, and not begun, since the disk takes nothing.
   */
  async keep<T>(
    connection: Connection,
    credential: Credential,
    facts: CredentialFacts,
    point: (held: HeldCredential | null) => T,
  ): Promise<T | null> {
    const { id } = connection;
    const known = this.store.find(id);
    if (credential.kind === 'none' || !known?.credential) this.store.announce(id);
    if (!known && !(await this.store.committed())) {
      this.store.settle(id);
      return null;
    }
    const held = credential.kind === 'none' ? null : await this.#write(connection, credential, facts);
    const pointed = point(held);
    const isDone = held !== null || known === null || (await this.#drop(id));
    // One that was removed meanwhile has entries that are yet to go.
    if (isDone && this.store.find(id)) this.store.settle(id);
    return pointed;
  }

  /** Has connection and keychain agree. Resolves to whether nothing is left to do. */
  async settle({ id, application }: Connection): Promise<boolean> {
    if (application.kind === 'public') return this.#drop(id);
    await this.#lookFor(id);
    return true;
  }

  forget(id: string): void {
    this.#confirmed.delete(id);
  }

  async #write(connection: Connection, credential: KeptCredential, facts: CredentialFacts): Promise<HeldCredential> {
    const { id } = connection;
    const known = this.store.find(id);
    // A public client's old secret is none of it.
    if (known?.application.kind === 'public') await this.keychain.remove(id, ['client-secret']);
    else if (known && !this.#confirmed.has(id)) await this.#lookFor(id);
    const before = this.store.find(id)?.credential?.serial ?? 0;
    // The older one is not written over before the file names the newer one, if the disk takes it.
    if (before > 0 && this.store.filed(id)?.credential?.serial !== before) await this.store.committed();
    const serial = before + 1;
    const text = seal({ identity: identityOf(connection), facts, credential });
    await this.keychain.write(id, 'client-secret', { serial, text });
    this.#confirmed.add(id);
    return { ...facts, serial, notificationsRaised: [] };
  }

  /** Deletes what a public client has no use for, once the file knows it for one. Resolves to whether that is so. */
  async #drop(id: string): Promise<boolean> {
    if (this.store.filed(id)?.application.kind !== 'public' && !(await this.store.committed())) return false;
    await this.keychain.remove(id, ['client-secret']);
    return true;
  }

  async #lookFor(id: string): Promise<Credential | null> {
    const expected = this.store.find(id)?.credential?.serial ?? null;
    const found = await this.keychain.newest(id, 'client-secret', expected);
    const envelope = found && openCredential(id, found.text);
    this.#confirmed.add(id);
    // The connection may have been changed, or removed, meanwhile.
    const connection = this.store.find(id);
    if (!found || !envelope || !connection) return null;
    const { serial } = found;
    if (serial !== connection.credential?.serial) this.store.put(withFoundCredential(connection, { serial, envelope }));
    return envelope.credential;
  }
}
