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
  const json = values.json ?? false;
  const { only } = values;
  if (only === undefined) return { json, rows: names };
  const isMeant = (asked: string, name: string) => name === asked || name.startsWith(`${asked}-`);
  for (const asked of only)
    if (!names.some((name) => isMeant(asked, name)))
      throw new BadUse(`There is no row "${asked}". The rows are ${names.join(', ')}.`);
  return { json, rows: names.filter((name) => only.some((asked) => isMeant(asked, name))) };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        json: { type: 'boolean' },
        only: { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new BadUse(error instanceof Error ? error.message : String(error));
  }
}
