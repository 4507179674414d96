import type { Failure } from '../core/failure';
import type { Result } from '../core/keeper-api';
import type { Reply } from '../ipc/contract';

export const DONE: Reply = { ok: true, value: null };

export function answer<T>(value: T): Reply<T> {
  return { ok: true, value };
}

/** Refuses in words; `field` names the form field that is wrong. */
export function refuse(what: string, advice: string, field?: string): Reply<never> {
  return { ok: false, what, advice, ...(field === undefined ? {} : { field }) };
}

export function failed(failure: Failure): Reply<never> {
  const { what, advice, remedy, registrationPage } = failure;
  return {
    ok: false,
    what,
    advice,
    ...(remedy === 'wait' ? {} : { remedy }),
    ...(registrationPage === undefined ? {} : { registrationPage }),
  };
}

/** A result of the keeper's as an answer to the panel, without what the panel has no use for. */
export function done(result: Result<unknown>): Reply {
  return result.ok ? DONE : failed(result.failure);
}
