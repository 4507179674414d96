import type { Resource } from '../model/connection';
import type { FreshAccessToken } from '../model/exchange';
import { resourceKey } from '../model/resource';
import type { EpochMs } from '../model/time';

type Remembered = FreshAccessToken & { readonly obtainedAt: EpochMs };

/** The access tokens of the last exchanges: one for each connection and resource, in memory and nowhere else. */
export class AccessTokens {
  /** By connection, then by resource. */
  readonly #tokens = new Map<string, Map<string, Remembered>>();

  remember(id: string, resource: Resource, token: Remembered): void {
    const own = this.#tokens.get(id) ?? new Map<string, Remembered>();
    this.#tokens.set(id, own.set(resourceKey(resource), token));
  }

  forget(id: string): void {
    this.#tokens.delete(id);
  }

  /** The access token for a resource, if there is one and the clock has not gone back behind it. */
  find(id: string, resource: Resource, now: EpochMs): FreshAccessToken | null {
    const token = this.#tokens.get(id)?.get(resourceKey(resource));
    if (!token || now < token.obtainedAt) return null;
    return { accessToken: token.accessToken, expiresAt: token.expiresAt };
  }
}
