import { planRefresh } from '../expiry/lifetime';
import { invalid, unknown } from '../failures/classify';
import type { Connection, ConnectionSettings, Trouble } from '../model/connection';
import { type Credential, type CredentialFacts, kindOf, NO_FACTS } from '../model/credential';
import { newId, type Random } from '../model/new-id';
import { resourceKey } from '../model/resource';
import type { Result } from '../model/result';
import type { EpochMs } from '../model/time';
import type { ConnectionStore } from '../storage/connection-store';
import { blankConnection } from '../storage/rebuild';
import type { Secrets } from '../storage/secrets';
import type { Storage } from '../storage/storage';
import { importProblem } from '../validation/refresh-token';
import { credentialProblem, settingsProblem } from '../validation/settings';
import type { AccessTokens } from './access-tokens';
import type { NowFor } from './ports';
import type { Refresher } from './refresher';

/** What a person may change of a connection by itself; how the application authenticates goes with its credential. */
type SettingsChange = Partial<Omit<ConnectionSettings, 'application'>>;

/** Does what a person decides about connections. */
export class Editor {
  constructor(
    private readonly store: ConnectionStore,
    private readonly secrets: Secrets,
    private readonly storage: Storage,
    private readonly refresher: Refresher,
    private readonly accessTokens: AccessTokens,
    private readonly nowFor: NowFor,
    private readonly random: Random,
  ) {}

  /** Validates, keeps the credential in the keychain, then the connection in the file. */
  async add(
    settings: ConnectionSettings,
    credential: Credential,
    facts: CredentialFacts = NO_FACTS,
  ): Promise<Result<Connection>> {
    const now = this.nowFor(settings);
    const problem =
      settingsProblem(settings, this.#namesTaken()) ??
      (kindOf(credential).kind === settings.application.kind
        ? credentialProblem(credential)
        : "This credential doesn't fit how the application authenticates.");
    if (problem !== null) return invalid(problem, now);
    const id = newId(this.random);
    const blank = blankConnection({ ...settings, name: settings.name.trim(), id, createdAt: now });
    return this.storage.withKeychain(async () => {
      const connection = await this.secrets.keepCredential(blank, credential, facts, (held) => {
        const added = { ...blank, credential: held };
        this.store.put(added);
        return added;
      });
      await this.store.committed();
      return connection ? { ok: true, value: connection } : { ok: false, failure: this.storage.unwritable };
    });
  }

  async change(id: string, change: SettingsChange): Promise<Result<Connection>> {
    const before = this.store.find(id);
    if (!before) return unknown();
    const now = this.nowFor(before);
    if (change.cloud !== undefined && change.cloud !== before.cloud)
      return invalid("You can't change the cloud of a connection. Add a new connection instead.", now);
    const { application } = before;
    const after = { ...before, ...change, application, name: (change.name ?? before.name).trim() };
    const problem = settingsProblem(after, this.#namesTaken(id));
    if (problem !== null) return invalid(problem, now);
    if (this.storage.frozen) return { ok: false, failure: this.storage.frozen };
    this.store.put({
      ...after,
      refreshAt:
        change.schedule && before.token ? planRefresh(before.token, after.schedule, this.random()) : before.refreshAt,
      trouble: aims(after) === aims(before) ? before.trouble : this.#troubleElsewhere(before, now),
    });
    await this.store.committed();
    const code = Object.keys(change).join(' ');
    this.store.tell({ type: 'history', id, event: { kind: 'settings', at: now, took: 0, code } });
    const changed = this.store.find(id);
    return changed ? { ok: true, value: changed } : unknown();
  }

  /** Takes a refresh token from elsewhere: exchanges it at once, and keeps the new one. Refused, it leaves everything as it was. */
  async importToken(id: string, refreshToken: string): Promise<Result<Connection>> {
    const connection = this.store.find(id);
    if (!connection) return unknown();
    const now = this.nowFor(connection);
    const problem = importProblem(refreshToken);
    if (problem !== null) return invalid(problem, now);
    return this.storage.withKeychain(async () => {
      const exchanged = await this.refresher.exchangeWith(id, { refreshToken: refreshToken.trim() });
      if (exchanged.ok)
        this.store.tell({ type: 'history', id, event: { kind: 'sign-in', at: now, took: 0, code: 'import' } });
      return exchanged;
    });
  }

  /** Removes the connection and everything of it from the keychain. */
  async remove(id: string): Promise<Result<null>> {
    const before = this.store.find(id);
    if (!before) return unknown();
    if (this.storage.frozen) return { ok: false, failure: this.storage.frozen };
    this.store.beginRemoval(id);
    this.accessTokens.forget(id);
    if (!(await this.store.committed())) return { ok: false, failure: this.storage.unwritable };
    return this.storage.withKeychain(async () => {
      await this.secrets.settle(id);
      await this.store.committed();
      return { ok: true, value: null };
    });
  }

  /** A failure of the old settings says nothing about the new ones: what there is to try is tried at once. */
  #troubleElsewhere({ id, token, trouble }: Connection, now: EpochMs): Trouble | null {
    const hasSomethingToTry = token !== null || this.secrets.pendingSince(id) !== null;
    return trouble && hasSomethingToTry ? { ...trouble, retryAt: now } : null;
  }

  #namesTaken(except?: string): string[] {
    return this.store.all().flatMap(({ id, name }) => (id === except ? [] : [name]));
  }
}

/** What an exchange is aimed at. */
function aims({ tenant, clientId, resource, customCloud }: ConnectionSettings): string {
  return JSON.stringify([tenant, clientId, resourceKey(resource), customCloud]);
}
