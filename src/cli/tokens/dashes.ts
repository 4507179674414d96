import { CommandError } from '../command-error';

export const PUT_DASHES = 'Put -- before the command, such as: partner-token exec Contoso -- node script.js';

/** Throws a {@link CommandError} unless just so many arguments come after `--`: they are a command's own, whatever they look like. */
export function requireDashes(count: number, argv: readonly string[]): void {
  const at = argv.indexOf('--');
  if (at === -1 || argv.length - at - 1 !== count) throw new CommandError(2, PUT_DASHES);
}
