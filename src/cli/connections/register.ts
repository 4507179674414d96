import { type Command, Option } from 'commander';
import { works } from '../command';
import type { Terminal } from '../output/terminal';
import { refuseSecretArguments, refuseTokenArgument } from './never-arguments';

/** The commands that add and change connections, sign in, and bring refresh tokens in and out. */
export function registerConnections(program: Command, terminal: Terminal): void {
  registerSettings(program, terminal);
  registerTokens(program, terminal);
  works(
    program
      .command('practice')
      .description('add a connection to the practice cloud, which needs no Microsoft account')
      .option('--remove', 'remove every connection to it, and what it knows')
      .addHelpText('after', examples('partner-token practice', 'partner-token sign-in Practice')),
    terminal,
    async () => (await import('./practice')).practice,
  );
}

function registerSettings(program: Command, terminal: Terminal): void {
  const added = program
    .command('add')
    .description('add a connection; on a terminal, asks for what the options leave out')
    .addHelpText(
      'after',
      examples(
        'partner-token add',
        'partner-token add --name Contoso --tenant contoso.onmicrosoft.com --client-id GUID --secret-file secret.txt',
      ),
    );
  works(withSettings(added), terminal, async () => (await import('./add')).add);
  const edited = program
    .command('edit')
    .argument('<name>', 'the connection')
    .description('change a connection; on a terminal without options, asks')
    .addHelpText(
      'after',
      examples(
        'partner-token edit Contoso --refresh-every 12h',
        'partner-token edit Contoso --secret-stdin < secret.txt',
      ),
    );
  works(
    withSettings(edited).option('--yes', "don't ask before secrets are deleted or go elsewhere"),
    terminal,
    async () => (await import('./edit')).edit,
  );
  works(
    program
      .command('remove')
      .argument('<name>', 'the connection')
      .description('remove a connection and its secrets')
      .option('--yes', "don't ask")
      .addHelpText('after', examples('partner-token remove Contoso')),
    terminal,
    async () => (await import('./remove')).remove,
  );
}

/** The options that say what a connection is. */
function withSettings(command: Command): Command {
  const secretFlags = ['secretStdin', 'secretFile', 'certificate', 'public'];
  const oneOfThem = (flags: string, description: string, itself: string) =>
    new Option(flags, description).conflicts(secretFlags.filter((other) => other !== itself));
  command
    .option('--name <name>', 'what to call it')
    .option('--cloud <cloud>', 'global, us-government, china, practice, or custom')
    .option('--tenant <tenant>', 'ID or verified domain')
    .option('--client-id <id>', 'application (client) ID')
    .addOption(oneOfThem('--secret-stdin', 'read the client secret from standard input', 'secretStdin'))
    .addOption(oneOfThem('--secret-file <file>', 'read the client secret from a file', 'secretFile'))
    .addOption(
      oneOfThem(
        '--certificate <file>',
        'PFX or PEM file with its key; repeat it where the key is in another file',
        'certificate',
      ).argParser((file: string, files: readonly string[] = []) => [...files, file]),
    )
    .option('--certificate-passphrase-file <file>', 'file with the passphrase of the certificate file')
    .addOption(oneOfThem('--public', 'a public client: it has no secret', 'public'))
    .option('--resource <resource>', 'partner-center, exchange, graph, or scopes')
    .option('--redirect-uri <uri>', 'as registered')
    .option('--sign-in-method <method>', 'app-window, system-browser, or device-code')
    .option('--refresh-every <span>', 'how often to refresh, such as 12h or 1d')
    .addOption(new Option('--remind-only', 'never refresh: only remind').conflicts('refreshEvery'))
    .option('--authority <address>', 'of a custom cloud: where people sign in')
    .option('--partner-center <address>', 'of a custom cloud: where its Partner Center is')
    .option('--scope <scope>', "of a custom cloud: its Partner Center's scope")
    .option('--extra-ca <file>', 'of a custom cloud: a certificate authority to trust');
  return refuseSecretArguments(
    command,
    'Use --secret-stdin, --secret-file FILE, or a terminal without either to be asked.',
  );
}

function registerTokens(program: Command, terminal: Terminal): void {
  works(
    program
      .command('sign-in')
      .argument('<name>', 'the connection')
      .description('sign in with MFA, in the browser or with a code')
      .option('--device-code', 'with a code, on any device')
      .option('--consent', 'ask for consent even where it was given')
      .option('--no-browser', 'show the address instead of opening a browser')
      .addHelpText('after', examples('partner-token sign-in Contoso', 'partner-token sign-in Contoso --device-code')),
    terminal,
    async () => (await import('./sign-in')).signIn,
  );
  const imported = program
    .command('import')
    .argument('<name>', 'the connection')
    .description('import a refresh token from standard input or a file; on a terminal, asks for it')
    .option('--file <file>', 'read the refresh token from a file')
    .addHelpText(
      'after',
      examples('partner-token import Contoso < token.txt', 'partner-token import Contoso --file token.txt'),
    );
  works(refuseTokenArgument(imported), terminal, async () => (await import('./import')).importToken);
  works(
    program
      .command('export')
      .argument('<name>', 'the connection')
      .description('export the refresh token, on record as an exported token')
      .addOption(new Option('--to <file>', 'write it to a file that only you can read').conflicts('print'))
      .option('--label <text>', 'what you call it, such as the script that uses it')
      .option('--force', 'overwrite the file')
      .option('--print', 'show it, on a terminal too')
      .option('--yes', "don't ask")
      .addHelpText('after', examples('partner-token export Contoso --to token.txt')),
    terminal,
    async () => (await import('./export')).exportToken,
  );
}

function examples(...lines: readonly string[]): string {
  return ['', `Example${lines.length === 1 ? '' : 's'}:`, ...lines.map((line) => `  ${line}`)].join('\n');
}
