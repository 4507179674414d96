import { classify, unknown } from '../failures/classify';
import type { Connection } from '../model/connection';
import type { Credential } from '../model/credential';
import type { Exchange } from '../model/exchange';
import type { Result } from '../model/result';
import { type DurationMs, MINUTE } from '../model/time';
import type { ConnectionStore } from '../storage/connection-store';
import type { SignInTicket } from './keeper-api';
import type { KeeperPorts } from './ports';
import { isSomebodyElse, otherAccount, type Refresher } from './refresher';

/** The reply that ends a sign-in comes straight from the token endpoint, whose adapter waits 30 seconds at most. */
const OLDEST_REPLY: DurationMs = MINUTE;

/** Opens a sign-in of a connection. `close` is called exactly once, when it has been completed or cancelled. */
export function openSignIn(
  connection: Connection,
  credential: Credential,
  refresher: Refresher,
  store: ConnectionStore,
  ports: KeeperPorts,
  close: () => void,
): SignInTicket {
  const now = () => ports.clockOf(connection.cloud).now();
  const openedAt = now();
  let open = true;
  const end = () => {
    if (!open) return;
    open = false;
    close();
  };
  return {
    connection,
    credential,
    loginHint: connection.token?.account.username ?? null,
    cancel: end,
    complete: async (exchange) => {
      const endedAt = now();
      const startedAt = Math.max(openedAt, endedAt - OLDEST_REPLY);
      refresher.meet({ cloud: connection.cloud, exchange, startedAt, endedAt });
      try {
        const result = await completeSignIn(connection.id, exchange, refresher, store, ports);
        refresher.noteOutcome(connection.id, 'sign-in', result, openedAt);
        return result;
      } finally {
        end();
      }
    },
  };
}

async function completeSignIn(
  id: string,
  exchange: Exchange,
  refresher: Refresher,
  store: ConnectionStore,
  ports: KeeperPorts,
): Promise<Result<Connection>> {
  const connection = store.find(id);
  if (!connection) return unknown();
  const now = ports.clockOf(connection.cloud).now();
  if (!exchange.ok) return refresher.troubles.recordOfSignIn(connection, classify(exchange.raw, now));
  if (isSomebodyElse(connection, exchange.tokens))
    return { ok: false, failure: classify(otherAccount(exchange.tokens), now) };
  return refresher.accept(id, exchange.tokens, now, 'sign-in');
}
