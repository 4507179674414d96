import { type Command, Option } from 'commander';
import { works } from '../command';
import type { Terminal } from '../output/terminal';
import type { ExportedOptions } from './exported';
import type { HistoryOptions } from './history';
import type { ListOptions } from './list';
import type { RefreshOptions } from './refresh';
import type { StatusOptions } from './status';

const CODES = `
Exit codes with --fail-within, the first that is true:
  1  the state isn't known, or there are no connections
  3  a person is needed: to sign in, or for what the state says
  5  a token for Partner Center was issued without MFA
  4  a token, a sign-in, a client secret, or a certificate expires within the time
  0  none of these`;

/** The commands that show how connections are, and see to them. */
export function registerState(program: Command, terminal: Terminal): void {
  works<ListOptions>(
    manyOptions(program.command('list').description('list the connections, those that need you first')),
    terminal,
    async () => (await import('./list')).list,
  ).addHelpText('after', examples('list', 'list --search contoso', 'list --by cloud', 'list --json'));

  works<StatusOptions>(
    manyOptions(
      program
        .command('status')
        .argument('[name]', 'the connection; all of them unless told otherwise')
        .description('show how connections are: the state, MFA, and when tokens expire'),
    )
      .option('--fail-within <span>', 'end with an exit code for monitoring: 14d, 12h, or 20m')
      .addOption(
        new Option('--format <format>', 'how to print it')
          .choices(['table', 'prometheus'])
          .default('table')
          .conflicts('json'),
      ),
    terminal,
    async () => (await import('./status')).status,
  ).addHelpText(
    'after',
    `${CODES}\n${examples('status', 'status Contoso', 'status --fail-within 14d', 'status --format prometheus')}`,
  );

  works<RefreshOptions>(
    program
      .command('refresh')
      .argument('[name]', 'the connection')
      .description('refresh now, and keep the new refresh token')
      .option('--all', 'every connection that has a refresh token'),
    terminal,
    async () => (await import('./refresh')).refresh,
  ).addHelpText('after', examples('refresh Contoso', 'refresh --all'));

  works(
    program
      .command('test')
      .argument('<name>', 'the connection')
      .description('call the API with an access token, and end with 1 when it refuses'),
    terminal,
    async () => (await import('./test')).test,
  ).addHelpText('after', examples('test Contoso', 'test Contoso --json'));

  works<HistoryOptions>(
    program
      .command('history')
      .argument('<name>', 'the connection')
      .description('show what happened to a connection, the latest first')
      .option('--limit <number>', 'so many entries at most'),
    terminal,
    async () => (await import('./history')).history,
  ).addHelpText('after', examples('history Contoso', 'history Contoso --limit 10 --json'));

  works<ExportedOptions>(
    program
      .command('exported')
      .argument('[name]', 'the connection; those in use of all of them unless told otherwise')
      .description('list the refresh tokens that left the app, and when they expire')
      .option('--mark-replaced <id>', 'nothing uses this exported token anymore; the beginning of its ID is enough'),
    terminal,
    async () => (await import('./exported')).exported,
  ).addHelpText('after', examples('exported', 'exported Contoso', 'exported Contoso --mark-replaced 3f2a'));
}

function manyOptions(command: Command): Command {
  return command
    .option(
      '--search <text>',
      'only those whose name, account, tenant, client ID, cloud, resource, or state has these words',
    )
    .addOption(new Option('--by <what>', 'group them').choices(['cloud']));
}

function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  partner-token ${line}`).join('\n')}`;
}
