import * as v from 'valibot';
import { notificationReason } from '../expiry/notifications';
import { HISTORY_KINDS, type HistoryEntry, type HistoryEvent, type KeeperEvent } from '../model/event';
import { programIn } from '../model/hand-out';
import { idSchema } from '../model/new-id';
import { durationSchema, epochMsSchema, text, whole } from '../model/schema';
import { DAY, type Timers } from '../model/time';
import type { HistoryFile } from './ports';
import { SharedWriter } from './shared-writer';

/** So many entries are kept of each connection. */
export const LONGEST_HISTORY = 400;
const LONGEST_CODE = 80;
/** What cannot be written is kept in memory, the newest so many lines. */
const MOST_UNWRITTEN = 20_000;
/** The file is not tidied up below this many lines, however few of them count. */
const FEWEST_TO_TIDY = 20_000;

/** Writes down what happens, many lines at a time. Nobody waits for it, and no fault of its file reaches anybody. */
export class HistoryLog {
  #unwritten: string[] = [];
  readonly #removed = new Set<string>();
  /** Lines in the file; `null`: not known yet. */
  #lines: number | null = null;
  #tidyAt = FEWEST_TO_TIDY;
  readonly #writer: SharedWriter;

  constructor(
    private readonly file: HistoryFile,
    timers: Timers,
  ) {
    this.#writer = new SharedWriter(() => this.#write(), timers);
  }

  hear(event: KeeperEvent): void {
    if (event.type === 'history') this.#note(event.id, event.event);
    if (event.type === 'notification') {
      const { connection, at } = event.notification;
      const code = notificationReason(event.notification);
      this.#note(connection.id, { kind: 'notification', at, took: 0, code });
    }
    if (event.type === 'removed') {
      this.#removed.add(event.id);
      this.#writer.changed();
    }
  }

  /** The last 400 things that happened to it, oldest first; of an unreadable file, those in memory. */
  async read(id: string): Promise<readonly HistoryEntry[]> {
    const written = await this.file.read().catch(() => []);
    return historiesIn([...written, ...this.#unwritten].filter((line) => line.includes(id))).get(id) ?? [];
  }

  /** Resolves when everything that was heard is written, or could not be. */
  async stop(): Promise<void> {
    await this.#writer.committed();
    await this.#writer.stop();
  }

  #note(id: string, event: HistoryEvent): void {
    this.#unwritten.push(writeLine(id, entryOf(event)));
    this.#writer.changed();
  }

  async #write(): Promise<void> {
    const lines = this.#unwritten;
    this.#unwritten = [];
    const removed = [...this.#removed];
    try {
      const isLong = this.#lines !== null && this.#lines + lines.length > this.#tidyAt;
      if (isLong || removed.length > 0) await this.#tidy(lines, removed);
      else await this.#append(lines);
      for (const id of removed) this.#removed.delete(id);
    } catch (error) {
      this.#unwritten = [...lines, ...this.#unwritten].slice(-MOST_UNWRITTEN);
      throw error;
    }
  }

  async #append(lines: readonly string[]): Promise<void> {
    this.#lines ??= (await this.file.read()).length;
    if (lines.length > 0) await this.file.append(lines);
    this.#lines += lines.length;
  }

  async #tidy(lines: readonly string[], removed: readonly string[]): Promise<void> {
    const histories = historiesIn([...(await this.file.read()), ...lines]);
    for (const id of removed) histories.delete(id);
    const kept = [...histories].flatMap(([id, entries]) => entries.map((entry) => writeLine(id, entry)));
    await this.file.replace(kept);
    this.#lines = kept.length;
    this.#tidyAt = Math.max(FEWEST_TO_TIDY, 2 * kept.length);
  }
}

function historiesIn(lines: readonly string[]): Map<string, readonly HistoryEntry[]> {
  const histories = new Map<string, readonly HistoryEntry[]>();
  for (const line of lines) {
    const read = readLine(line);
    if (read) histories.set(read.id, remember(histories.get(read.id) ?? [], read.entry));
  }
  return histories;
}

/**
 * The history with one more entry. A failure is folded into that of its code since something last went well; an access token for a
 * program, into the first that the same program was given in the 24 hours before: a script may ask every minute.
 */
export function remember(history: readonly HistoryEntry[], entry: HistoryEntry): readonly HistoryEntry[] {
  const same = placeOfSame(history, entry);
  const before = history[same];
  if (!before) return shortened([...history, entry]);
  const { took, last } = entry;
  return history.with(same, { ...before, took, count: before.count + entry.count, last });
}

/**
 * A history that has grown too long, with the two oldest of a kind within a day as one, so that hourly refreshes fill no more than
 * their 90 days; if there are none, without its oldest entry. Nothing is folded over a failure, which divides the runs.
 */
function shortened(history: readonly HistoryEntry[]): readonly HistoryEntry[] {
  if (history.length <= LONGEST_HISTORY) return history;
  const latest = new Map<string, number>();
  for (const [index, entry] of history.entries()) {
    const { kind, code, at, took, count, last } = entry;
    if (kind === 'failure') latest.clear();
    const key = `${kind} ${code}`;
    const place = latest.get(key) ?? -1;
    const before = history[place];
    if (before && last - before.at < DAY && at >= before.at)
      return history.with(place, { ...before, took, count: before.count + count, last }).toSpliced(index, 1);
    latest.set(key, index);
  }
  return history.slice(1);
}

/** -1: there is none to fold it into. */
function placeOfSame(history: readonly HistoryEntry[], { kind, code, at }: HistoryEntry): number {
  if (kind === 'failure') {
    const run = history.findLastIndex((entry) => entry.kind !== 'failure' && entry.kind !== 'notification') + 1;
    return history.findIndex((entry, index) => index >= run && entry.kind === kind && entry.code === code);
  }
  if (kind === 'copy' && programIn(code, 'access-token') !== null)
    return history.findLastIndex(
      (entry) => entry.kind === kind && entry.code === code && Math.abs(at - entry.at) < DAY,
    );
  return -1;
}

export function entryOf({ kind, at, took, code }: HistoryEvent): HistoryEntry {
  return { kind, at, took, code: code.slice(0, LONGEST_CODE), count: 1, last: at };
}

/** An entry of a connection as a line of text. */
export function writeLine(id: string, { kind, at, took, code, count, last }: HistoryEntry): string {
  return JSON.stringify([id, kind, at, took, code, count, last]);
}

const lineSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.tuple([
    idSchema,
    v.picklist(HISTORY_KINDS),
    epochMsSchema,
    durationSchema,
    text(LONGEST_CODE),
    whole(1, Number.MAX_SAFE_INTEGER),
    epochMsSchema,
  ]),
);

/** What {@link writeLine} wrote; `null` for anything else: a history is worth having in part. */
export function readLine(line: string): { readonly id: string; readonly entry: HistoryEntry } | null {
  const read = v.safeParse(lineSchema, line);
  if (!read.success) return null;
  const [id, kind, at, took, code, count, last] = read.output;
  return { id, entry: { kind, at, took, code, count, last } };
}
