import type { Failure } from '../model/failure';
import type { EpochMs } from '../model/time';
import { ownFailure } from './classify';

/** What was asked for concerns a connection that is not there, or no more. */
export function unknown(): { ok: false; failure: Failure } {
  return { ok: false, failure: ownFailure('request/unknown', 0) };
}

/** What was asked for cannot be done with these values; `what` says why. */
export function invalid(what: string, now: EpochMs): { ok: false; failure: Failure } {
  return { ok: false, failure: { ...ownFailure('request/invalid', now), what } };
}
