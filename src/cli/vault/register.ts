import { type Command, Option } from 'commander';
import { works } from '../command';
import type { Terminal } from '../output/terminal';

/** The commands that keep a connection's refresh token up to date in Azure Key Vault. */
export function registerVault(program: Command, terminal: Terminal): void {
  const vault = program
    .command('vault')
    .description('keep a refresh token up to date in Azure Key Vault')
    .addHelpText(
      'after',
      examples(
        'partner-token vault set Contoso --vault-url https://contoso.vault.azure.net --secret-name partner-token',
        'partner-token vault show Contoso',
      ),
    );
  works(
    vault
      .command('set')
      .argument('<name>', 'the connection')
      .description('write the refresh token to a key vault now, and after each refresh')
      .requiredOption('--vault-url <address>', 'the key vault, such as https://contoso.vault.azure.net')
      .option('--secret-name <name>', 'the secret that holds the refresh token')
      .option(
        '--credential <who>',
        "as whom: application, user, connection:NAME, managed-identity, or managed-identity:CLIENT-ID; the connection's application unless told otherwise, or a public client's user",
      )
      .addOption(new Option('--preset <preset>', 'the secrets that a tool looks for').choices(['cipp']))
      .option('--application-id-name <name>', 'also write the application ID, to this secret')
      .option('--application-secret-name <name>', 'also write the client secret, to this secret')
      .option('--tenant-id-name <name>', 'also write the tenant ID, to this secret')
      .option('--disable-old', 'disable the versions before the newest')
      .addHelpText(
        'after',
        examples(
          'partner-token vault set Contoso --vault-url https://contoso.vault.azure.net --secret-name partner-token',
          'partner-token vault set CIPP --vault-url https://cipp.vault.azure.net --preset cipp --credential managed-identity',
        ),
      ),
    terminal,
    async () => (await import('./set')).setVault,
  );
  works(
    vault
      .command('show')
      .argument('<name>', 'the connection')
      .description('show the key vault of a connection, and how far it is behind')
      .addHelpText('after', examples('partner-token vault show Contoso')),
    terminal,
    async () => (await import('./show')).showVault,
  );
  works(
    vault
      .command('sync')
      .argument('<name>', 'the connection')
      .description('look at the key vault now: take a newer token over, or write the own one')
      .option('--replace', 'replace what the secret holds, whatever it is')
      .option('--yes', "don't ask before it is replaced")
      .addHelpText('after', examples('partner-token vault sync Contoso')),
    terminal,
    async () => (await import('./sync')).syncVault,
  );
  works(
    vault
      .command('remove')
      .argument('<name>', 'the connection')
      .description('no longer update the key vault; what it holds stays there')
      .addHelpText('after', examples('partner-token vault remove Contoso')),
    terminal,
    async () => (await import('./remove')).removeVault,
  );
}

function examples(...lines: readonly string[]): string {
  return ['', `Example${lines.length === 1 ? '' : 's'}:`, ...lines.map((line) => `  ${line}`)].join('\n');
}
