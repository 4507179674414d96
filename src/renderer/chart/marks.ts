import { DAY, type HistoryEntryView, HOUR } from '../../ipc/vocabulary';
import { shortDateWords } from '../model/time/time-words';

/** What has a mark of its own, in the order of the rows of marks. */
export const MARKED = ['sign-in', 'refresh', 'failure', 'export', 'notification'] as const;
export type Marked = (typeof MARKED)[number];

/** All that happened in a slice of time, as one stop for the pointer and the arrow keys. */
export interface Mark {
  readonly key: string;
  /** Where it is drawn. */
  readonly at: number;
  /** "24 Nov 2026", or with the time where there are several slices to a day. */
  readonly when: string;
  readonly topics: ReadonlySet<Marked>;
  readonly words: readonly string[];
}

/** An entry, where it happened for the first or the latest time. */
interface Moment {
  readonly at: number;
  readonly topic: Marked;
  readonly words: string;
}

function isMarked(topic: HistoryEntryView['topic']): topic is Marked {
  return MARKED.some((marked) => marked === topic);
}

/** The marks between two times, oldest first: one a day, or one every two hours where no more than a few days are drawn. */
export function marksOf(entries: readonly HistoryEntryView[], from: number, until: number): readonly Mark[] {
  const slice = until - from > 30 * DAY ? DAY : 2 * HOUR;
  const slices = new Map<number, Moment[]>();
  for (const { topic, at, last, words } of entries) {
    if (!isMarked(topic)) continue;
    const moments = [at, last].filter((time) => time >= from && time <= until);
    // What went on for longer is in the slice where it began and in the one where it ended, but not twice in one.
    for (const [start, time] of new Map(moments.map((moment) => [sliceStart(moment, slice), moment])))
      slices.set(start, [...(slices.get(start) ?? []), { at: time, topic, words }]);
  }
  return [...slices]
    .sort(([a], [b]) => a - b)
    .map(([start, moments]) => ({
      key: String(start),
      at: middleOf(moments),
      when: whenOf(moments, slice),
      topics: new Set(moments.map(({ topic }) => topic)),
      words: counted(moments.map(({ words }) => words)),
    }));
}

/** Failures that went on for a while. */
export interface Run {
  readonly from: number;
  readonly until: number;
}

export function runsOf(entries: readonly HistoryEntryView[], from: number): readonly Run[] {
  return entries.flatMap(({ topic, at, last }) =>
    topic === 'failure' && last > Math.max(at, from) ? [{ from: at, until: last }] : [],
  );
}

/** The slice's beginning on the person's own clock, whose days may have 23 or 25 hours. */
function sliceStart(at: number, slice: number): number {
  const date = new Date(at);
  const hours = slice / HOUR;
  return date.setHours(slice === DAY ? 0 : Math.floor(date.getHours() / hours) * hours, 0, 0, 0);
}

function middleOf(moments: readonly Moment[]): number {
  const times = moments.map(({ at }) => at);
  return (Math.min(...times) + Math.max(...times)) / 2;
}

function whenOf(moments: readonly Moment[], slice: number): string {
  const [first] = moments;
  const at = first?.at ?? 0;
  const day = shortDateWords(at);
  if (slice === DAY && moments.length > 1) return day;
  const time = new Date(at).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
  return `${day}, ${moments.length > 1 ? 'from ' : ''}${time}`;
}

/** Each once, with how often it was there: "Refreshed (24 times)". */
function counted(all: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const words of all) counts.set(words, (counts.get(words) ?? 0) + 1);
  return [...counts].map(([words, count]) => (count === 1 ? words : `${words} (${count} times)`));
}
