import type { ApiCheckFact } from '../../core/api-check/api-check';
import type { Refusal as ApiRefusal } from '../../core/api-check/refusal';
import { unknown } from '../../core/failures/classify';
import { explain } from '../../core/failures/explain';
import type { Occasion } from '../../core/failures/row';
import type { ConnectionSettings } from '../../core/model/connection';
import type { Failure, Result } from '../../core/model/failure';
import type { EpochMs } from '../../core/model/time';
import type { Refusal, Reply } from '../../ipc/contract';
import { detailsOf, detailsOfCall } from './support-details';

export const DONE: Reply = { ok: true, value: null };

export function answer<T>(value: T): Reply<T> {
  return { ok: true, value };
}

/** Refuses in words; `field` names the form field that is wrong. */
export function refuse(what: string, advice: string, field?: string): Refusal {
  return { ok: false, what, advice, ...(field === undefined ? {} : { field }) };
}

export const CLIPBOARD_BUSY = refuse("Couldn't copy to the clipboard.", 'Another app may be using it. Try again.');

/** What was asked for concerns a connection that is not there any more. */
const { what, advice } = explain(unknown().failure, null);
export const GONE = refuse(what, advice);

/** A failure as an answer: its words, the button that helps, and what support asks for. `null`: it is of no connection. */
export function failed(
  failure: Failure,
  connection: ConnectionSettings | null,
  occasion: Occasion = 'request',
): Refusal {
  const { what, advice, note, remedy, registrationPage, isAddable } = explain(failure, connection, occasion);
  return {
    ok: false,
    what,
    advice,
    ...(note === undefined ? {} : { note }),
    ...(remedy === 'wait' ? {} : { remedy }),
    ...(registrationPage === undefined ? {} : { registrationPage }),
    ...(isAddable ? { isAddable } : {}),
    details: detailsOf(failure, connection),
  };
}

/** Refuses in the words of a service that was called, with the statuses and IDs of the call. */
export function refusedBy(
  { headline, advice, reason }: ApiRefusal,
  calls: readonly ApiCheckFact[],
  at: EpochMs,
): Refusal {
  const note = reason === undefined ? {} : { note: reason };
  return { ok: false, what: headline, advice, ...note, details: detailsOfCall(headline, calls, at) };
}

/** A result of the keeper's as an answer to the panel, without what the panel has no use for. */
export function done(result: Result<unknown>, connection: ConnectionSettings | null = null): Reply {
  return result.ok ? DONE : failed(result.failure, connection);
}
