import { limitOf } from '../../core/expiry/lifetime';
import { isTokenDead } from '../../core/expiry/status';
import { explainTrouble } from '../../core/failures/explain';
import type { Keeper } from '../../core/keeper/keeper';
import { endpointsOf } from '../../core/model/clouds';
import type { Connection } from '../../core/model/connection';
import { resourceLabel } from '../../core/model/resource';
import { statusInWords } from '../../core/wording/words';
import type { ConnectionFacts } from '../answers';
import { vaultFactsOf } from './vault-facts';

/** What a keeper can tell of a connection. */
export type Told = Pick<
  Keeper,
  'statusOf' | 'busyOf' | 'nowFor' | 'nextTryAt' | 'exportedTokens' | 'find' | 'isSyncingVault'
>;

/** A connection as another process sees it. */
export function factsOf(keeper: Told, connection: Connection): ConnectionFacts {
  const { id, name, cloud, tenant, clientId, application, resource, redirectUri, signInMethod } = connection;
  const { token, credential, trouble } = connection;
  const now = keeper.nowFor(connection);
  const status = keeper.statusOf(connection);
  const limit = token && limitOf(token);
  const explained = explainTrouble(connection);
  return {
    ...{ id, name, cloud, tenant, clientId, resource, redirectUri, signInMethod, now, status },
    cloudLabel: endpointsOf(connection).label,
    application: application.kind,
    resourceLabel: resourceLabel(resource),
    statusText: statusInWords(connection, status, keeper.busyOf(id), now),
    account: token?.account.username ?? null,
    hasMfa: token?.hasMfa ?? null,
    issuedAt: token?.issuedAt ?? null,
    expiresAt: isTokenDead(connection, now) ? null : (limit?.endsAt ?? null),
    endsWith: limit?.kind ?? null,
    refreshAt: trouble ? keeper.nextTryAt(connection) : connection.refreshAt,
    credentialExpiresAt: credential?.expiresAt ?? null,
    trouble: trouble && explained && { code: trouble.failure.code, what: explained.what, advice: explained.advice },
    vault: vaultFactsOf(keeper, connection),
    exportedInUse: keeper.exportedTokens(id).filter(({ state }) => state === 'in-use').length,
  };
}
