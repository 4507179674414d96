import { parseArgs } from 'node:util';

/** Something on the command line that cannot be meant. */
export class BadUse extends Error {}

export interface Options {
  readonly json: boolean;
  /** The names of the rows to measure. */
  readonly rows: readonly string[];
}

/**
 * Reads the command line. `null`: help is wanted. Throws {@link BadUse}.
 *
 * @param names Of all rows, in the table's order.
 */
export function readOptions(args: readonly string[], names: readonly string[]): Options | null {
  const values = parse(args);
  if (values.help === true) return null;
  const { only } = values;
  const rows = only === undefined ? names : names.filter((name) => name === only || name.startsWith(`${only}-`));
  if (rows.length === 0) throw new BadUse(`There is no row "${only}". The rows are ${names.join(', ')}.`);
  return { json: values.json ?? false, rows };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { json: { type: 'boolean' }, only: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    }).values;
  } catch (error) {
    throw new BadUse(error instanceof Error ? error.message : String(error));
  }
}
