import { meaningOfCode } from '../failures/meaning-of-code';
import { HISTORY_KINDS, type HistoryEntry, type HistoryEntryView, type HistoryEvent } from '../model/history-event';

/** So many entries are kept of each connection. */
export const LONGEST_HISTORY = 400;
const LONGEST_CODE = 80;

/**
 * The history with one more event. A failure is folded into the entry of the same code since something last went well, so
 * that a month offline, with its thousands of tries, is a handful of entries and flushes nothing out.
 */
export function remember(history: readonly HistoryEntry[], event: HistoryEvent): readonly HistoryEntry[] {
  const { kind, at, took } = event;
  const code = event.code.slice(0, LONGEST_CODE);
  if (kind === 'failure') {
    const run = history.findLastIndex((entry) => entry.kind !== 'failure' && entry.kind !== 'notification') + 1;
    const same = history.findIndex((entry, index) => index >= run && entry.kind === 'failure' && entry.code === code);
    const entry = history[same];
    if (entry) return history.with(same, { ...entry, took, count: entry.count + 1, last: at });
  }
  return [...history, { kind, at, took, code, count: 1, last: at }].slice(-LONGEST_HISTORY);
}

export function viewEntry(entry: HistoryEntry): HistoryEntryView {
  return { ...entry, what: entry.kind === 'failure' ? meaningOfCode(entry.code) : null };
}

/** The history as text: JSON, a short array per entry, without what goes without saying. */
export function writeHistory(history: readonly HistoryEntry[]): string {
  return JSON.stringify(history.map(toTuple));
}

/**
 * Reads what {@link writeHistory} wrote. Entries that are none are left out: a history is worth having in part. `null`: the
 * text is no history at all.
 */
export function readHistory(text: string): readonly HistoryEntry[] | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  if (!Array.isArray(json)) return null;
  return json.flatMap((tuple: unknown) => fromTuple(tuple) ?? []).slice(-LONGEST_HISTORY);
}

function toTuple({ kind, at, took, code, count, last }: HistoryEntry): readonly unknown[] {
  if (count > 1) return [kind, at, took, code, count, last];
  if (code !== '') return [kind, at, took, code];
  return took > 0 ? [kind, at, took] : [kind, at];
}

function fromTuple(tuple: unknown): HistoryEntry | null {
  if (!Array.isArray(tuple)) return null;
  const [word, at, took = 0, code = '', count = 1, last = at]: unknown[] = tuple;
  const kind = HISTORY_KINDS.find((known) => known === word);
  if (kind === undefined || typeof code !== 'string') return null;
  if (!isCount(at) || !isCount(took) || !isCount(count) || !isCount(last) || count < 1) return null;
  return { kind, at, took, code: code.slice(0, LONGEST_CODE), count, last };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
