import type { HistoryEntryView } from '../model/event';
import type { EpochMs } from '../model/time';

const COLUMNS = ['time', 'last_time', 'count', 'kind', 'code', 'what_happened'] as const;

/** What a spreadsheet takes for the beginning of a formula. Source: OWASP, "CSV Injection". */
const FORMULA = /^[=+\-@\t\r\n]/;

/**
 * A history as CSV for spreadsheets and scripts, oldest first: UTF-8 with a byte order mark, without which Excel guesses another
 * encoding; lines as RFC 4180 has them; times in UTC. No cell can begin a formula.
 */
export function historyCsv(entries: readonly HistoryEntryView[]): string {
  const rows = entries.map(({ at, last, count, topic, code, words }) => [
    ...[isoTime(at), isoTime(last), String(count), topic, code, words],
  ]);
  return `\uFEFF${[COLUMNS, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
}

function cell(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

function isoTime(at: EpochMs): string {
  return new Date(at).toISOString();
}
