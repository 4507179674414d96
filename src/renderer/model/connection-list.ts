import type { ConnectionView } from '../../ipc/contract';
import {
  type CloudName,
  compareNames,
  findConnections,
  lookOf,
  STATUS_LOOKS,
  type Status,
  type StatusLook,
  sortByUrgency,
} from '../../ipc/vocabulary';

/** With more than this many, one looks for a connection rather than at all of them. */
export const FEW = 6;

export type Sorting = 'urgency' | 'name' | 'added' | 'cloud';

/** What is looked for among many connections. */
export interface Finding {
  readonly query: string;
  /** States that are asked for; with none, all are. */
  readonly looks: readonly StatusLook[];
  readonly sorting: Sorting;
  /** The row that is open, as it was when it was opened: it stays where it is while things happen to it. */
  readonly opened: ConnectionView | null;
  /** The row that the arrow keys have led to. */
  readonly selected: string | null;
}

export const EVERYTHING: Finding = { query: '', looks: [], sorting: 'urgency', opened: null, selected: null };

type StatusOf = (view: ConnectionView) => Status;

/** Those that are looked for, in the order that is asked for. `statusOf` tells the state that work in progress started from. */
export function findAmong(
  views: readonly ConnectionView[],
  { query, looks, sorting, opened }: Finding,
  statusOf: StatusOf,
): readonly ConnectionView[] {
  const held = opened === null ? views : views.map((view) => (view.id === opened.id ? opened : view));
  const asked = (view: ConnectionView) => looks.includes(lookOf(view.status)) || looks.includes(lookOf(statusOf(view)));
  const found = findConnections(looks.length === 0 ? held : held.filter(asked), query);
  return sortConnections(found, sorting, statusOf);
}

/** In the order that is asked for. */
export function sortConnections(
  views: readonly ConnectionView[],
  sorting: Sorting,
  statusOf: StatusOf,
): readonly ConnectionView[] {
  switch (sorting) {
    case 'added':
      return views;
    case 'name':
      return views.toSorted((a, b) => compareNames(a.name, b.name));
    case 'urgency':
      return sortByUrgency(views, statusOf);
    case 'cloud':
      return sortByUrgency(views, statusOf).toSorted(
        (a, b) => CLOUD_ORDER[a.cloud] - CLOUD_ORDER[b.cloud] || compareNames(a.cloudLabel, b.cloudLabel),
      );
  }
}

/** What is made up comes last. */
const CLOUD_ORDER: Readonly<Record<CloudName, number>> = {
  global: 0,
  'us-government': 1,
  china: 2,
  custom: 3,
  practice: 4,
};

export type ListItem =
  /** `place`: from 1 on, among the connections. */
  | { readonly kind: 'connection'; readonly id: string; readonly place: number }
  | { readonly kind: 'cloud'; readonly label: string; readonly count: number };

/** What stands in the list: the connections and, when they are sorted by cloud, the name of each cloud above its own. */
export function listItems(found: readonly ConnectionView[], sorting: Sorting): readonly ListItem[] {
  const counts = new Map<string, number>();
  for (const { cloudLabel } of found) counts.set(cloudLabel, (counts.get(cloudLabel) ?? 0) + 1);
  return found.flatMap(({ id, cloudLabel }, index): readonly ListItem[] => {
    const connection = { kind: 'connection', id, place: index + 1 } as const;
    if (sorting !== 'cloud' || found[index - 1]?.cloudLabel === cloudLabel) return [connection];
    return [{ kind: 'cloud', label: cloudLabel, count: counts.get(cloudLabel) ?? 0 }, connection];
  });
}

/** The row that Enter is for: the one chosen or, once something is typed, the first. */
export function selectedAmong(found: readonly ConnectionView[], { query, selected }: Finding): ConnectionView | null {
  const chosen = found.find(({ id }) => id === selected);
  return chosen ?? (query.trim() === '' ? null : (found[0] ?? null));
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
