import { invalid, ownFailure, unknown } from '../failures/classify';
import type { FreshAccessToken } from '../model/access-token';
import type { Connection, Resource } from '../model/connection';
import { resourceKey, resourceProblem } from '../model/resource';
import type { Result } from '../model/result';
import type { DurationMs } from '../model/time';
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
  async handOut(id: string, validFor: DurationMs, resource?: Resource): Promise<Result<FreshAccessToken>> {
    const connection = this.store.find(id);
    if (!connection) return unknown();
    const clock = this.ports.clockOf(connection.cloud);
    const now = clock.now();
    const wanted = resource ?? connection.resource;
    const isOwn = resourceKey(wanted) === resourceKey(connection.resource);
    const problem = isOwn ? null : resourceProblem(connection, wanted);
    if (problem !== null) return invalid(problem, now);
    const cached = this.refresher.accessTokens.find(id, wanted, now);
    if (cached && cached.expiresAt - now >= validFor) return { ok: true, value: cached };
    const exchanged = isOwn
      ? await this.refresh(id)
      : await this.storage.withKeychain(() => this.refresher.exchangeWith(id, { resource: wanted }));
    const fresh = this.refresher.accessTokens.find(id, wanted, clock.now());
    // A token that could not be kept in the keychain has still given an access token.
    if (fresh && fresh.accessToken !== cached?.accessToken) return { ok: true, value: fresh };
    return exchanged.ok ? { ok: false, failure: ownFailure('reply/incomplete', clock.now()) } : exchanged;
  }
}
