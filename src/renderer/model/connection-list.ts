import type { ConnectionView } from '../../ipc/contract';
import { compareNames, lookOf, STATUS_LOOKS, type Status, type StatusLook, sortByUrgency } from '../../ipc/vocabulary';

export type Sorting = 'urgency' | 'name' | 'added';

/** In the order that is asked for. */
export function sortConnections(
  views: readonly ConnectionView[],
  sorting: Sorting,
  statusOf: (view: ConnectionView) => Status,
): readonly ConnectionView[] {
  switch (sorting) {
    case 'added':
      return views;
    case 'name':
      return views.toSorted((a, b) => compareNames(a.name, b.name));
    case 'urgency':
      return sortByUrgency(views, statusOf);
  }
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
