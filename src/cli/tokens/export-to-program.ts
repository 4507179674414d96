import type { ConnectionFacts } from '../../agent/answers';
import type { Asker } from '../../agent/requests';
import type { Cli } from '../command';
import { CommandError } from '../command-error';

/** Does not give up at Ctrl+C: the record is to be true. */
const UNHURRIED: Asker = { signal: new AbortController().signal, tell: () => undefined };

/** A refresh token on its way to a program. */
export interface ProgramExport {
  readonly refreshToken: string;
  /** It did not get there: it is no exported token. Never rejects. */
  withdraw(): Promise<void>;
}

/** Exports the refresh token to a program, once somebody has said yes to it. Throws a {@link CommandError}. */
export async function exportToProgram(cli: Cli, connection: ConnectionFacts, isSure: boolean): Promise<ProgramExport> {
  const { id, name } = connection;
  if (!isSure) await confirm(cli, name);
  const { refreshToken, exportId } = await cli.ask({
    kind: 'export',
    wanted: id,
    to: 'program',
    processId: process.pid,
  });
  const withdraw = async () => {
    await cli.session.ask({ kind: 'withdraw-export', wanted: id, exportId }, UNHURRIED).catch(() => undefined);
  };
  return { refreshToken, withdraw };
}

async function confirm({ signal }: Cli, name: string): Promise<void> {
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw new CommandError(
      2,
      `Without a terminal, add --yes to give the refresh token of ${name} to the command. It's recorded as an exported token.`,
    );
  const prompts = await import('@clack/prompts');
  const answer = await prompts.confirm({
    message: `Give the command the refresh token of ${name}? It's recorded as an exported token.`,
    initialValue: false,
    output: process.stderr,
    signal,
  });
  if (prompts.isCancel(answer) || !answer) throw new CommandError(130, 'Canceled.');
}
