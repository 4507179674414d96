import { planRefresh } from '../expiry/lifetime';
import { classify, invalid, ownFailure, unknown } from '../failures/classify';
import type { Connection, ConnectionSettings, Trouble } from '../model/connection';
import { type Credential, type CredentialFacts, kindOf, NO_FACTS } from '../model/credential';
import type { Failure } from '../model/failure';
import { newId } from '../model/new-id';
import { resourceKey } from '../model/resource';
import type { Result } from '../model/result';
import type { EpochMs } from '../model/time';
import type { ConnectionStore } from '../storage/connection-store';
import { blankConnection } from '../storage/rebuild';
import type { Secrets } from '../storage/secrets';
import type { Storage } from '../storage/storage';
import { importProblem } from '../validation/refresh-token';
import { credentialProblem, settingsProblem } from '../validation/settings';
import { borrowingProblem } from '../validation/sign-in-methods';
import { Credentials, mismatch } from './credentials';
import type { KeeperPorts } from './ports';
import type { Refresher } from './refresher';

/** What a person may change of a connection by itself; how the application authenticates goes with its credential. */
export type SettingsChange = Partial<Omit<ConnectionSettings, 'application'>>;

/** Does what a person decides about connections. */
export class Editor {
  readonly #credentials: Credentials;

  constructor(
    private readonly store: ConnectionStore,
    private readonly secrets: Secrets,
    private readonly refresher: Refresher,
    private readonly storage: Storage,
    private readonly ports: KeeperPorts,
    /** Something may have become due. */
    private readonly changed: () => void,
  ) {
    this.#credentials = new Credentials(store, secrets, refresher);
  }

  async add(
    settings: ConnectionSettings,
    credential: Credential,
    facts: CredentialFacts = NO_FACTS,
  ): Promise<Result<Connection>> {
    const now = this.#now(settings);
    const problem =
      settingsProblem(settings, this.#namesTaken()) ??
      mismatch(credential, settings.application) ??
      credentialProblem(credential);
    if (problem !== null) return invalid(problem, now);
    const id = newId(this.ports.random);
    const blank = blankConnection({ ...settings, name: settings.name.trim(), id, createdAt: now });
    return this.storage.withKeychain(now, async () => {
      const connection = await this.secrets.keepCredential(blank, credential, facts, (held) => {
        const added = { ...blank, credential: held };
        this.store.put(added);
        return added;
      });
      await this.store.committed();
      return connection ? { ok: true, value: connection } : { ok: false, failure: this.#fault(now) };
    });
  }

  async change(id: string, change: SettingsChange): Promise<Result<Connection>> {
    const before = this.store.find(id);
    if (!before) return unknown();
    const now = this.#now(before);
    if (change.cloud !== undefined && change.cloud !== before.cloud)
      return invalid("You can't change the cloud of a connection. Add a new connection instead.", now);
    const { application } = before;
    const after = { ...before, ...change, application, name: (change.name ?? before.name).trim() };
    const problem = settingsProblem(after, this.#namesTaken(id));
    if (problem !== null) return invalid(problem, now);
    if (this.storage.frozen) return { ok: false, failure: this.storage.frozen };
    const aimedElsewhere = aims(after) !== aims(before);
    this.store.put({
      ...after,
      refreshAt:
        change.schedule && before.token
          ? planRefresh(before.token, after.schedule, this.ports.random())
          : before.refreshAt,
      trouble: aimedElsewhere ? this.#troubleElsewhere(before, now) : before.trouble,
    });
    await this.store.committed();
    this.#noteChange(before, Object.keys(change).join(' '));
    this.changed();
    return this.#found(id);
  }

  async replaceCredential(
    id: string,
    credential: Credential,
    facts: CredentialFacts = NO_FACTS,
  ): Promise<Result<null>> {
    const before = this.store.find(id);
    if (!before) return unknown();
    const now = this.#now(before);
    const application = kindOf(credential);
    const problem = credentialProblem(credential) ?? borrowingProblem({ ...before, application });
    if (problem !== null) return invalid(problem, now);
    const replaced = await this.storage.withKeychain(now, () =>
      this.#credentials.replace(before, credential, facts, now),
    );
    if (replaced.ok) this.store.tell({ type: 'notifications-withdrawn', connectionId: id, about: 'credential' });
    this.changed();
    return replaced.ok ? { ok: true, value: null } : replaced;
  }

  async noteCredentialExpiry(id: string, expiresAt: EpochMs | null): Promise<Result<null>> {
    const before = this.store.find(id);
    if (!before) return unknown();
    const { credential } = before;
    if (!credential) return { ok: false, failure: ownFailure('secret/gone', this.#now(before)) };
    if (this.storage.frozen) return { ok: false, failure: this.storage.frozen };
    if (credential.expiresAt === expiresAt) return { ok: true, value: null };
    this.store.change(id, { credential: { ...credential, expiresAt, notificationsRaised: [] } });
    await this.store.committed();
    this.#noteChange(before, 'expiry');
    this.changed();
    return { ok: true, value: null };
  }

  async importToken(id: string, refreshToken: string): Promise<Result<Connection>> {
    const connection = this.store.find(id);
    if (!connection) return unknown();
    const now = this.#now(connection);
    const problem = importProblem(refreshToken);
    if (problem !== null) return invalid(problem, now);
    return this.storage.withKeychain(now, async () => {
      const exchange = await this.refresher.exchangeWith(id, { refreshToken: refreshToken.trim() });
      this.changed();
      if (!exchange.ok) return { ok: false, failure: classify(exchange.raw, now) };
      const event = { kind: 'sign-in', at: now, took: 0, code: 'import' } as const;
      this.store.tell({ type: 'history', id, event });
      return exchange;
    });
  }

  async credentialOf(id: string): Promise<Result<Credential>> {
    const connection = this.store.find(id);
    if (!connection) return unknown();
    const now = this.#now(connection);
    return this.storage.withKeychain(now, async () => {
      const credential = await this.secrets.credential(connection);
      if (credential) return { ok: true, value: credential };
      return { ok: false, failure: ownFailure('secret/gone', now) };
    });
  }

  async remove(id: string): Promise<Result<null>> {
    const before = this.store.find(id);
    if (!before) return unknown();
    if (this.storage.frozen) return { ok: false, failure: this.storage.frozen };
    this.store.beginRemoval(id);
    this.refresher.dropAccessTokens(id);
    const now = this.#now(before);
    const isFiled = await this.store.committed();
    this.changed();
    if (!isFiled) return { ok: false, failure: this.#fault(now) };
    return this.storage.withKeychain(now, async () => {
      await this.storage.settle();
      await this.store.committed();
      return { ok: true, value: null };
    });
  }

  /** A failure of the old settings says nothing about the new ones: what there is to try is tried at once. */
  #troubleElsewhere({ id, token, trouble }: Connection, now: EpochMs): Trouble | null {
    const hasSomethingToTry = token !== null || this.secrets.pendingSince(id) !== null;
    return trouble && hasSomethingToTry ? { ...trouble, retryAt: now } : null;
  }

  #noteChange(connection: Connection, code: string): void {
    const event = { kind: 'settings', at: this.#now(connection), took: 0, code } as const;
    this.store.tell({ type: 'history', id: connection.id, event });
  }

  #namesTaken(except?: string): string[] {
    return this.store
      .all()
      .filter(({ id }) => id !== except)
      .map(({ name }) => name);
  }

  #found(id: string): Result<Connection> {
    const connection = this.store.find(id);
    return connection ? { ok: true, value: connection } : unknown();
  }

  #fault(now: EpochMs): Failure {
    return this.storage.troubles.worst ?? ownFailure('file/unwritable', now);
  }

  #now({ cloud }: Pick<Connection, 'cloud'>): EpochMs {
    return this.ports.clockOf(cloud).now();
  }
}

/** What an exchange is aimed at. */
function aims({ tenant, clientId, resource, customCloud }: ConnectionSettings): string {
  return JSON.stringify([tenant, clientId, resourceKey(resource), customCloud]);
}
