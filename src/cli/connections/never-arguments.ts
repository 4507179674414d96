import { type Command, Option } from 'commander';
import { CommandError } from '../command-error';

/** What people call secrets. */
const NAMES = ['secret', 'client-secret', 'password', 'passphrase', 'certificate-passphrase', 'refresh-token', 'token'];

/**
 * Lets a command refuse secrets as arguments, whatever they are called: in one sentence that says the ways there are, and not what
 * was given.
 */
export function refuseSecretArguments(command: Command, ways: string): Command {
  for (const name of NAMES) command.addOption(new Option(`--${name} [value]`).hideHelp());
  return command.hook('preAction', () => {
    const given = NAMES.find((name) => command.getOptionValueSource(camelCase(name)) === 'cli');
    if (given !== undefined) throw refusal(`--${given}`, ways);
  });
}

/** Lets a command that takes a name refuse a refresh token behind it. */
export function refuseTokenArgument(command: Command): Command {
  const ways = 'Use --file FILE or standard input, or a terminal without either to be asked.';
  command.usage('[options] <name>').allowExcessArguments();
  return refuseSecretArguments(command, ways).hook('preAction', () => {
    if (command.args.length > 1) throw refusal('behind the name', ways);
  });
}

function refusal(where: string, ways: string): CommandError {
  return new CommandError(
    2,
    `A secret can't be an argument (${where}): other programs see it there, and it stays in your shell's history, so delete it from there. ${ways}`,
  );
}

function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
