import { THRESHOLDS, thresholdSpan } from '../../src/core/expiry/notifications';
import type { Life } from './lives';
import { type BreachKind, type Excuse, NEEDS } from './promises';
import type { Issued } from './server';
import { needsSince, type Track } from './track';
import { CLEAR_PIECES_NEEDED, CLEAR_TIME_NEEDED, type Clear, type Weather } from './weather';

/** What is to be said of a token that expired. */
export type Verdict =
  | { readonly breach: Extract<BreachKind, 'expired' | 'untold'> }
  /** `clear`: the time that the keeper had for it nevertheless. */
  | { readonly excuse: Excuse; readonly clear: Clear };

/** Whether an expiry could have been helped: by the keeper while a refresh would have done, by a person who had been told from then on. */
export function judge(track: Track, token: Issued, expiredAt: number, weather: Weather): Verdict {
  const due = Math.max(token.issuedAt + track.plan, track.excusedUntil);
  const needed = needsSince(track);
  const clear = weather.clearBetween(due, Math.min(expiredAt, needed));
  if (isEnough(clear, track)) return { breach: 'expired' };
  if (Number.isFinite(needed)) return judgeTelling(track, due, expiredAt, clear, weather);
  if (due + CLEAR_TIME_NEEDED > expiredAt) return { excuse: 'policy', clear };
  return { excuse: weather.culprit(due, expiredAt) ?? 'clock', clear };
}

/**
 * A refresh does not help against a policy that wants a sign-in; but once the keeper knew of the policy, a person had to be told in
 * time, from the first threshold on.
 */
export function judgeSignIn(
  track: Track,
  { signedInAt, signInEndsAt, expiresAt }: Life,
  clockRightSince: number,
  weather: Weather,
): Verdict {
  const span = signInEndsAt - signedInAt;
  const begin = Math.max(signInEndsAt - thresholdSpan(THRESHOLDS[0], span), signedInAt, clockRightSince);
  const clear = weather.clearBetween(begin, Math.min(signInEndsAt, expiresAt));
  if (track.signInTold === signedInAt) return { excuse: 'frequency', clear: NOTHING };
  for (const need of track.needs.keys()) if (track.told.has(need)) return { excuse: NEEDS[need], clear: NOTHING };
  if (track.knownLifetime !== span) return { excuse: 'policy', clear: NOTHING };
  if (track.signInLost === signedInAt) return { excuse: 'crash', clear: NOTHING };
  return isEnough(clear, track) ? { breach: 'untold' } : { excuse: 'unnoticed', clear };
}

/** A refresh would have been of no use. */
const NOTHING: Clear = { longest: 0, total: 0 };

/** Whatever the person had to do, the keeper had to say so once it could notification. */
function judgeTelling(track: Track, due: number, expiredAt: number, clear: Clear, weather: Weather): Verdict {
  for (const need of track.needs.keys()) if (track.told.has(need)) return { excuse: NEEDS[need], clear };
  if (track.hasLostNotification) return { excuse: 'crash', clear };
  const couldNotification = weather.clearBetween(Math.max(due, needsSince(track)), expiredAt);
  return isEnough(couldNotification, track) ? { breach: 'untold' } : { excuse: 'unnoticed', clear };
}

/** Whether the keeper must have got through in that much clear time. */
export function isEnough({ longest, total }: Clear, { patience }: Track): boolean {
  return longest > patience || total > patience + CLEAR_PIECES_NEEDED - CLEAR_TIME_NEEDED;
}
