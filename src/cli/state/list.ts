import type { ConnectionFacts } from '../../agent/answers';
import { findConnections as matching, sortByUrgency } from '../../core/expiry/order';
import { quoted } from '../../core/wording/repeat';
import { askForConnections, type Fleet } from '../all-connections';
import type { Cli } from '../command';
import { CommandError } from '../command-error';
import { paintFor } from '../output/color';
import { connectionJson } from '../output/connection-json';
import { harmless } from '../output/harmless';
import { formatTable, lookOf } from '../output/table';
import { CLOUD, type ConnectionColumn, LIST_COLUMNS } from './rows';

export interface ListOptions {
  readonly search?: string;
  readonly by?: 'cloud';
}

/** Prints what the connections are. */
export async function list(cli: Cli, options: ListOptions): Promise<void> {
  const fleet = await findConnections(cli, '', options);
  printConnections(cli, fleet, options, LIST_COLUMNS);
}

/** The connections that are asked for, the most urgent first. */
export async function findConnections(cli: Cli, wanted: string, options: ListOptions): Promise<Fleet> {
  const { connections, trouble } = await askForConnections(cli, wanted);
  return { connections: sortByUrgency(matching(connections, options.search ?? '')), trouble };
}

/** Prints a table, or JSON; and on standard error what there is to say of the whole. Throws when nothing can be known. */
export function printConnections(
  { terminal }: Cli,
  { connections, trouble }: Fleet,
  options: ListOptions,
  columns: readonly ConnectionColumn[],
): void {
  if (trouble !== null && connections.length === 0) throw new CommandError(1, trouble);
  if (terminal.json) terminal.printJson({ connections: connections.map(connectionJson), trouble });
  else if (connections.length > 0) terminal.print(tables(connections, options, columns));
  if (trouble !== null) terminal.note(trouble);
  else if (connections.length === 0) terminal.note(whyNone(options));
}

function tables(
  connections: readonly ConnectionFacts[],
  options: ListOptions,
  columns: readonly ConnectionColumn[],
): string {
  const paint = paintFor();
  const look = lookOf(process.stdout, paint);
  const tableOf = (some: readonly ConnectionFacts[], shown: readonly ConnectionColumn[]) =>
    formatTable(
      shown,
      some.map((connection) => shown.map(({ of }) => of(connection))),
      look,
    );
  if (options.by === undefined) return tableOf(connections, columns);
  const others = columns.filter((column) => column !== CLOUD);
  // The cloud with the most urgent connection comes first, as they are in that order.
  return [...new Set(connections.map(({ cloudLabel }) => cloudLabel))]
    .map((label) => ({ label, some: connections.filter(({ cloudLabel }) => cloudLabel === label) }))
    .map(({ label, some }) => `${paint(`${harmless(label)} (${some.length})`, 'strong')}\n${tableOf(some, others)}`)
    .join('\n\n');
}

function whyNone({ search: text }: ListOptions): string {
  if (text !== undefined) return `No connection matches ${quoted(text, 'that')}.`;
  return 'There are no connections yet. Add one with partner-token add, or try partner-token practice.';
}
