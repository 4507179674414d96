import { Command } from 'commander';
import { works } from './command';
import type { Terminal } from './output/terminal';
import { version } from './version';

/** Every command with its arguments, options and help. What a command does is loaded when it runs. */
export function createProgram(terminal: Terminal): Command {
  const program = new Command('partner-token')
    .description('Keeps Microsoft Partner Center refresh tokens alive, and gives scripts access tokens.')
    .version(version(), '--version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .showHelpAfterError('Run it with --help to see how it works.')
    .exitOverride();

  works(
    program
      .command('token')
      .argument('<name>', 'the connection')
      .description('print an access token')
      .option('--min-valid <span>', 'how long it works at least', '5m')
      .option('--resource <resource>', 'graph, exchange, partner-center, or scopes')
      .option('--format <format>', 'raw, header, json, env, or powershell', 'raw'),
    terminal,
    async () => (await import('./commands/token')).token,
  );
  return program;
}
