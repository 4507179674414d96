import { type Command, CommanderError } from 'commander';
import { CommandError } from './command-error';
import { Terminal } from './output/terminal';

/** Runs the command that the arguments name, and resolves to the exit code. Never rejects, and never prints a stack. */
export async function runProgram(create: (terminal: Terminal) => Command, argv: readonly string[]): Promise<number> {
  const terminal = new Terminal();
  try {
    await create(terminal).parseAsync([...argv]);
    return terminal.exitCode;
  } catch (error) {
    return terminal.fail(toCommandError(error));
  }
}

function toCommandError(error: unknown): CommandError {
  if (error instanceof CommandError) return error;
  // Help and version have printed what they had to say; what they refuse, commander has said.
  if (error instanceof CommanderError) return new CommandError(error.exitCode === 0 ? 0 : 2, '');
  return new CommandError(1, `Something went wrong (${error instanceof Error ? error.name : typeof error}).`);
}
