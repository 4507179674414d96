import type { Cli } from '../command';
import { CommandError } from '../command-error';
import { readSpan } from '../span';
import { obtainAccessToken } from './access-token';
import { requireDashes } from './dashes';
import { type IdentityEndpoint, openIdentityEndpoint } from './endpoint';
import { childEnvironment } from './environment';
import { exportToProgram } from './export-to-program';
import { readResource } from './resource';
import { runCommand } from './run-command';
import { TokenSource } from './token-source';

export interface ExecOptions {
  readonly minValid: string;
  readonly resource?: string;
  /** False with `--no-endpoint`. */
  readonly endpoint: boolean;
  readonly withRefreshToken?: true;
  readonly yes?: true;
}

/** Runs a command that finds tokens in its environment. Resolves to the command's own exit code. */
export async function exec(
  cli: Cli,
  options: ExecOptions,
  name = '',
  command = '',
  ...args: string[]
): Promise<number> {
  requireDashes(1 + args.length, process.argv);
  const { session } = cli;
  const resource = readResource(options.resource);
  const validFor = readSpan(options.minValid, '--min-valid');
  const { accessToken, audience, connection } = await obtainAccessToken(cli, name, resource, validFor);
  const exported = options.withRefreshToken ? await exportToProgram(cli, connection, options.yes === true) : null;
  const source = new TokenSource(session, { connectionId: connection.id, api: audience, resource, validFor });
  let endpoint: IdentityEndpoint | null = null;
  try {
    if (options.endpoint) {
      endpoint = await openIdentityEndpoint({ ...connection, tokenFor: source.tokenFor });
      await session.serve();
    }
    // It asks for nothing more, so others may have the folder.
    else await session.close();
    if (cli.signal.aborted) throw new CommandError(130, 'Canceled.');
    const refreshToken = exported?.refreshToken ?? null;
    return await runCommand(command, args, childEnvironment(process.env, { accessToken, refreshToken, endpoint }));
  } catch (error) {
    await exported?.withdraw();
    throw error;
  } finally {
    endpoint?.close();
    source.close();
  }
}
