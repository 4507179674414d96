import { limitOf, type Validity } from '../expiry/lifetime';
import { whoEndsElsewhere } from '../failures/ended-elsewhere';
import type { Failure } from '../model/failure';
import { DAY, type DurationMs, type EpochMs, HOUR, SECOND } from '../model/time';

const FIRST_CEILING: DurationMs = 30 * SECOND;
const LAST_CEILING: DurationMs = HOUR;
const SHORTEST: DurationMs = 5 * SECOND;

/**
 * How a failure is tried again. `soon`: it passes by itself; keychain and file troubles are among these, since they end
 * without telling us. `daily`: it needs somebody, who may not need this app for it. `never`: only what is done here ends it.
 */
export type Pace = 'soon' | 'daily' | 'never';

export function paceOf({ kind, code }: Pick<Failure, 'kind' | 'code'>): Pace {
  if (kind === 'transient' || /^(keychain|file)\//.test(code)) return 'soon';
  return whoEndsElsewhere(code) === null ? 'never' : 'daily';
}

/**
 * How long to wait after the `attempts`-th failure in a row (from 1) of those tried soon: exponential with full jitter,
 * between 5 seconds and an hour, and never less than the server asked for. `null` for all others. `random` is in [0, 1).
 */
export function retryDelay(failure: Failure, attempts: number, random: number): DurationMs | null {
  if (paceOf(failure) !== 'soon') return null;
  const ceiling = Math.min(LAST_CEILING, FIRST_CEILING * 2 ** Math.min(attempts - 1, 20));
  const asked = failure.retryAfter ?? 0;
  return Math.max(SHORTEST, asked + ceiling * random);
}

/**
 * How long to wait before a failure that may end elsewhere is looked at again: a day, or a third of a short window, and up
 * to a tenth less, so that many do not come at once. The last look is shortly before the token expires. `random` is in [0, 1).
 */
export function lookAgainDelay(token: Validity, now: EpochMs, random: number): DurationMs {
  const { endsAt, span } = limitOf(token, now);
  const usual = Math.min(DAY, span / 3);
  const wait = usual * (1 - random / 10);
  const margin = usual / 20;
  const last = endsAt - margin - now;
  return last >= margin && last < wait ? last : wait;
}
