import * as v from 'valibot';
import { HISTORY_KINDS, type HistoryEntry, type HistoryEvent } from '../model/history-event';
import { idSchema } from '../model/new-id';
import { durationSchema, epochMsSchema, text, whole } from '../model/schema';

/** So many entries are kept of each connection. */
export const LONGEST_HISTORY = 400;
const LONGEST_CODE = 80;

/**
 * The history with one more entry. A failure is folded into the entry of the same code since something last went well, so
 * that a month offline, with its thousands of tries, is a handful of entries and flushes nothing out.
 */
export function remember(history: readonly HistoryEntry[], entry: HistoryEntry): readonly HistoryEntry[] {
  if (entry.kind === 'failure') {
    const run = history.findLastIndex(({ kind }) => kind !== 'failure' && kind !== 'notification') + 1;
    const same = history.findIndex(({ kind, code }, at) => at >= run && kind === 'failure' && code === entry.code);
    const before = history[same];
    if (before) {
      const { took, last } = entry;
      return history.with(same, { ...before, took, count: before.count + entry.count, last });
    }
  }
  return [...history, entry].slice(-LONGEST_HISTORY);
}

export function entryOf(event: HistoryEvent): HistoryEntry {
  return { ...event, code: event.code.slice(0, LONGEST_CODE), count: 1, last: event.at };
}

/** An entry of a connection as a line of text: a JSON array without what goes without saying. */
export function writeLine(id: string, { kind, at, took, code, count, last }: HistoryEntry): string {
  if (count > 1) return JSON.stringify([id, kind, at, took, code, count, last]);
  if (code !== '') return JSON.stringify([id, kind, at, took, code]);
  return JSON.stringify(took > 0 ? [id, kind, at, took] : [id, kind, at]);
}

const lineSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.tuple([
    idSchema,
    v.picklist(HISTORY_KINDS),
    epochMsSchema,
    v.optional(durationSchema, 0),
    v.optional(text(LONGEST_CODE), ''),
    v.optional(whole(1, Number.MAX_SAFE_INTEGER), 1),
    v.optional(epochMsSchema),
  ]),
);

/** What {@link writeLine} wrote; `null` for anything else: a history is worth having in part. */
export function readLine(line: string): { readonly id: string; readonly entry: HistoryEntry } | null {
  const read = v.safeParse(lineSchema, line);
  if (!read.success) return null;
  const [id, kind, at, took, code, count, last = at] = read.output;
  return { id, entry: { kind, at, took, code, count, last } };
}
