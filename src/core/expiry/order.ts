import { STATUSES_BY_WORRY, type Status } from '../model/status';
import type { EpochMs } from '../model/time';

/** What decides the order of connections. */
export interface Ordered {
  readonly name: string;
  readonly status: Status;
  readonly expiresAt: EpochMs | null;
}

/** Names as a person counts and reads them. */
export const compareNames = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' }).compare;

/** The most urgent first; among equals the one that expires first, then by name. */
export function sortByUrgency<C extends Ordered>(
  connections: readonly C[],
  statusOf: (connection: C) => Status = ({ status }) => status,
): readonly C[] {
  const rank = new Map(STATUSES_BY_WORRY.map((status, index) => [status, index]));
  const urgency = (connection: C) => rank.get(statusOf(connection)) ?? 0;
  const end = ({ expiresAt }: C) => expiresAt ?? Number.MAX_SAFE_INTEGER;
  return connections.toSorted((a, b) => urgency(b) - urgency(a) || end(a) - end(b) || compareNames(a.name, b.name));
}

/** Where a search looks. */
export interface Searched {
  readonly name: string;
  readonly account: string | null;
  readonly tenant: string;
  readonly cloudLabel: string;
}

/** Those whose name, account, tenant or cloud contains every word of the query, without regard to case. */
export function findConnections<C extends Searched>(connections: readonly C[], query: string): readonly C[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return connections;
  return connections.filter(({ name, account, tenant, cloudLabel }) => {
    const hay = `${name}\n${account ?? ''}\n${tenant}\n${cloudLabel}`.toLocaleLowerCase();
    return words.every((word) => hay.includes(word));
  });
}
