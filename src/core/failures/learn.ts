import type { EntraError } from '../model/failure';
import type { SignInLimit } from '../model/sign-in-limit';
import { DAY, type DurationMs, type EpochMs, readTimeSpan, SECOND } from '../model/time';

/** What Entra ID's sentence tells beyond the code: how long tokens live there, when this one expired, which cloud the tenant is in. */
export function learn(
  code: string,
  sentence: string,
): Pick<EntraError, 'learnedLifetime' | 'learnedSignInLimit' | 'detail'> {
  const lifetime = learnLifetime(code, sentence);
  const limit = learnSignInLimit(code, sentence);
  const expiredAt = lifetime === null ? null : expiry(sentence, lifetime);
  const cloud = code === 'AADSTS90038' ? /National Cloud '([^']{1,60})'/i.exec(sentence)?.[1] : undefined;
  return {
    ...(lifetime === null ? {} : { learnedLifetime: lifetime }),
    ...(limit === null ? {} : { learnedSignInLimit: limit }),
    ...(expiredAt === null ? {} : { detail: { kind: 'expired', at: expiredAt } }),
    ...(cloud === undefined ? {} : { detail: { kind: 'cloud', name: cloud } }),
  };
}

/** The tenant's true lifetime of refresh tokens, as 700082 names it: "was inactive for 90.00:00:00". `null` when it names none. */
export function learnLifetime(code: string, sentence: string): DurationMs | null {
  return code === 'AADSTS700082' ? readTimeSpan(/inactive for (\S+)/.exec(sentence)?.[1] ?? '') : null;
}

const SINGLE_PAGE: SignInLimit = { reason: 'single-page', span: DAY };

/**
 * How long tokens live from the sign-in, as 70043 and 70044 name it: "maximum allowed lifetime for this request is 3600", in
 * seconds or as a time span; with 700084 it is always 24 hours. `null` when none is named.
 */
export function learnSignInLimit(code: string, sentence: string): SignInLimit | null {
  if (code === 'AADSTS700084') return SINGLE_PAGE;
  if (code !== 'AADSTS70043' && code !== 'AADSTS70044') return null;
  const named = /\blifetime for this (?:\w[\w-]* )?is (\d[\d.:]*)/i.exec(sentence)?.[1] ?? '';
  const seconds = /^(\d{1,9})\.?$/.exec(named)?.[1];
  const span = seconds === undefined ? readTimeSpan(named) : Number(seconds) * SECOND;
  return span === null || span <= 0 ? null : { reason: 'sign-in-frequency', span };
}

/** When a token expired: "was issued on 2026-05-01T10:00:00.0000000Z and was inactive for …". */
function expiry(sentence: string, lifetime: DurationMs): EpochMs | null {
  const issued = /issued on (\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})/.exec(sentence)?.[1];
  const at = issued === undefined ? Number.NaN : Date.parse(`${issued}Z`) + lifetime;
  return at > 0 ? at : null;
}
