import type { ConnectionFacts } from '../../agent/answers';
import type { AnswerOf } from '../../agent/requests';
import { askForConnections } from '../all-connections';
import type { Cli } from '../command';
import { CommandError } from '../command-error';
import { paintFor, type Tone } from '../output/color';
import { connectionJson, isoTime } from '../output/connection-json';
import { dateOf, expiryOf } from '../output/dates';
import { harmless } from '../output/harmless';
import { formatTable, lookOf, WHOLE } from '../output/table';
import { shortId } from './rows';

export interface ExportedOptions {
  readonly markReplaced?: string;
}

type Outcome = Extract<AnswerOf<'exported'>['outcome'], { ok: true }>;
type Token = Outcome['exportedTokens'][number];
/** An exported token, and the connection that it is of. */
interface Exported {
  readonly connection: ConnectionFacts;
  readonly token: Token;
}

/** Prints the exported tokens of a connection or, of all, those in use; or records that one is replaced. */
export async function exported(cli: Cli, { markReplaced }: ExportedOptions, name?: string): Promise<void> {
  if (markReplaced !== undefined) return mark(cli, markReplaced, name);
  const found = name === undefined ? await inUse(cli) : await exportedOf(cli, name);
  const { terminal } = cli;
  if (terminal.json) terminal.printJson({ exportedTokens: found.map(exportedJson) });
  else if (found.length === 0)
    terminal.note(name === undefined ? 'No exported token is in use.' : 'It has no exported tokens.');
  else printTable(cli, found);
}

/** Of all connections: the one that expires first comes first. */
async function inUse(cli: Cli): Promise<readonly Exported[]> {
  const { connections } = await askForConnections(cli, '');
  const found: Exported[] = [];
  for (const { id, exportedInUse } of connections)
    if (exportedInUse > 0) found.push(...(await exportedOf(cli, id)).filter(({ token }) => token.state === 'in-use'));
  return found.sort((a, b) => a.token.expiresAt - b.token.expiresAt);
}

async function exportedOf(cli: Cli, wanted: string): Promise<readonly Exported[]> {
  const { connection, exportedTokens } = await cli.ask({ kind: 'exported', wanted });
  // The latest first.
  return exportedTokens.map((token) => ({ connection, token })).toReversed();
}

async function mark(cli: Cli, exportId: string, name: string | undefined): Promise<void> {
  // An empty text, as of a variable that isn't set, is the beginning of every ID.
  if (!/^[0-9a-f]{1,32}$/.test(exportId)) throw unknown(exportId);
  const wanted = name ?? (await ownerOf(cli, exportId));
  const { connection } = await cli.ask({ kind: 'mark-replaced', wanted, exportId });
  if (cli.terminal.json) cli.terminal.printJson(connectionJson(connection));
  else cli.terminal.print(`Marked as replaced. ${stillInUse(connection)}`);
}

async function ownerOf(cli: Cli, exportId: string): Promise<string> {
  const owners = (await inUse(cli)).filter(({ token }) => token.id.startsWith(exportId));
  const [owner, ...others] = owners;
  if (!owner) throw unknown(exportId);
  if (others.length === 0) return owner.connection.id;
  throw new CommandError(2, `Several exported tokens begin with "${exportId}". Enter more of the ID.`);
}

function unknown(exportId: string): CommandError {
  const shown = harmless(exportId).slice(0, 60);
  return new CommandError(2, `No exported token begins with "${shown}". Run partner-token exported to see them.`);
}

function stillInUse({ name, exportedInUse }: ConnectionFacts): string {
  if (exportedInUse === 0) return `"${harmless(name)}" has no exported tokens in use.`;
  return `"${harmless(name)}" has ${exportedInUse} in use.`;
}

function exportedJson({ connection, token }: Exported) {
  const { id, to, place, label, takenAt, expiresAt, state, superseded, renews } = token;
  const { id: connectionId, name } = connection;
  const times = { takenAt: isoTime(takenAt), expiresAt: isoTime(expiresAt) };
  return { id, connection: { id: connectionId, name }, to, place, label, ...times, state, superseded, renews };
}

function printTable({ terminal }: Cli, found: readonly Exported[]): void {
  const columns = [
    { heading: 'ID', least: WHOLE },
    { heading: 'Connection' },
    { heading: 'Exported', least: WHOLE },
    { heading: 'Expires', least: WHOLE },
    { heading: 'State' },
    { heading: 'To', canGo: true },
    { heading: 'Label', canGo: true },
  ] as const;
  const rows = found.map(({ connection, token }) => [
    shortId(token.id),
    connection.name,
    dateOf(token.takenAt),
    expiryOf(token.expiresAt, connection.now),
    token.renews && token.state === 'in-use' ? KEPT : STATES[token.state],
    token.place ?? TARGETS[token.to],
    token.label,
  ]);
  terminal.print(formatTable(columns, rows, lookOf(process.stdout, paintFor())));
}

const STATES: Readonly<Record<Token['state'], { text: string; tone: Tone }>> = {
  'in-use': { text: 'In use', tone: 'warning' },
  replaced: { text: 'Replaced', tone: 'quiet' },
  expired: { text: 'Expired', tone: 'bad' },
};

/** Of one in a key vault that each refresh renews. */
const KEPT = { text: 'Kept up to date', tone: 'good' } as const;

const TARGETS: Readonly<Record<Token['to'], string>> = {
  clipboard: 'Clipboard',
  file: 'File',
  program: 'Program',
  'key-vault': 'Key Vault',
};
