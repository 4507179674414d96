import { THRESHOLDS, thresholdSpan } from '../../src/core/expiry/notifications';
import { type Clear, DONE_WITHIN, mustHaveSucceeded } from './bounds';
import type { Life } from './lives';
import { type BreachKind, type Excuse, NEEDS, type Need } from './promises';
import type { Issued } from './server';
import { needsSince, type Track } from './track';

/** What is to be said of a token that expired. */
export type Verdict =
  | { readonly breach: Extract<BreachKind, 'expired' | 'untold'> }
  /** `clear`: the time that the keeper had for it nevertheless. */
  | { readonly excuse: Excuse; readonly clear: Clear };

/** Whether an expiry could have been helped: by the keeper while a refresh would have done, by a person who had been told from then on. */
export function judge(track: Track, token: Issued, expiredAt: number): Verdict {
  const due = Math.max(token.issuedAt + track.plan, track.excusedUntil);
  const needed = needsSince(track);
  const clear = track.way.clearBetween(due, Math.min(expiredAt, needed, track.sickSince, track.owedUntil));
  if (mustHaveSucceeded(clear)) return { breach: 'expired' };
  if (Number.isFinite(needed)) return judgeTelling(track, due, expiredAt, clear);
  if (track.sickSince < expiredAt) return { excuse: 'sick', clear };
  if (due + DONE_WITHIN > expiredAt || track.owedUntil < expiredAt) return { excuse: 'policy', clear };
  return { excuse: track.way.culprit(due, expiredAt) ?? 'clock', clear };
}

/**
 * A refresh does not help against a policy that wants a sign-in; but once the keeper knew of the policy, a person had to be told in
 * time, from the first threshold on.
 */
export function judgeSignIn(track: Track, life: Life, clockRightSince: number): Verdict {
  const { issuedAt, signedInAt, signInEndsAt, expiresAt } = life;
  const span = signInEndsAt - signedInAt;
  // While the token's lifetime seems to end sooner, nothing is said of the sign-in; a token from before that is soon refreshed.
  const lastToEndSooner = signInEndsAt - track.belief.lifetime;
  const comesFirst = issuedAt < lastToEndSooner ? issuedAt + track.plan : lastToEndSooner;
  const begin = Math.max(signInEndsAt - thresholdSpan(THRESHOLDS[0], span), signedInAt, clockRightSince, comesFirst);
  const clear = track.way.clearBetween(begin, Math.min(signInEndsAt, expiresAt));
  if (track.signInTold === signedInAt || Number.isFinite(track.saidToHaveExpiredAt))
    return { excuse: 'frequency', clear: NOTHING };
  for (const need of track.needs.keys()) if (isTold(track, need)) return { excuse: NEEDS[need], clear: NOTHING };
  if (track.knownSignInLimit !== span) return { excuse: 'policy', clear: NOTHING };
  if (life.dating.isSignInDoubtful) return { excuse: 'clock', clear: NOTHING };
  if (track.signInLost === signedInAt) return { excuse: 'crash', clear: NOTHING };
  return mustHaveSucceeded(clear) ? { breach: 'untold' } : { excuse: 'unnoticed', clear };
}

/** A refresh would have been of no use. */
const NOTHING: Clear = { longest: 0, total: 0 };

/** Whatever the person had to do, the keeper had to say so once it could know. */
function judgeTelling(track: Track, due: number, expiredAt: number, clear: Clear): Verdict {
  for (const need of track.needs.keys()) if (isTold(track, need)) return { excuse: NEEDS[need], clear };
  if (track.hasLostNotification) return { excuse: 'crash', clear };
  const from = Math.max(due, needsSince(track));
  const couldKnow = track.way.clearBetween(from, Math.min(expiredAt, track.sickSince));
  return mustHaveSucceeded(couldKnow) ? { breach: 'untold' } : { excuse: 'unnoticed', clear };
}

/**
 * Whether they have been told: also when the token seemed to have expired, which asks for a sign-in already. Whoever is asked for one
 * meets there what has come into its way since then.
 */
function isTold({ told, needs, saidToHaveExpiredAt }: Track, need: Need): boolean {
  if (told.has(need)) return true;
  return need === 'sign-in' ? Number.isFinite(saidToHaveExpiredAt) : saidToHaveExpiredAt <= (needs.get(need) ?? 0);
}
