import { type Command, Option } from 'commander';
import { works } from '../command';
import type { Terminal } from '../output/terminal';
import { TOKEN_FORMATS } from './formats';

const RESOURCE = "partner-center, graph, exchange, or scopes; the connection's own unless told otherwise";

/** The commands that hand out tokens. */
export function registerTokens(program: Command, terminal: Terminal): void {
  works(
    program
      .command('token')
      .argument('<name>', 'the connection')
      .description('print an access token')
      .option('--resource <resource>', RESOURCE)
      .option('--min-valid <span>', 'how long it works at least', '5m')
      .addOption(new Option('--format <format>', 'how it is printed').choices(TOKEN_FORMATS).default('raw'))
      .addHelpText('after', TOKEN_EXAMPLES),
    terminal,
    async () => (await import('./token')).token,
  );
  works(
    program
      .command('exec')
      .argument('<name>', 'the connection')
      .argument('<command...>', 'the command and its arguments, after --')
      .usage('[options] <name> -- <command...>')
      .description('run a command that finds tokens in its environment')
      .option('--resource <resource>', RESOURCE)
      .option('--min-valid <span>', 'how long tokens work at least', '5m')
      .option('--no-endpoint', 'no managed identity endpoint: only the token in PARTNER_ACCESS_TOKEN')
      .option('--with-refresh-token', 'the refresh token, too, in PARTNER_REFRESH_TOKEN; recorded as an exported token')
      .option('-y, --yes', "don't ask before the refresh token is given")
      .addHelpText('after', EXEC_EXAMPLES),
    terminal,
    async () => (await import('./exec')).exec,
  );
}

const TOKEN_EXAMPLES = `
Scopes are separated by spaces or commas. The address of an API stands for all that the application may do there.

Examples:
  curl -H "$(partner-token token Contoso --format header)" https://api.partnercenter.microsoft.com/v1/profiles/mpn
  eval "$(partner-token token Contoso --format env)"
  partner-token token Contoso --format powershell | Invoke-Expression
  partner-token token Contoso --resource https://vault.azure.net --min-valid 20m`;

const EXEC_EXAMPLES = `
The command finds an access token in PARTNER_ACCESS_TOKEN, and a managed identity endpoint in IDENTITY_ENDPOINT and
IDENTITY_HEADER, where Azure SDKs (DefaultAzureCredential, ManagedIdentityCredential) get new tokens while it runs. Its exit
code becomes that of exec.

Examples:
  partner-token exec Contoso -- node script.js
  partner-token exec Contoso --resource graph -- pwsh ./report.ps1
  partner-token exec Contoso --with-refresh-token --yes -- ./deploy.sh`;
