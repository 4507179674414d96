import type { ConnectionFacts } from '../../agent/requests';
import type { Cli } from '../command';
import { paintFor } from '../output/color';
import { connectionJson } from '../output/connection-json';
import { type Cell, type Column, formatTable, harmless, lookOf } from '../output/table';
import { askForConnections, type Fleet } from './all-connections';
import { search, sortByUrgency } from './order';
import { LIST_COLUMNS, listRow } from './rows';

export interface ListOptions {
  readonly search?: string;
  readonly by?: 'cloud';
}

/** Prints what the connections are. */
export async function list(cli: Cli, options: ListOptions): Promise<void> {
  const fleet = await findConnections(cli, '', options);
  printConnections(cli, fleet, options, LIST_COLUMNS, listRow);
}

/** The connections that are asked for, the most urgent first. */
export async function findConnections(cli: Cli, wanted: string, options: ListOptions): Promise<Fleet> {
  const { connections, trouble } = await askForConnections(cli, wanted);
  return { connections: sortByUrgency(search(connections, options.search ?? '')), trouble };
}

/** Prints a table, or JSON; and on standard error what there is to say of the whole. */
export function printConnections(
  { terminal }: Cli,
  { connections, trouble }: Fleet,
  options: ListOptions,
  columns: readonly Column[],
  row: (connection: ConnectionFacts) => readonly Cell[],
): void {
  if (terminal.json) terminal.printJson({ connections: connections.map(connectionJson), trouble });
  else if (connections.length > 0) terminal.print(tables(connections, options, columns, row));
  if (trouble !== null) terminal.note(trouble);
  else if (connections.length === 0) terminal.note(whyNone(options));
}

function tables(
  connections: readonly ConnectionFacts[],
  options: ListOptions,
  columns: readonly Column[],
  row: (connection: ConnectionFacts) => readonly Cell[],
): string {
  const paint = paintFor();
  const look = lookOf(process.stdout, paint);
  const tableOf = (some: readonly ConnectionFacts[]) => formatTable(columns, some.map(row), look);
  if (options.by === undefined) return tableOf(connections);
  // The cloud with the most urgent connection comes first, as they are in that order.
  return [...new Set(connections.map(({ cloudLabel }) => cloudLabel))]
    .map((label) => ({ label, some: connections.filter(({ cloudLabel }) => cloudLabel === label) }))
    .map(({ label, some }) => `${paint(`${harmless(label)} (${some.length})`, 'strong')}\n${tableOf(some)}`)
    .join('\n\n');
}

function whyNone({ search: text }: ListOptions): string {
  if (text !== undefined) return `No connection matches "${text}".`;
  return 'There are no connections yet. Add one with partner-token add, or try partner-token practice.';
}
