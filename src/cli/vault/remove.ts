import type { Cli } from '../command';
import { printVault } from './show';

/** No longer updates a connection's key vault. What it holds stays there, on record as an exported token. */
export async function removeVault(cli: Cli, _options: object, name = ''): Promise<void> {
  const { connection } = await cli.ask({ kind: 'vault-remove', wanted: name });
  printVault(cli, connection);
}
