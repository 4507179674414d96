import { lstat } from 'node:fs/promises';
import { resolve } from 'node:path';
import * as v from 'valibot';
import { exportLabelSchema, LONGEST_PLACE } from '../../core/model/exported-token';
import { inUtc } from '../../core/model/time';
import { NotAFileError, writeDurably } from '../../platform/files/durable-write';
import { errorCode } from '../../platform/files/error-code';
import type { Cli } from '../command';
import { CommandError } from '../command-error';
import { connectionJson, isoTime } from '../output/connection-json';
import { makeSure } from '../prompts/make-sure';
import { findConnection } from './connections';

interface Flags {
  readonly to?: string;
  readonly label?: string;
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
  const path = target.kind === 'file' ? { path: target.path.slice(-LONGEST_PLACE) } : {};
  const asked = { kind: 'export', wanted: id, to, ...path, ...labelOf(flags), processId: process.pid } as const;
  const exported = await cli.ask(asked);
  const { connection, exportId, expiresAt } = exported;
  const isFile = target.kind === 'file';
  const place = isFile ? { file: target.path } : { refreshToken: exported.refreshToken };
  const json = { connection: connectionJson(connection), exportId, expiresAt: isoTime(expiresAt), ...place };
  try {
    if (isFile) await writeDurably(target.path, exported.refreshToken);
    else await cli.terminal.deliver(cli.terminal.json ? JSON.stringify(json, null, 2) : exported.refreshToken);
  } catch (error) {
    await cli.session.ask({ kind: 'withdraw-export', wanted: id, exportId }).catch(() => undefined);
    throw new CommandError(1, failureOf(target, error));
  }
  if (isFile && cli.terminal.json) cli.terminal.printJson(json);
  const where = isFile ? ` to ${target.path}` : '';
  cli.terminal.note(`Exported the refresh token of "${connection.name}"${where}. It expires on ${inUtc(expiresAt)}.`);
}

function labelOf({ label }: Flags): { label?: string } {
  if (label === undefined) return {};
  const read = v.safeParse(exportLabelSchema, label);
  if (!read.success) throw new CommandError(2, 'A label has at most 60 characters.');
  return { label: read.output };
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

function failureOf(target: Target, error: unknown): string {
  const what = target.kind === 'file' ? `Couldn't write ${target.path}` : "Couldn't write to standard output";
  const why = error instanceof NotAFileError ? 'it is no ordinary file' : errorCode(error);
  return `${what} (${why}), so nothing was exported.`;
}
