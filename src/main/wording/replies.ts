import type { ApiCheckFact } from '../../core/api-check/api-check';
import type { Refusal } from '../../core/api-check/refusal';
import { unknown } from '../../core/failures/refusals';
import type { Failure } from '../../core/model/failure';
import type { Result } from '../../core/model/result';
import type { EpochMs } from '../../core/model/time';
import type { Reply } from '../../ipc/contract';
import { detailsOf, detailsOfCall } from './support-details';

export const DONE: Reply = { ok: true, value: null };

export function answer<T>(value: T): Reply<T> {
  return { ok: true, value };
}

/** Refuses in words; `field` names the form field that is wrong. */
export function refuse(what: string, advice: string, field?: string): Reply<never> {
  return { ok: false, what, advice, ...(field === undefined ? {} : { field }) };
}

export const CLIPBOARD_BUSY = refuse(
  'The clipboard could not be written.',
  'Another program may be holding it. Try again.',
);

/** What was asked for concerns a connection that is not there any more. */
export const GONE = goneReply();

function goneReply(): Reply<never> {
  const { what, advice } = unknown().failure;
  return refuse(what, advice);
}

/** A failure as an answer: its words, the button that helps, and what support asks for. */
export function failed(failure: Failure): Reply<never> {
  const { what, advice, remedy, registrationPage } = failure;
  return {
    ok: false,
    what,
    advice,
    ...(remedy === 'wait' ? {} : { remedy }),
    ...(registrationPage === undefined ? {} : { registrationPage }),
    details: detailsOf(failure),
  };
}

/** Refuses in the words of a service that was called, with the statuses and IDs of the call. */
export function refusedBy({ headline, advice }: Refusal, calls: readonly ApiCheckFact[], at: EpochMs): Reply<never> {
  return { ok: false, what: headline, advice, details: detailsOfCall(headline, calls, at) };
}

/** A result of the keeper's as an answer to the panel, without what the panel has no use for. */
export function done(result: Result<unknown>): Reply {
  return result.ok ? DONE : failed(result.failure);
}
