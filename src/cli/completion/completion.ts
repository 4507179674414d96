import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import { connectionNames } from './connection-names';

/** The argument of every command that is about one connection. */
const NAME = 'name';

/** Prints the script for a shell. */
export function printScript(program: Command, shell: string): void {
  tab(program, { completionCommandName: 'completion' }).setup(program.name(), program.name(), shell);
}

/** Prints what can follow the words that have been typed, the last of them perhaps in part. Says nothing of any trouble. */
export async function printCompletions(program: Command, words: readonly string[]): Promise<void> {
  const root = tab(program, { completionCommandName: 'completion' });
  const names = await connectionNames(words);
  for (const command of root.commands.values()) {
    const argument = command.arguments.get(NAME);
    if (!argument) continue;
    argument.handler = (complete) => {
      for (const name of names) complete(name, '');
    };
  }
  root.parse([...words]);
}
