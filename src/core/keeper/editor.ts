import { planRefresh } from '../expiry/lifetime';
import { kindOf as kindOfFailure } from '../failures/catalogue';
import { invalid, ownFailure, unknown } from '../failures/classify';
import { explain } from '../failures/explain';
import type { Connection, ConnectionSettings, SignInMethod } from '../model/connection';
import { type Credential, type CredentialFacts, kindOf, NO_FACTS } from '../model/credential';
import type { Result } from '../model/failure';
import { newId, type Random } from '../model/new-id';
import { resourceKey } from '../model/resource';
import type { EpochMs } from '../model/time';
import type { ConnectionStore } from '../storage/connection-store';
import { haveSameAudience } from '../storage/envelope';
import { blankConnection } from '../storage/rebuild';
import type { Secrets } from '../storage/secrets';
import type { Storage } from '../storage/storage';
import { readRefreshToken } from '../validation/refresh-token';
import { credentialProblem, settingsProblem } from '../validation/settings';
import { borrowingProblem, methodsFor } from '../validation/sign-in-methods';
import type { Refresher } from './refresher';

/** What a person may change of a connection by itself; how the application authenticates goes with its credential. */
type SettingsChange = Partial<Omit<ConnectionSettings, 'application'>>;

/** That a connection is to have the credential of another one, whose ID it is. */
export interface CredentialOf {
  readonly kind: 'same-as';
  readonly id: string;
}

/** Does what a person decides about connections. */
export class Editor {
  constructor(
    private readonly store: ConnectionStore,
    private readonly secrets: Secrets,
    private readonly storage: Storage,
    private readonly refresher: Refresher,
    private readonly random: Random,
  ) {}

  /** Validates, keeps the credential in the keychain, then the connection in the file. */
  async add(
    settings: ConnectionSettings,
    credential: Credential | CredentialOf,
    facts: CredentialFacts = NO_FACTS,
  ): Promise<Result<Connection>> {
    if (credential.kind === 'same-as') return this.#addLike(settings, credential.id);
    const now = this.store.nowFor(settings);
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
    const now = this.store.nowFor(before);
    const { application } = before;
    const after = { ...before, ...change, application, name: (change.name ?? before.name).trim() };
    const problem = settingsProblem(after, this.#namesTaken(id));
    if (problem !== null) return invalid(problem, now);
    if (this.storage.frozen) return { ok: false, failure: this.storage.frozen };
    const isMoved = !haveSameAudience(after, before);
    const isElsewhere = isMoved || resourceKey(after.resource) !== resourceKey(before.resource);
    const take = async (held: Partial<Connection> = {}): Promise<Result<Connection>> => {
      const current = this.store.find(id);
      if (!current) return unknown();
      const { token, refreshAt, trouble } = { ...current, ...held };
      // A failure of the old settings says nothing about the new ones: what there is to try is tried at once.
      const hasSomethingToTry = token !== null || this.secrets.pendingSince(id) !== null;
      const troubleElsewhere = trouble && hasSomethingToTry ? { ...trouble, retryAt: now } : null;
      const planned = change.schedule && token ? planRefresh(token, after.schedule, this.random()) : refreshAt;
      if (isMoved) this.refresher.accessTokens.forget(id);
      this.store.put({
        ...{ ...current, ...change, name: after.name, ...held },
        // The new settings are to prove themselves before anybody relies on them.
        refreshAt: token && (isElsewhere ? now : planned),
        trouble: isElsewhere ? troubleElsewhere : trouble,
      });
      await this.store.committed();
      const code = Object.keys(change).join(' ');
      this.store.tell({ type: 'history', id, event: { kind: 'settings', at: now, took: 0, code } });
      const changed = this.store.find(id);
      return changed ? { ok: true, value: changed } : unknown();
    };
    return isMoved ? this.storage.withKeychain(() => this.secrets.move(after, take)) : take();
  }

  /** Gives a connection back the settings that its token, or else its credential, is sealed with in the keychain. Its name stays. */
  async restore(id: string): Promise<Result<Connection>> {
    return this.storage.withKeychain(async () => {
      const sealed = await this.secrets.sealed(id);
      if (!sealed) return unknown();
      const { id: _, createdAt, name, application, ...settings } = sealed;
      return this.change(id, settings);
    });
  }

  /** Takes a refresh token from elsewhere, out of its text: exchanges it at once, and keeps the new one. Refused, all is as it was. */
  async importToken(id: string, text: string): Promise<Result<Connection>> {
    const connection = this.store.find(id);
    if (!connection) return unknown();
    const now = this.store.nowFor(connection);
    const read = readRefreshToken(text, connection.cloud);
    if (!read.ok) return invalid(read.problem, now);
    return this.storage.withKeychain(async () => {
      const exchanged = await this.refresher.exchangeWith(id, { refreshToken: read.token });
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
    this.refresher.accessTokens.forget(id);
    if (!(await this.store.committed())) return { ok: false, failure: this.storage.unwritable };
    return this.storage.withKeychain(async () => {
      await this.secrets.settle(id);
      await this.store.committed();
      return { ok: true, value: null };
    });
  }

  /** The credential, for calls that the application makes in its own name. */
  async credentialOf(id: string): Promise<Result<Credential>> {
    const connection = this.store.find(id);
    if (!connection) return unknown();
    const now = this.store.nowFor(connection);
    return this.storage.withKeychain(async () => {
      const credential = await this.secrets.credential(connection);
      return typeof credential === 'string'
        ? { ok: false, failure: ownFailure(`secret/${credential}`, now) }
        : { ok: true, value: credential };
    });
  }

  /** Puts another credential in the old one's place; where there is a token, only once an exchange has worked. */
  async replaceCredential(
    id: string,
    credential: Credential,
    facts: CredentialFacts = NO_FACTS,
  ): Promise<Result<null>> {
    const before = this.store.find(id);
    if (!before) return unknown();
    const now = this.store.nowFor(before);
    const problem = credentialProblem(credential) ?? borrowingProblem({ ...before, application: kindOf(credential) });
    if (problem !== null) return invalid(problem, now);
    const replaced = await this.storage.withKeychain(() => this.#replaceCredential(before, credential, facts, now));
    if (!replaced.ok) return replaced;
    this.store.tell({ type: 'history', id, event: { kind: 'settings', at: now, took: 0, code: credential.kind } });
    return { ok: true, value: null };
  }

  /** Notes when the held credential expires, as a person or the directory says; `null`: not known. */
  async noteCredentialExpiry(id: string, expiresAt: EpochMs | null): Promise<Result<null>> {
    const before = this.store.find(id);
    if (!before) return unknown();
    const now = this.store.nowFor(before);
    const { credential } = before;
    if (!credential) return { ok: false, failure: ownFailure('secret/gone', now) };
    if (this.storage.frozen) return { ok: false, failure: this.storage.frozen };
    if (credential.expiresAt === expiresAt) return { ok: true, value: null };
    this.store.change(id, { credential: { ...credential, expiresAt, notificationsRaised: [] } });
    await this.store.committed();
    this.store.tell({ type: 'history', id, event: { kind: 'settings', at: now, took: 0, code: 'expiry' } });
    return { ok: true, value: null };
  }

  /** In the one order that leaves a working one at every step. Rejects with KeychainError. */
  async #replaceCredential(
    before: Connection,
    credential: Credential,
    facts: CredentialFacts,
    now: EpochMs,
  ): Promise<Result<Connection>> {
    const { id } = before;
    const application = kindOf(credential);
    const tried = before.token ? await this.refresher.exchangeWith(id, { credential }) : null;
    // A server that finds fault with the token or its user has let the application in: RFC 6749, 5.2 (`invalid_client` comes first).
    // A token that is gone leaves nothing to try with, as before the first sign-in.
    if (tried && !tried.ok && kindOfFailure(tried.failure.code) !== 'person') return tried;
    const current = this.store.find(id);
    if (!current) return unknown();
    const signInMethod = possibleMethod({ ...current, application });
    const next = { ...before, application, signInMethod };
    const after = await this.secrets.keepCredential(next, credential, facts, (held) => {
      const { trouble = null, token = null } = this.store.find(id) ?? {};
      const remedy = trouble && explain(trouble.failure, before).remedy;
      const mended = remedy === 'replace-secret' || remedy === 'replace-certificate';
      return this.store.change(id, {
        application,
        signInMethod,
        credential: held,
        ...(mended ? { trouble: null, refreshAt: token ? now : null } : {}),
      });
    });
    return after ? { ok: true, value: after } : unknown();
  }

  /** Adds with the credential of a connection: of the same application, in the same tenant and cloud, and for no other. */
  async #addLike(settings: ConnectionSettings, id: string): Promise<Result<Connection>> {
    const before = this.store.find(id);
    if (!before) return unknown();
    const held = await this.credentialOf(id);
    // By now it may be another's: what was read was sealed for the connection as it is.
    const current = this.store.find(id);
    if (!current) return unknown();
    if (![before, current].every((one) => haveSameAudience(one, settings)))
      return invalid(
        'This credential belongs to a different application, tenant, or cloud.',
        this.store.nowFor(settings),
      );
    if (!held.ok) return held;
    const { expiresAt = null, thumbprint = null } = current.credential ?? {};
    return this.add({ ...settings, application: kindOf(held.value) }, held.value, { expiresAt, thumbprint });
  }

  #namesTaken(except?: string): string[] {
    return this.store.all().flatMap(({ id, name }) => (id === except ? [] : [name]));
  }
}

/** The chosen way to sign in, or the usual one when this kind of application cannot take it. */
function possibleMethod(connection: Connection): SignInMethod {
  const [usual = 'app-window', ...others] = methodsFor(connection);
  return others.find((method) => method === connection.signInMethod) ?? usual;
}
