import { classify, ownFailure, parseRetryAfter } from '../failures/classify';
import { explain } from '../failures/explain';
import type { Failure, Remedy } from '../model/failure';
import { counted, type EpochMs, HOUR, MINUTE } from '../model/time';
import type { ApiCheck, ApiCheckFact, ProbeAnswer } from './api-check';

/** What is wrong, and what to do. */
export interface Refusal {
  readonly headline: string;
  readonly advice: string;
  /** One more sentence: why. */
  readonly reason?: string;
  /** The button that does it, where this app has one. */
  readonly remedy?: Remedy;
}

/** A service's own words for the refusals that depend on it. */
export interface ServiceWords {
  readonly name: string;
  /** 401. */
  readonly unauthorized: Refusal;
  /** 403. */
  readonly forbidden: Refusal;
  /** 404. */
  readonly missing?: Refusal;
}

/** Why an answer is not what was asked for. `now` is only for a date in `Retry-After`. */
export function refusalOf(service: ServiceWords, answer: ProbeAnswer, now: EpochMs): Refusal {
  const { name } = service;
  const unreached = (failure: Failure): Refusal => {
    const { what, advice } = explain(failure, null, 'request');
    return { headline: `Couldn't reach ${name}.`, reason: what, advice };
  };
  const notTheirs = {
    headline: `The answer didn't come from ${name}.`,
    advice: 'Open a browser to check whether this network requires you to sign in, then try again.',
  };
  if (answer.kind === 'network') return answer.code === 'REDIRECTED' ? notTheirs : unreached(classify(answer, now));
  const { status } = answer;
  if (status === 401) return service.unauthorized;
  if (status === 403) return service.forbidden;
  if (status === 404 && service.missing) return service.missing;
  if (status === 407) return unreached(ownFailure('network/proxy', now));
  if (status === 429)
    return { headline: `${name} is limiting requests.`, advice: `Try again in ${waitOf(answer, now)}.` };
  if (status >= 500)
    return { headline: `${name} had an internal error.`, advice: 'The token may be fine. Try again later.' };
  if (status >= 400)
    return {
      headline: `${name} refused the call with status ${status}.`,
      advice: 'Try again. If this happens again, send the details to support.',
    };
  return notTheirs;
}

/** Something that a check may have found out; `null`: it did not. */
export type Fact = readonly [label: string, value: string | null];

/** What a check found: a sentence of what works, or what is wrong. */
export function found(
  outcome: string | Refusal,
  facts: readonly Fact[],
  calls: ReadonlyArray<readonly [name: string, answer: ProbeAnswer]>,
): ApiCheck {
  const details = detailsOf(calls);
  const known = facts.flatMap(([label, value]) => (value === null ? [] : [{ label, value }]));
  if (typeof outcome === 'string')
    return { ok: true, headline: outcome, facts: known, advice: null, remedy: null, details };
  const { headline, reason, advice, remedy = null } = outcome;
  const why = reason === undefined ? [] : [{ label: 'Reason', value: reason }];
  return { ok: false, headline, facts: [...why, ...known], advice, remedy, details };
}

/** Statuses and IDs of the calls that were answered. */
export function detailsOf(calls: ReadonlyArray<readonly [name: string, answer: ProbeAnswer]>): ApiCheckFact[] {
  return calls.flatMap(([name, answer]) =>
    answer.kind === 'network'
      ? [{ label: `${name}: error`, value: answer.code }]
      : [
          { label: `${name}: status`, value: String(answer.status) },
          ...(codeOf(answer) === '' ? [] : [{ label: `${name}: code`, value: codeOf(answer) }]),
          ...answer.ids.map(({ label, value }) => ({ label: `${name}: ${label}`, value })),
        ],
  );
}

/** The number by which Partner Center says why it refused; empty where there is none. */
export function codeOf(answer: ProbeAnswer): string {
  const code = answer.kind === 'reply' ? answer.json?.code : undefined;
  return (typeof code === 'number' || typeof code === 'string') && /^\d{1,9}$/.test(`${code}`) ? `${code}` : '';
}

/** A text of a reply that came whole and well; `null` when it is not there. Shown, so it is cut and cleaned. */
export function textOf(answer: ProbeAnswer, key: string): string | null {
  return isGood(answer) ? shown(answer.json[key]) : null;
}

/** A value as it may be shown: text of at most 200 characters, without what cannot be seen. */
export function shown(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  return (
    value
      .replace(/[\p{Cc}\p{Cf}]/gu, '')
      .slice(0, 200)
      .trim() || null
  );
}

export function isGood(
  answer: ProbeAnswer,
): answer is Extract<ProbeAnswer, { kind: 'reply' }> & { readonly json: Readonly<Record<string, unknown>> } {
  return answer.kind === 'reply' && answer.status === 200 && answer.json !== null;
}

function waitOf(answer: Extract<ProbeAnswer, { kind: 'reply' }>, now: EpochMs): string {
  const wait = parseRetryAfter(answer.retryAfter, answer.date, now) ?? MINUTE;
  return wait >= HOUR
    ? counted(Math.ceil(wait / HOUR), 'hour')
    : counted(Math.max(Math.ceil(wait / MINUTE), 1), 'minute');
}

/** Whether somebody signed in with MFA; `null`: not known. */
export function mfaInWords(hasMfa: boolean | null): string {
  return hasMfa === null ? 'unknown' : hasMfa ? 'yes' : 'no';
}
