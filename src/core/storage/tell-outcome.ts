import type { Connection } from '../model/connection';
import type { Result } from '../model/result';
import type { EpochMs } from '../model/time';
import type { ConnectionStore } from './connection-store';

/** Tells the listeners how a refresh or a sign-in ended, unless the connection was removed meanwhile. A clock that went back meanwhile gives a duration of 0. */
export function tellOutcome(
  store: ConnectionStore,
  id: string,
  kind: 'refresh' | 'sign-in',
  result: Result<Connection>,
  startedAt: EpochMs,
  endedAt: EpochMs,
): void {
  if (!store.find(id)) return;
  const [ended, code] = result.ok ? [kind, ''] : ['failure' as const, result.failure.code];
  const took = Math.max(0, endedAt - startedAt);
  store.tell({ type: 'history', id, event: { kind: ended, at: endedAt, took, code } });
}
