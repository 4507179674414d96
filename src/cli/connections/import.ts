import type { CloudName } from '../../core/model/clouds';
import { readRefreshToken } from '../../core/validation/refresh-token';
import type { Cli } from '../command';
import { CommandError } from '../command-error';
import { connectionJson } from '../output/connection-json';
import { canAsk } from '../prompts/can-ask';
import { findConnection } from './connections';
import { readSecretFile, readSecretInput } from './files';

/** Imports a refresh token from a file, standard input, or a question without echo. */
export async function importToken(cli: Cli, { file }: { readonly file?: string }, name = ''): Promise<void> {
  const text = file === undefined ? await readSecretInput() : await readSecretFile('--file', file);
  if (text === null && !canAsk()) throw new CommandError(2, 'Use --file FILE, or send the token on standard input.');
  const { id, cloud } = await findConnection(cli, name);
  const refreshToken = text ?? (await ask(cli, cloud));
  const { words } = await cli.ask({ kind: 'import-token', wanted: id, refreshToken });
  if (!cli.terminal.json) return cli.terminal.print(words);
  cli.terminal.note(words);
  cli.terminal.printJson(connectionJson(await findConnection(cli, id)));
}

async function ask(cli: Cli, cloud: CloudName): Promise<string> {
  // A person takes their time: others may have the folder meanwhile.
  await cli.session.close();
  const { askHidden } = await import('../prompts/ask-hidden');
  const problemOf = (text: string) => {
    const read = readRefreshToken(text, cloud);
    return read.ok ? null : read.problem;
  };
  return askHidden('Refresh token', problemOf, cli.signal);
}
