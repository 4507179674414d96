import { invalid, ownFailure, unknown } from '../failures/classify';
import type { FreshAccessToken } from '../model/access-token';
import type { Connection, Resource } from '../model/connection';
import { resourceKey, resourceProblem } from '../model/resource';
import type { Result } from '../model/result';
import type { DurationMs, EpochMs } from '../model/time';
import type { ConnectionStore } from '../storage/connection-store';
import type { NowFor } from './ports';

type Remembered = FreshAccessToken & { readonly obtainedAt: EpochMs };

/** The access tokens of the last exchanges: one for each connection and resource, in memory and nowhere else. */
export class AccessTokens {
  /** By connection, then by resource. */
  readonly #tokens = new Map<string, Map<string, Remembered>>();

  constructor(
    private readonly store: ConnectionStore,
    private readonly nowFor: NowFor,
    /** Exchanges the refresh token, for its own resource with `null`; what it gives is to be remembered. */
    private readonly exchange: (id: string, other: Resource | null) => Promise<Result<Connection>>,
  ) {}

  remember(id: string, resource: Resource, token: Remembered): void {
    const own = this.#tokens.get(id) ?? new Map<string, Remembered>();
    this.#tokens.set(id, own.set(resourceKey(resource), token));
  }

  forget(id: string): void {
    this.#tokens.delete(id);
  }

  /**
   * An access token valid for at least `validFor` more; refreshes first when the one in memory is not. For another `resource`
   * than the connection's own the same refresh token is exchanged; that failing is no trouble of the connection.
   */
  async handOut(id: string, validFor: DurationMs, resource?: Resource): Promise<Result<FreshAccessToken>> {
    const connection = this.store.find(id);
    if (!connection) return unknown();
    const now = this.nowFor(connection);
    const wanted = resource ?? connection.resource;
    const other = resourceKey(wanted) === resourceKey(connection.resource) ? null : wanted;
    const problem = other && resourceProblem(connection, other);
    if (problem !== null) return invalid(problem, now);
    const cached = this.#find(id, wanted, now);
    if (cached && cached.expiresAt - now >= validFor) return { ok: true, value: cached };
    const exchanged = await this.exchange(id, other);
    const fresh = this.#find(id, wanted, this.nowFor(connection));
    // A token that could not be kept in the keychain has still given an access token.
    if (fresh && fresh.accessToken !== cached?.accessToken) return { ok: true, value: fresh };
    return exchanged.ok ? { ok: false, failure: ownFailure('reply/incomplete', now) } : exchanged;
  }

  /** The access token for a resource, if there is one and the clock has not gone back behind it. */
  #find(id: string, resource: Resource, now: EpochMs): FreshAccessToken | null {
    const token = this.#tokens.get(id)?.get(resourceKey(resource));
    if (!token || now < token.obtainedAt) return null;
    return { accessToken: token.accessToken, expiresAt: token.expiresAt };
  }
}
