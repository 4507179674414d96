import { type DurationMs, SECOND } from './time';

const SHORTEST: DurationMs = 5 * SECOND;
const FIRST_CEILING: DurationMs = 30 * SECOND;

/** How long to wait after so many failures in a row (from 1): exponential with full jitter. `random` is in [0, 1). */
export function pauseAfter(attempts: number, longest: DurationMs, random: number): DurationMs {
  const ceiling = Math.min(longest, FIRST_CEILING * 2 ** Math.min(attempts - 1, 20));
  return Math.max(SHORTEST, ceiling * random);
}
