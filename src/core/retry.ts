import type { Failure } from './failure';
import { type DurationMs, HOUR, SECOND } from './time';

const FIRST_CEILING: DurationMs = 30 * SECOND;
const LAST_CEILING: DurationMs = HOUR;
const SHORTEST: DurationMs = 5 * SECOND;

/**
 * How long to wait after the `attempts`-th failure in a row (from 1): exponential with full jitter, between 5 seconds and
 * an hour, and never less than the server asked for. `null` when trying again cannot help. Keychain and file troubles
 * are tried again too, since they end without telling us. `random` is in [0, 1).
 */
export function retryDelay(failure: Failure, attempts: number, random: number): DurationMs | null {
  const ends = failure.kind === 'transient' || /^(keychain|file)\//.test(failure.code);
  if (!ends) return null;
  const ceiling = Math.min(LAST_CEILING, FIRST_CEILING * 2 ** Math.min(attempts - 1, 20));
  const asked = failure.retryAfter ?? 0;
  return Math.max(SHORTEST, asked + ceiling * random);
}
