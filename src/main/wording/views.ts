import { limitOf } from '../../core/expiry/lifetime';
import { isTokenDead } from '../../core/expiry/status';
import { type Explanation, explain, explainTrouble } from '../../core/failures/explain';
import { nextTryAt } from '../../core/keeper/alarm';
import type { Keeper } from '../../core/keeper/keeper';
import { endpointsOf } from '../../core/model/clouds';
import type { Connection } from '../../core/model/connection';
import { type Failure, REMEDY_LABELS } from '../../core/model/failure';
import { resourceLabel } from '../../core/model/resource';
import type { Busy, Status } from '../../core/model/status';
import type { DurationMs, EpochMs } from '../../core/model/time';
import { methodsFor } from '../../core/validation/sign-in-methods';
import { clockInWords } from '../../core/wording/clock-words';
import { signInLimitInWords } from '../../core/wording/notification-words';
import { credentialInWords, spanInWords, statusInWords } from '../../core/wording/words';
import type { ConnectionView, PanelState } from '../../ipc/contract';
import { detailsOf, detailsOfTrouble } from './support-details';
import { vaultView } from './vault-view';

/** What the panel shows of a connection. Times are on the connection's own clock, as `now` is. */
export function viewOf(
  connection: Connection,
  status: Status,
  busy: Busy | null,
  now: EpochMs,
  exportsInUse = 0,
  isSyncing = false,
): ConnectionView {
  const { id, name, cloud, customCloud, tenant, clientId, resource, redirectUri, signInMethod, schedule } = connection;
  const { application, token, credential, trouble } = connection;
  const limit = token && limitOf(token);
  return {
    ...{ id, name, cloud, customCloud, tenant, clientId, resource, redirectUri, signInMethod, schedule },
    cloudLabel: endpointsOf(connection).label,
    application: application.kind,
    credential: credential && { expiresAt: credential.expiresAt, thumbprint: credential.thumbprint },
    credentialText: credentialInWords(connection, now),
    resourceLabel: resourceLabel(resource),
    signInMethods: methodsFor(connection),
    status,
    statusText: statusInWords(connection, status, busy, now),
    account: token?.account.username ?? null,
    hasMfa: token?.hasMfa ?? null,
    issuedAt: token?.issuedAt ?? null,
    isTokenDead: isTokenDead(connection, now),
    expiresAt: limit?.endsAt ?? null,
    lifetime: limit?.span ?? null,
    endsWith: limit?.kind ?? null,
    learnedText: learnedInWords(connection),
    refreshAt: trouble ? nextTryAt(connection, now) : connection.refreshAt,
    trouble: explainTrouble(connection),
    troubleDetails: detailsOfTrouble(connection),
    exportsInUse,
    vault: vaultView(connection, isSyncing),
    busy,
  };
}

function learnedInWords({ learnedLifetime, learnedSignInLimit }: Connection): string | null {
  const parts = [
    ...(learnedLifetime === null ? [] : [`Refresh tokens of this tenant expire after ${spanInWords(learnedLifetime)}`]),
    ...(learnedSignInLimit === null ? [] : [signInLimitInWords(learnedSignInLimit)]),
  ];
  return parts.length === 0 ? null : parts.join(' · ');
}

/** The view of each connection, in the keeper's order. */
export function viewsOf(keeper: Keeper): readonly ConnectionView[] {
  return keeper
    .connections()
    .map((connection) =>
      viewOf(
        connection,
        keeper.statusOf(connection),
        keeper.busyOf(connection.id),
        keeper.nowFor(connection),
        keeper.exportedTokens(connection.id).filter(({ state }) => state === 'in-use').length,
        keeper.isSyncingVault(connection.id),
      ),
    );
}

/** The app's trouble for the panel: its words, its button, and what support asks for. */
export function troubleView(trouble: Failure | null): PanelState['appTrouble'] {
  if (!trouble) return null;
  const explanation = explain(trouble, null);
  const { what, advice, note } = explanation;
  return {
    what,
    advice,
    ...(note === undefined ? {} : { note }),
    details: detailsOf(trouble, null),
    button: retryLabel(trouble.code, explanation),
  };
}

/** Trying again also acknowledges a file that was set aside. A file of a newer version stays one however often it is read. */
function retryLabel(code: string, { kind, remedy }: Explanation): string | null {
  if (remedy === 'retry-keychain') return REMEDY_LABELS[remedy];
  if (code === 'file/bad') return 'Dismiss';
  return kind === 'transient' ? 'Try now' : null;
}

/** That the clock is wrong, in words for the panel and the desktop. */
export function skewView(behind: DurationMs | null): PanelState['clockSkew'] {
  return behind === null ? null : clockInWords(behind);
}
