import { type Command, CommanderError } from 'commander';
import { CommandError } from './command-error';
import { Terminal } from './output/terminal';
import { usageError } from './usage-error';

/** Runs the command that the arguments name, and resolves to the exit code. Never rejects, and never prints a stack. */
export async function runProgram(create: (terminal: Terminal) => Command, argv: readonly string[]): Promise<number> {
  const terminal = new Terminal();
  const program = create(terminal);
  try {
    await program.parseAsync([...argv]);
    return terminal.exitCode;
  } catch (error) {
    return terminal.fail(toCommandError(error, program, argv, terminal));
  }
}

function toCommandError(error: unknown, program: Command, argv: readonly string[], terminal: Terminal): CommandError {
  if (error instanceof CommandError) return error;
  if (!(error instanceof CommanderError))
    return new CommandError(1, `Something went wrong (${error instanceof Error ? error.name : typeof error}).`);
  // Help and version have printed what they had to say; without a command, help is the answer.
  if (error.exitCode === 0 || error.code === 'commander.help')
    return new CommandError(error.exitCode === 0 ? 0 : 2, '');
  terminal.json = beforeCommand(argv).includes('--json');
  return usageError(error, program, argv);
}

/** What comes after `--` is for another program. */
function beforeCommand(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return end === -1 ? argv : argv.slice(0, end);
}
