import { classify, invalid, ownFailure, unknown } from '../failures/classify';
import type { FreshAccessToken } from '../model/access-token';
import type { Connection, Resource } from '../model/connection';
import { resourceKey, resourceProblem } from '../model/resource';
import type { Result } from '../model/result';
import type { DurationMs, EpochMs } from '../model/time';
import type { ConnectionStore } from '../storage/connection-store';
import type { Storage } from '../storage/storage';
import type { KeeperPorts } from './ports';
import type { Refresher } from './refresher';

/** Hands out access tokens: the one in memory while it is valid for long enough, else one from a new exchange. */
export class AccessTokens {
  constructor(
    private readonly store: ConnectionStore,
    private readonly refresher: Refresher,
    private readonly storage: Storage,
    private readonly ports: Pick<KeeperPorts, 'clockOf'>,
    private readonly refresh: (id: string) => Promise<Result<Connection>>,
  ) {}

  /** See KeeperApi. */
  handOut(id: string, validFor: DurationMs, resource?: Resource): Promise<Result<FreshAccessToken>> {
    const connection = this.store.find(id);
    if (!connection) return Promise.resolve(unknown());
    const isOwn = !resource || resourceKey(resource) === resourceKey(connection.resource);
    return isOwn ? this.#ownOf(connection, validFor) : this.#otherOf(connection, validFor, resource);
  }

  async #ownOf(connection: Connection, validFor: DurationMs): Promise<Result<FreshAccessToken>> {
    const cached = this.refresher.cachedAccessToken(connection);
    if (cached && cached.expiresAt - this.#now(connection) >= validFor) return { ok: true, value: cached };
    const refreshed = await this.refresh(connection.id);
    const fresh = this.refresher.cachedAccessToken(connection);
    // A token that could not be kept in the keychain has still given an access token.
    if (fresh && fresh.accessToken !== cached?.accessToken) return { ok: true, value: fresh };
    return refreshed.ok ? { ok: false, failure: ownFailure('reply/incomplete', this.#now(connection)) } : refreshed;
  }

  async #otherOf(connection: Connection, validFor: DurationMs, resource: Resource): Promise<Result<FreshAccessToken>> {
    const now = this.#now(connection);
    const problem = resourceProblem(connection, resource);
    if (problem !== null) return invalid(problem, now);
    const cached = this.refresher.cachedAccessToken(connection, resource);
    if (cached && cached.expiresAt - now >= validFor) return { ok: true, value: cached };
    return this.storage.withKeychain(now, async () => {
      const exchange = await this.refresher.exchangeWith(connection.id, { resource });
      if (!exchange.ok) return { ok: false, failure: classify(exchange.raw, now) };
      const fresh = this.refresher.cachedAccessToken(connection, resource);
      return fresh ? { ok: true, value: fresh } : { ok: false, failure: ownFailure('reply/incomplete', now) };
    });
  }

  #now({ cloud }: Connection): EpochMs {
    return this.ports.clockOf(cloud).now();
  }
}
