import { nameInCommand } from '../../core/setup/commands';
import { askForConnections } from '../all-connections';
import type { Cli } from '../command';
import { connectionJson } from '../output/connection-json';

/** Adds the ready-made connection of the practice cloud, or removes all that are in it. */
export async function practice(cli: Cli, { remove }: { readonly remove?: true }): Promise<void> {
  if (remove) return leave(cli);
  const { connection } = await cli.ask({ kind: 'practice' });
  if (cli.terminal.json) return cli.terminal.printJson(connectionJson(connection));
  cli.terminal.print(`"${connection.name}" is ready, in a simulated tenant. It needs no Microsoft account.`);
  cli.terminal.note(`Next, sign in: partner-token sign-in ${nameInCommand(connection)}`);
  cli.terminal.note('The pages say what to enter.');
}

async function leave(cli: Cli): Promise<void> {
  const practicing = (await askForConnections(cli, '')).connections.filter(({ cloud }) => cloud === 'practice');
  for (const { id } of practicing) await cli.ask({ kind: 'remove', wanted: id });
  if (cli.terminal.json) return cli.terminal.printJson(practicing.map(connectionJson));
  const names = practicing.map(({ name }) => `"${name}"`).join(', ');
  cli.terminal.print(practicing.length === 0 ? 'Nothing is in the practice cloud.' : `Removed ${names}.`);
}
