import { kindOf as kindOfFailure } from '../failures/catalogue';
import { invalid, ownFailure, unknown } from '../failures/classify';
import { explain } from '../failures/explain';
import type { Connection, SignInMethod } from '../model/connection';
import { type Credential, type CredentialFacts, kindOf, NO_FACTS } from '../model/credential';
import type { Result } from '../model/result';
import type { EpochMs } from '../model/time';
import type { ConnectionStore } from '../storage/connection-store';
import type { Secrets } from '../storage/secrets';
import type { Storage } from '../storage/storage';
import { credentialProblem } from '../validation/settings';
import { borrowingProblem, methodsFor } from '../validation/sign-in-methods';
import type { NowFor } from './ports';
import type { Refresher } from './refresher';

/** How the applications of connections authenticate. */
export class Credentials {
  constructor(
    private readonly store: ConnectionStore,
    private readonly secrets: Secrets,
    private readonly storage: Storage,
    private readonly refresher: Refresher,
    private readonly nowFor: NowFor,
  ) {}

  /** The credential, for calls that the application makes in its own name. */
  async find(id: string): Promise<Result<Credential>> {
    const connection = this.store.find(id);
    if (!connection) return unknown();
    const now = this.nowFor(connection);
    return this.storage.withKeychain(async () => {
      const credential = await this.secrets.credential(connection);
      return credential ? { ok: true, value: credential } : { ok: false, failure: ownFailure('secret/gone', now) };
    });
  }

  /**
   * Puts another client secret or certificate in the place of the held one, or makes the application a public client. With
   * a token in hand the new one is first tried in a real exchange; one that Entra ID refuses, or that cannot be tried now,
   * is not taken, and the old one stays.
   */
  async replace(id: string, credential: Credential, facts: CredentialFacts = NO_FACTS): Promise<Result<null>> {
    const before = this.store.find(id);
    if (!before) return unknown();
    const now = this.nowFor(before);
    const problem = credentialProblem(credential) ?? borrowingProblem({ ...before, application: kindOf(credential) });
    if (problem !== null) return invalid(problem, now);
    const replaced = await this.storage.withKeychain(() => this.#replace(before, credential, facts, now));
    if (!replaced.ok) return replaced;
    this.store.tell({ type: 'history', id, event: { kind: 'settings', at: now, took: 0, code: credential.kind } });
    this.store.tell({ type: 'notifications-withdrawn', connectionId: id, about: 'credential' });
    return { ok: true, value: null };
  }

  /** Notes when the held credential expires, as a person or the directory says; `null`: not known. */
  async noteExpiry(id: string, expiresAt: EpochMs | null): Promise<Result<null>> {
    const before = this.store.find(id);
    if (!before) return unknown();
    const now = this.nowFor(before);
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
  async #replace(
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
    const next = { ...current, application, signInMethod };
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
}

/** The chosen way to sign in, or the usual one when this kind of application cannot take it. */
function possibleMethod(connection: Connection): SignInMethod {
  const [usual = 'app-window', ...others] = methodsFor(connection);
  return others.find((method) => method === connection.signInMethod) ?? usual;
}
