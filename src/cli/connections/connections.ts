import type { ConnectionFacts } from '../../agent/answers';
import type { Cli } from '../command';
import { CommandError } from '../command-error';

/** The one connection that a name means. */
export async function findConnection(cli: Cli, name: string): Promise<ConnectionFacts> {
  const { connections } = await cli.ask({ kind: 'list', wanted: name, from: 0 });
  const [connection] = connections;
  // An empty name is answered with all there are.
  if (!connection || name.trim() === '') throw new CommandError(2, 'Name a connection.');
  return connection;
}
