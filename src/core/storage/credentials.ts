import type { Connection } from '../model/connection';
import type { Credential, CredentialFacts, HeldCredential, KeptCredential } from '../model/credential';
import type { ConnectionStore } from './connection-store';
import { type CredentialEnvelope, heldCredentialOf, identityOf } from './envelope';
import { type Absence, CLIENT_SECRET, NamedSecrets } from './named-secrets';
import type { SecretStore } from './secret-store';

/** The client secrets and certificates. A public client has none. To be used by one job at a time per connection. Rejects with KeychainError. */
export class Credentials extends NamedSecrets<CredentialEnvelope> {
  constructor(store: ConnectionStore, keychain: SecretStore) {
    super(store, keychain, CLIENT_SECRET);
  }

  /** How the application authenticates. */
  async credential(id: string): Promise<Credential | Absence> {
    if (this.store.find(id)?.application.kind === 'public') return { kind: 'none' };
    const held = await this.read(id);
    return typeof held === 'string' ? held : held.credential;
  }

  /**
   * Keeps a credential and has the connection name it, or, for a public client, none any more: `point` is handed what to record of
   * it. `null`: the connection is new, and not begun, since the disk takes nothing. Rejects with KeychainError.
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

  /** Finishes what was cut short. Resolves to whether nothing is left to do. */
  async settle(id: string): Promise<boolean> {
    if (this.store.find(id)?.application.kind === 'public') return this.#drop(id);
    await this.lookFor(id);
    return true;
  }

  async #write(connection: Connection, credential: KeptCredential, facts: CredentialFacts): Promise<HeldCredential> {
    const { id } = connection;
    // A public client's old secret is none of it.
    if (this.store.find(id)?.application.kind === 'public') await this.keychain.remove(id, ['client-secret']);
    else if (this.store.find(id)) await this.confirm(id);
    const serial = await this.write(id, { identity: identityOf(connection), facts, credential });
    return heldCredentialOf(facts, serial);
  }

  /** Deletes what a public client has no use for, once the file knows it for one. Resolves to whether that is so. */
  async #drop(id: string): Promise<boolean> {
    if (!(await this.store.committed(id))) return false;
    await this.keychain.remove(id, ['client-secret']);
    return true;
  }
}
