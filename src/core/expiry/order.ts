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
  readonly clientId: string;
  readonly cloudLabel: string;
  readonly resourceLabel: string;
  readonly status: Status;
  readonly statusText: string;
  readonly trouble: { readonly advice: string } | null;
}

/** What people call a state when they look for it, besides the words that a connection shows of it. */
const STATUS_WORDS: Readonly<Record<Status, string>> = {
  fine: 'fine',
  new: 'new, not signed in',
  working: 'in progress',
  offline: 'offline',
  soon: 'expiring soon, expires soon',
  'no-mfa': 'no MFA, without MFA, needs action',
  'credential-expired': 'expired, needs action',
  person: 'needs action',
  expired: 'expired',
};

/** Those of which every word of the query is found in what identifies them or in the words for their state, without regard to case. */
export function findConnections<C extends Searched>(connections: readonly C[], query: string): readonly C[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return connections;
  return connections.filter((connection) => {
    const hay = wordsOf(connection).join('\n').toLocaleLowerCase();
    return words.every((word) => hay.includes(word));
  });
}

function wordsOf(connection: Searched): readonly string[] {
  const { name, account, tenant, clientId, cloudLabel, resourceLabel, status, statusText } = connection;
  return [
    ...[name, account ?? '', tenant, clientId, cloudLabel, resourceLabel, statusText, STATUS_WORDS[status]],
    ...(wantsSignIn(connection) ? ['needs sign-in'] : []),
  ];
}

function wantsSignIn({ status, trouble }: Searched): boolean {
  if (status === 'person') return /\bsign in\b/i.test(trouble?.advice ?? '');
  return status === 'new' || status === 'expired' || status === 'no-mfa';
}
