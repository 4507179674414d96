import { parseArgs } from 'node:util';

export const USAGE = 'npm run simulate -- [--connections N] [--years Y] [--seed S] [--json]';

/** How big a simulation is. */
export interface SimulationOptions {
  readonly connections: number;
  readonly years: number;
  readonly seed: number;
}

/** What stands behind `npm run simulate --`. Throws a RangeError that says in a sentence what is wrong. */
export function readOptions(args: readonly string[]): SimulationOptions & { readonly json: boolean } {
  const { values, tokens } = parseArgs({
    args: [...args],
    options: {
      connections: { type: 'string', default: '100' },
      years: { type: 'string', default: '2' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
    strict: false,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind === 'positional') throw new RangeError(`"${token.value}" is not understood.`);
    if (token.kind !== 'option') continue;
    if (!['connections', 'years', 'seed', 'json'].includes(token.name))
      throw new RangeError(`There is no option ${token.rawName}.`);
    if (token.name === 'json' && token.value !== undefined) throw new RangeError('--json takes no value.');
  }
  const whole = (name: 'connections' | 'years' | 'seed', least: number, most: number): number => {
    const text = values[name];
    if (typeof text !== 'string' || text.startsWith('--')) throw new RangeError(`--${name} needs a value.`);
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new RangeError(`--${name} takes a whole number from ${least} to ${most}, not "${text}".`);
  };
  return {
    connections: whole('connections', 1, 100_000),
    years: whole('years', 1, 1000),
    seed: whole('seed', 0, 4_294_967_295),
    json: values.json === true,
  };
}
