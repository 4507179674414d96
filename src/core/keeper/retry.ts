import { limitOf } from '../expiry/lifetime';
import { endsElsewhere, kindOf } from '../failures/catalogue';
import type { Failure } from '../model/failure';
import { DAY, type DurationMs, type EpochMs, HOUR } from '../model/time';
import type { Validity } from '../model/validity';
import { isUnanswered, LONGEST_PAUSE, pauseAfter } from './circuit-breaker';

/** The longest pause after a failure that says something of one connection only. */
const LONGEST_OWN_PAUSE: DurationMs = HOUR;

/**
 * How a failure is tried again. `soon`: it passes by itself; keychain and file troubles are among these, since they end
 * without telling us. `daily`: it needs somebody, who may not need this app for it. `never`: only what is done here ends it.
 */
export type Pace = 'soon' | 'daily' | 'never';

export function paceOf({ code }: Pick<Failure, 'code'>): Pace {
  if (kindOf(code) === 'transient' || /^(keychain|file)\//.test(code)) return 'soon';
  return endsElsewhere(code) ? 'daily' : 'never';
}

/**
 * How long to wait after the `attempts`-th failure in a row (from 1) of those tried soon: exponential with full jitter, from 5
 * seconds to as long as a circuit breaker pauses, or an hour when the server has answered, and never less than it asked for.
 * `null` for all others. `random` is in [0, 1).
 */
export function retryDelay(failure: Failure, attempts: number, random: number): DurationMs | null {
  if (paceOf(failure) !== 'soon') return null;
  const longest = isUnanswered(failure) ? LONGEST_PAUSE : LONGEST_OWN_PAUSE;
  return (failure.retryAfter ?? 0) + pauseAfter(attempts, longest, random);
}

/**
 * How long to wait before a failure that may end elsewhere is looked at again: a day, or a third of a short lifetime, and up
 * to a tenth less, so that many do not come at once. The last look is shortly before the token expires. `random` is in [0, 1).
 */
export function lookAgainDelay(token: Validity, now: EpochMs, random: number): DurationMs {
  const { endsAt, span } = limitOf(token);
  const usual = Math.min(DAY, span / 3);
  const wait = usual * (1 - random / 10);
  const margin = usual / 20;
  const last = endsAt - margin - now;
  return last >= margin && last < wait ? last : wait;
}
