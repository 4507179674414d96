import { CAUSES, type Cause } from './causes';
import type { SimulationOptions } from './options';
import type { Breach } from './referee';
import { live, type WorldOptions } from './world';

/** A breach in the smallest world in which one was found. */
export interface Shrunk {
  readonly breach: Breach;
  readonly world: WorldOptions;
}

const SEEDS = 6;
const LONGEST = 3;

/**
 * Looks for a shorter way to a broken promise, or one of the same length with less going wrong: with one connection, for few years, and without
 * whatever need not go wrong. `null` when no small world breaks a promise in as few events.
 */
export async function shrink(found: Breach, { years, seed, worse }: SimulationOptions): Promise<Shrunk | null> {
  let best: Shrunk | null = null;
  const tryOut = async (world: WorldOptions): Promise<Breach | null> => {
    const { shortest } = await live(world);
    if (shortest && shortest.trail.length <= (best?.breach ?? found).trail.length) best = { breach: shortest, world };
    return shortest;
  };
  for (let offset = 0; offset < SEEDS; offset += 1) {
    const small = {
      connections: 1,
      years: Math.min(years, LONGEST),
      seed: (seed + offset) >>> 0,
      ...(worse ? { worse } : {}),
    };
    if (!(await tryOut(small))) continue;
    let without: readonly Cause[] = [];
    for (const cause of CAUSES) {
      const fewer = [...without, cause];
      if (await tryOut({ ...small, without: fewer })) without = fewer;
    }
    break;
  }
  return best;
}
