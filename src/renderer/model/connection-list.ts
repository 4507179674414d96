import type { ConnectionView } from '../../ipc/contract';
import { lookOf, STATUS_LOOKS, STATUSES_BY_WORRY, type Status, type StatusLook } from '../../ipc/vocabulary';

export type Sorting = 'urgency' | 'name' | 'added';

/** The most urgent first; among equals the one that expires first, then by name. */
export function sortConnections(
  views: readonly ConnectionView[],
  sorting: Sorting,
  statusOf: (view: ConnectionView) => Status,
): readonly ConnectionView[] {
  if (sorting === 'added') return views;
  const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' }).compare;
  const compareNames = (a: ConnectionView, b: ConnectionView) => byName(a.name, b.name);
  if (sorting === 'name') return views.toSorted(compareNames);
  const rank = new Map(STATUSES_BY_WORRY.map((status, index) => [status, index]));
  const urgency = (view: ConnectionView) => rank.get(statusOf(view)) ?? 0;
  const end = (view: ConnectionView) => view.expiresAt ?? Number.MAX_SAFE_INTEGER;
  return views.toSorted((a, b) => urgency(b) - urgency(a) || end(a) - end(b) || compareNames(a, b));
}

/** Those whose name, account, tenant or cloud contains every word of the query, without regard to case. */
export function findConnections(views: readonly ConnectionView[], query: string): readonly ConnectionView[] {
  const words = query.trim().toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return views;
  return views.filter((view) => {
    const hay = `${view.name}\n${view.account ?? ''}\n${view.tenant}\n${view.cloudLabel}`.toLocaleLowerCase();
    return words.every((word) => hay.includes(word));
  });
}

export interface SummaryPart {
  readonly look: StatusLook;
  readonly words: string;
}

/** How many connections are in which state, the most urgent last: "10 fine", "1 expiring soon", "1 needs action". */
export function summarize(views: readonly ConnectionView[]): readonly SummaryPart[] {
  const counts = new Map<StatusLook, number>();
  for (const view of views) {
    const look = lookOf(view.status);
    counts.set(look, (counts.get(look) ?? 0) + 1);
  }
  return STATUS_LOOKS.flatMap((look) => {
    const count = counts.get(look) ?? 0;
    return count === 0 ? [] : [{ look, words: summaryWords(look, count) }];
  });
}

/** "12 connections", "1 connection", "1,000 connections". */
export function countWords(count: number): string {
  return `${count.toLocaleString()} ${count === 1 ? 'connection' : 'connections'}`;
}

const SUMMARY_WORDS: Readonly<Record<StatusLook, string>> = {
  fine: 'fine',
  new: 'new',
  working: 'in progress',
  offline: 'offline',
  soon: 'expiring soon',
  person: 'need action',
  expired: 'expired',
};

function summaryWords(status: StatusLook, count: number): string {
  if (status === 'person' && count === 1) return '1 needs action';
  return `${count.toLocaleString()} ${SUMMARY_WORDS[status]}`;
}
