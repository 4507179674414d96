import { lstat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ConnectionFacts } from '../../agent/requests';
import { NotAFileError, writeDurably } from '../../platform/files/durable-write';
import { errorCode } from '../../platform/files/error-code';
import type { Cli } from '../command';
import { CommandError } from '../command-error';
import { connectionJson, isoTime } from '../output/connection-json';
import { findConnection, makeSure, utc } from './connections';

interface Flags {
  readonly to?: string;
  readonly force?: true;
  readonly print?: true;
  readonly yes?: true;
}

/** Where a refresh token goes. */
type Target = { readonly kind: 'file'; readonly path: string } | { readonly kind: 'output' };

/** Brings the refresh token out, on record as an exported token. What didn't get there is taken off the record. */
export async function exportToken(cli: Cli, flags: Flags, name = ''): Promise<void> {
  const target = await targetOf(flags);
  const { id, name: full } = await findConnection(cli, name);
  const question = `Export the refresh token of "${full}"? Anyone who has it can act as the partner user without MFA until it expires.`;
  await makeSure(cli, flags.yes === true, { question, yes: 'Export' });
  const to = target.kind === 'file' ? 'file' : 'program';
  const exported = await cli.ask({ kind: 'export', wanted: id, to, processId: process.pid });
  try {
    await bring(cli, target, exported);
  } catch (error) {
    await cli.session.ask({ kind: 'withdraw-export', wanted: id, exportId: exported.exportId });
    throw new CommandError(1, failureOf(target, error));
  }
  const { connection, expiresAt } = exported;
  const where = target.kind === 'file' ? ` to ${target.path}` : '';
  cli.terminal.note(`Exported the refresh token of "${connection.name}"${where}. It expires on ${utc(expiresAt)}.`);
}

async function targetOf({ to, force, print }: Flags): Promise<Target> {
  if (to === undefined) {
    if (print || !process.stdout.isTTY) return { kind: 'output' };
    throw new CommandError(2, 'Say where the refresh token goes: --to FILE, or --print to show it here.');
  }
  const path = resolve(to);
  const found = await lstat(path).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return null;
    throw new CommandError(2, `Can't write ${path} (${errorCode(error)}).`);
  });
  if (found && !found.isFile()) throw new CommandError(2, `${path} isn't an ordinary file. Use another name.`);
  if (found && !force) throw new CommandError(2, `${path} exists. Use another name, or --force to overwrite it.`);
  return { kind: 'file', path };
}

interface Exported {
  readonly refreshToken: string;
  readonly exportId: string;
  readonly expiresAt: number;
  readonly connection: ConnectionFacts;
}

/** Rejects with the system's error. */
async function bring({ terminal }: Cli, target: Target, exported: Exported): Promise<void> {
  const { refreshToken, exportId, expiresAt, connection } = exported;
  if (target.kind === 'file') await writeDurably(target.path, refreshToken);
  const { path = null } = target.kind === 'file' ? target : {};
  if (terminal.json) {
    const place = target.kind === 'file' ? { file: path } : { refreshToken };
    const json = { connection: connectionJson(connection), exportId, expiresAt: isoTime(expiresAt), ...place };
    return terminal.deliver(JSON.stringify(json, null, 2));
  }
  if (target.kind === 'output') await terminal.deliver(refreshToken);
}

function failureOf(target: Target, error: unknown): string {
  const what = target.kind === 'file' ? `Couldn't write ${target.path}` : "Couldn't write to standard output";
  const why = error instanceof NotAFileError ? 'it is no ordinary file' : errorCode(error);
  return `${what} (${why}), so nothing was exported.`;
}
