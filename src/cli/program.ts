import { Command } from 'commander';
import { registerCompletion } from './completion/register';
import { registerConnections } from './connections/register';
import { registerKeep } from './keep/register';
import type { Terminal } from './output/terminal';
import { registerState } from './state/register';
import { registerTokens } from './tokens/register';
import { registerVault } from './vault/register';
import { version } from './version';

/** Every command with its arguments, options and help. What a command does is loaded when it runs. */
export function createProgram(terminal: Terminal): Command {
  const program = createCommands(terminal);
  registerCompletion(program, () => createCommands(terminal));
  return program;
}

function createCommands(terminal: Terminal): Command {
  const program = new Command('partner-token')
    .description('Keeps Microsoft Partner Center refresh tokens alive, and gives scripts access tokens.')
    .version(version(), '--version', 'print the version')
    .helpOption('-h, --help', 'show help')
    // What it refuses is said by usageError.
    .configureOutput({ outputError: () => undefined })
    .exitOverride();
  registerState(program, terminal);
  registerTokens(program, terminal);
  registerConnections(program, terminal);
  registerVault(program, terminal);
  registerKeep(program, terminal);
  return program;
}
