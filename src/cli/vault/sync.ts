import type { Cli } from '../command';
import { findConnection } from '../connections/connections';
import { whileWaiting } from '../output/progress';
import { makeSure } from '../prompts/make-sure';
import { printVault } from './show';

interface Flags {
  readonly replace?: true;
  readonly yes?: true;
}

/** Looks at a connection's key vault now. */
export async function syncVault(cli: Cli, { replace, yes }: Flags, name = ''): Promise<void> {
  const { id, vault } = await findConnection(cli, name);
  if (replace && vault) {
    const question = `Replace what the secret "${vault.settings.secretName}" of ${vault.settings.url} holds?`;
    await makeSure(cli, yes === true, { question, yes: 'Replace' });
  }
  const { connection } = await whileWaiting(
    () => 'Updating Key Vault…',
    cli.ask({ kind: 'vault-sync', wanted: id, replace: replace === true, processId: process.pid }),
  );
  printVault(cli, connection);
}
