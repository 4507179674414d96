import type { Cli } from '../command';
import { CommandError } from '../command-error';
import { paintFor } from '../output/color';
import { connectionJson, isoTime } from '../output/connection-json';
import { dateTimeOf } from '../output/dates';
import { harmless } from '../output/harmless';
import { formatTable, lookOf, WHOLE } from '../output/table';

export interface HistoryOptions {
  readonly limit?: string;
}

/** Prints what happened to a connection, the latest first. */
export async function history({ ask, terminal }: Cli, options: HistoryOptions, name = ''): Promise<void> {
  const limit = readLimit(options.limit);
  const { connection, entries } = await ask({ kind: 'history', wanted: name });
  const latest = entries.toReversed().slice(0, limit);
  if (terminal.json) {
    terminal.printJson({
      connection: connectionJson(connection),
      entries: latest.map(({ kind, at, last, count, code, words }) => {
        return { kind, at: isoTime(at), last: isoTime(last), count, code, text: words };
      }),
    });
    return;
  }
  if (latest.length === 0) return terminal.note(`Nothing has happened to "${harmless(connection.name)}" yet.`);
  const columns = [{ heading: 'Time', least: WHOLE }, { heading: 'What happened' }] as const;
  const rows = latest.map(({ kind, last, words }) => [
    dateTimeOf(last),
    kind === 'failure' ? ({ text: words, tone: 'bad' } as const) : words,
  ]);
  terminal.print(formatTable(columns, rows, lookOf(process.stdout, paintFor())));
}

function readLimit(text: string | undefined): number {
  if (text === undefined) return Number.POSITIVE_INFINITY;
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new CommandError(2, `--limit takes a whole number from 1 on, not "${harmless(text).slice(0, 60)}".`);
  return Number(text);
}
