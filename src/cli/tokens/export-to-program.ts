import type { ConnectionFacts } from '../../agent/answers';
import type { Asker } from '../../agent/requests';
import type { Cli } from '../command';
import { makeSure } from '../prompts/make-sure';

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
  const question = `Give the command the refresh token of ${name}? It's recorded as an exported token.`;
  await makeSure(cli, isSure, { question, yes: 'Give' });
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
