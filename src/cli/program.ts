import { Command } from 'commander';
import { registerConnections } from './connections/register';
import type { Terminal } from './output/terminal';
import { registerState } from './state/register';
import { registerTokens } from './tokens/register';
import { version } from './version';

/** Every command with its arguments, options and help. What a command does is loaded when it runs. */
export function createProgram(terminal: Terminal): Command {
  const program = new Command('partner-token')
    .description('Keeps Microsoft Partner Center refresh tokens alive, and gives scripts access tokens.')
    .version(version(), '--version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .showHelpAfterError('Run it with --help to see how it works.')
    .exitOverride();
  registerState(program, terminal);
  registerTokens(program, terminal);
  registerConnections(program, terminal);
  return program;
}
