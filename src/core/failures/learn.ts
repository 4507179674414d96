import * as v from 'valibot';
import type { EntraError } from '../model/failure';
import { epochMsSchema, lifetimeSchema } from '../model/schema';
import { DAY, readTimeSpan, SECOND } from '../model/time';

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
