import { kindOf as kindOfFailure } from '../failures/catalogue';
import { classify, ownFailure } from '../failures/classify';
import { explain } from '../failures/explain';
import type { Connection, SignInMethod } from '../model/connection';
import { type ClientAuthentication, type Credential, type CredentialFacts, kindOf } from '../model/credential';
import type { Failure, RawFailure } from '../model/failure';
import type { Result } from '../model/result';
import type { EpochMs } from '../model/time';
import type { ConnectionStore } from '../storage/connection-store';
import type { Secrets } from '../storage/secrets';
import { methodsFor } from '../validation/sign-in-methods';
import type { Refresher } from './refresher';

/**
 * Whether a failed exchange says nothing against the credential: a server that finds fault with the token or its user has let
 * the application in. Source: RFC 6749, 5.2 (`invalid_client` comes first). A token that is gone leaves nothing to try with, as
 * before the first sign-in.
 */
function acceptsCredential(raw: RawFailure, failure: Failure): boolean {
  if (raw.kind === 'no-token') return true;
  return kindOfFailure(failure.code) === 'person' && (raw.kind === 'reply' || raw.kind === 'unusable');
}

/** Replaces the credentials of connections in the one order that leaves a working one at every step. */
export class Credentials {
  constructor(
    private readonly store: ConnectionStore,
    private readonly secrets: Secrets,
    private readonly refresher: Refresher,
  ) {}

  /**
   * Tries the new credential with a real exchange when there is a token to exchange, writes it under the next generation,
   * points the connection at it, and only then drops the old one. Rejects with KeychainError.
   */
  async replace(
    before: Connection,
    credential: Credential,
    facts: CredentialFacts,
    now: EpochMs,
  ): Promise<Result<Connection>> {
    const { id } = before;
    const application = kindOf(credential);
    const check = before.token ? await this.refresher.exchangeWith(id, { credential }) : null;
    if (check && !check.ok) {
      const failure = classify(check.raw, now);
      if (!acceptsCredential(check.raw, failure)) return { ok: false, failure };
    }
    const current = this.store.find(id);
    if (!current) return { ok: false, failure: ownFailure('request/unknown', now) };
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
    if (!after) return { ok: false, failure: ownFailure('request/unknown', now) };
    this.store.tell({ type: 'history', id, event: { kind: 'settings', at: now, took: 0, code: credential.kind } });
    return { ok: true, value: after };
  }
}

/** The chosen way to sign in, or the usual one when this kind of application cannot take it. */
function possibleMethod(connection: Connection): SignInMethod {
  const [usual = 'app-window', ...others] = methodsFor(connection);
  return others.find((method) => method === connection.signInMethod) ?? usual;
}

/** Whether a credential is of the kind that the settings speak of. */
export function mismatch(credential: Credential, application: ClientAuthentication): string | null {
  const isFit = kindOf(credential).kind === application.kind;
  return isFit ? null : "This credential doesn't fit how the application authenticates.";
}
