import { parseArgs } from 'node:util';
import { isSabotage, SABOTAGES, type SabotageName } from './sabotage';

export const USAGE = 'npm run simulate -- [--connections N] [--years Y] [--seed S] [--worse HOW] [--json]';

/** How big a simulation is. */
export interface SimulationOptions {
  readonly connections: number;
  readonly years: number;
  readonly seed: number;
  /** In which way the keeper is to be worse than the real one, to see that it is found out. */
  readonly worse?: SabotageName;
}

/** What stands behind `npm run simulate --`. Throws a RangeError that says in a sentence what is wrong. */
export function readOptions(args: readonly string[]): SimulationOptions & { readonly json: boolean } {
  const { values, tokens } = parseArgs({
    args: [...args],
    options: {
      connections: { type: 'string', default: '100' },
      years: { type: 'string', default: '2' },
      seed: { type: 'string', default: '1' },
      worse: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
    strict: false,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind === 'positional') throw new RangeError(`"${token.value}" is not understood.`);
    if (token.kind !== 'option') continue;
    if (!['connections', 'years', 'seed', 'worse', 'json'].includes(token.name))
      throw new RangeError(`There is no option ${token.rawName}.`);
    if (token.name === 'json' && token.value !== undefined) throw new RangeError('--json takes no value.');
  }
  const whole = (name: 'connections' | 'seed', least: number, most: number): number => {
    const text = values[name];
    if (typeof text !== 'string' || text.startsWith('--')) throw new RangeError(`--${name} needs a value.`);
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new RangeError(`--${name} takes a whole number from ${least} to ${most}, not "${text}".`);
  };
  /** Years may be parts of one. */
  const years = (): number => {
    const text = values.years;
    if (typeof text !== 'string' || text.startsWith('--')) throw new RangeError('--years needs a value.');
    const value = Number(text);
    if (/^\d+(\.\d+)?$/.test(text) && value >= 0.01 && value <= 1000) return value;
    throw new RangeError(`--years takes a number from 0.01 to 1000, not "${text}".`);
  };
  const worse = (): { readonly worse?: SabotageName } => {
    const name = values.worse;
    if (name === undefined) return {};
    if (typeof name === 'string' && isSabotage(name)) return { worse: name };
    throw new RangeError(`--worse takes one of ${Object.keys(SABOTAGES).join(', ')}.`);
  };
  return {
    ...worse(),
    connections: whole('connections', 1, 100_000),
    years: years(),
    seed: whole('seed', 0, 4_294_967_295),
    json: values.json === true,
  };
}
