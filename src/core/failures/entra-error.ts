import * as v from 'valibot';
import { type EntraError, LONGEST_SENTENCE } from '../model/failure';
import { epochMsSchema, lifetimeSchema } from '../model/schema';
import { DAY, readTimeSpan, SECOND } from '../model/time';
import { isKnown, kindOf, rowOf } from './catalogue';

/** Longer than any sentence of Entra ID's; no more is looked at. */
const LONGEST_DESCRIPTION = 4000;

/**
 * Reads Entra ID's error, once, from the JSON of a reply or the parameters of a redirect, which has the IDs in its sentence only.
 * Nothing of it goes further but numbers, and IDs and the sentence once `hide` has freed them of what is secret. `null`: it is none.
 * Source: Microsoft Learn, "OAuth 2.0 authorization code flow", error response.
 */
export function readEntraError(
  fields: Readonly<Record<string, unknown>>,
  hide: (text: string) => string,
): EntraError | null {
  const text = (key: string): string => {
    const value = fields[key];
    return typeof value === 'string' ? value.slice(0, LONGEST_DESCRIPTION) : '';
  };
  const error = text('error');
  if (error === '') return null;
  const description = text('error_description');
  const code = codeFor(error, codesIn(description, fields.error_codes), description);
  if (code === null) return null;
  const harmless = hide(description);
  const traceId = idOf(hide(text('trace_id'))) ?? idOf(/\bTrace ID: (\S+)/.exec(harmless)?.[1]);
  const correlationId = idOf(hide(text('correlation_id'))) ?? idOf(/\bCorrelation ID: (\S+)/.exec(harmless)?.[1]);
  return {
    code,
    ...sentenceOf(harmless),
    ...(traceId === null ? {} : { traceId }),
    ...(correlationId === null ? {} : { correlationId }),
    ...learn(code, description),
  };
}

/** All that are named, those of the sentence first. Some replies name them as texts. */
function codesIn(description: string, named: unknown): readonly number[] {
  const inSentence = [...description.matchAll(/AADSTS(\d{4,9})/g)].map(([, digits]) => Number(digits));
  const beside = (Array.isArray(named) ? named : [])
    .filter((code: unknown) => typeof code === 'number' || (typeof code === 'string' && /^\d{1,9}$/.test(code)))
    .map(Number)
    .filter((code) => Number.isSafeInteger(code) && code > 0);
  return [...new Set([...inSentence, ...beside])];
}

/** "Error validating credentials": a code beside it, or else the OAuth error, says as much or more. */
const NO_MORE_THAN_INVALID_CLIENT = 70002;

/**
 * The key for an error: of several codes the most precise one that is known, for a longer code is a closer look at the
 * shorter one that it begins with. An OAuth error speaks for itself when there is no code, or when it says that an unknown
 * code passes by itself; for a code that needs somebody it is too coarse.
 */
function codeFor(error: string, codes: readonly number[], description: string): string | null {
  const keys = codes.filter((code) => code !== NO_MORE_THAN_INVALID_CLIENT).map((code) => `AADSTS${code}`);
  const [known] = keys.filter(isKnown).sort((a, b) => b.length - a.length);
  if (known !== undefined) {
    const other = rowOf(known).meanings?.find(({ says }) => says.test(description));
    return other?.code ?? known;
  }
  const general = `oauth/${error}`;
  const [unknown] = keys;
  if (isKnown(general) && (unknown === undefined || kindOf(general) === 'transient')) return general;
  return unknown ?? null;
}

/** The sentence, without the IDs and the time that follow it, and without what looks like a token. */
function sentenceOf(description: string): Pick<EntraError, 'sentence'> {
  const sentence = description
    .replace(/\s*\b(?:Trace ID|Correlation ID|Timestamp): .*$/s, '')
    .replace(/[\w.~+/=%-]{100,}/g, '[secret]')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_SENTENCE);
  return sentence === '' ? {} : { sentence };
}

/** Only something of an ID's shape is kept, so that nothing else can travel in this field. */
function idOf(text: string | undefined): string | null {
  return text !== undefined && /^[0-9a-f-]{8,64}$/i.test(text) ? text : null;
}

type Learned = Pick<EntraError, 'learnedLifetime' | 'learnedSignInLimit' | 'detail'>;

/** What Entra ID's sentence tells beyond the code: how long tokens live there, when this one expired, which cloud the tenant is in. */
export function learn(code: string, sentence: string): Learned {
  switch (code) {
    case 'AADSTS700082':
      return learnInactivity(sentence);
    case 'AADSTS700084':
      return { learnedSignInLimit: { reason: 'single-page', span: DAY } };
    case 'AADSTS70043':
    case 'AADSTS70044':
      return learnSignInFrequency(sentence);
    case 'AADSTS90038': {
      const name = /National Cloud '([^']{1,60})'/i.exec(sentence)?.[1];
      return name === undefined ? {} : { detail: { kind: 'cloud', name } };
    }
    default:
      return {};
  }
}

/** "was issued on 2026-05-01T10:00:00.0000000Z and was inactive for 90.00:00:00", the tenant's true lifetime of refresh tokens. */
function learnInactivity(sentence: string): Learned {
  const learnedLifetime = readTimeSpan(/inactive for (\S+)/.exec(sentence)?.[1] ?? '');
  if (!v.is(lifetimeSchema, learnedLifetime)) return {};
  const issued = /issued on (\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})/.exec(sentence)?.[1] ?? '';
  const at = Date.parse(`${issued}Z`) + learnedLifetime;
  return { learnedLifetime, ...(v.is(epochMsSchema, at) ? { detail: { kind: 'expired', at } } : {}) };
}

/** "maximum allowed lifetime for this request is 3600", counted from the sign-in, in seconds or as a time span. */
function learnSignInFrequency(sentence: string): Learned {
  const named = /\blifetime for this (?:\w[\w-]* )?is (\d[\d.:]*)/i.exec(sentence)?.[1] ?? '';
  const seconds = /^(\d{1,9})\.?$/.exec(named)?.[1];
  const span = seconds === undefined ? readTimeSpan(named) : Number(seconds) * SECOND;
  return !v.is(lifetimeSchema, span) ? {} : { learnedSignInLimit: { reason: 'sign-in-frequency', span } };
}
