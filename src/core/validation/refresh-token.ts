import { classify } from '../failures/classify';
import type { Failure, RawFailure } from '../model/failure';
import { DAY, type DurationMs, type EpochMs, HOUR, MINUTE, SECOND } from '../model/time';

const LONGEST = 16_384;

/** What a text can be instead of a refresh token, each with what to do about it. */
export const TEXT_PROBLEMS = {
  nothing: 'Paste the refresh token here.',
  json: 'This looks like JSON. Copy only the value of "refresh_token", without quotes.',
  'white space': 'A refresh token has no spaces or line breaks. Copy only the token itself.',
  'another token': 'This is an access token or ID token. Copy the refresh token, which does not begin with "eyJ".',
  'too long': 'This is too long for a refresh token.',
  'too short': 'This is too short for a refresh token. Copy the whole of it.',
  'odd characters': 'The token contains characters that it cannot have. Copy it again.',
} as const;

/** What is wrong with a text that should be a refresh token, or `null`. Never repeats the text. */
export function importProblem(text: string): string | null {
  const problem = textProblem(text.trim());
  return problem === null ? null : TEXT_PROBLEMS[problem];
}

function textProblem(value: string): keyof typeof TEXT_PROBLEMS | null {
  if (value === '') return 'nothing';
  if (/^[{["']/.test(value)) return 'json';
  if (/\s/.test(value)) return 'white space';
  if (/^eyJ[\w-]+\.[\w-]+\.[\w-]*$/.test(value)) return 'another token';
  if (value.length > LONGEST) return 'too long';
  if (value.length < 40) return 'too short';
  return /^[\x21-\x7e]+$/.test(value) ? null : 'odd characters';
}

const UNKNOWN_TOKEN = {
  what: 'This is not a refresh token that Entra ID knows.',
  advice: 'Copy the whole token again, and check that it belongs to this cloud; or sign in instead.',
} as const;
const EXPIRED = { what: 'This refresh token expired.', advice: 'Sign in to obtain a new one.' } as const;

/** What is different about a failure when somebody brought the token: what it says of the token that was brought. By code. */
export const IMPORT_VARIANTS: Readonly<Record<string, Partial<Pick<Failure, 'advice' | 'remedy' | 'what'>>>> = {
  AADSTS700007: {
    what: 'This refresh token was issued to another application.',
    advice: 'Enter the client ID of the application that it was issued to, or sign in instead.',
    remedy: 'edit-connection',
  },
  AADSTS70000: UNKNOWN_TOKEN,
  AADSTS9002313: UNKNOWN_TOKEN,
  AADSTS700082: EXPIRED,
  AADSTS70008: EXPIRED,
};

/** Why a refresh token that somebody brought was refused, in words for whoever brought it. */
export function explainImport(raw: RawFailure, now: EpochMs): Failure {
  const failure = classify(raw, now);
  const different = Object.hasOwn(IMPORT_VARIANTS, failure.code) ? IMPORT_VARIANTS[failure.code] : undefined;
  if (different === undefined) return failure;
  const at = different === EXPIRED && raw.kind === 'reply' ? expiredAt(raw.body) : null;
  const when = at === null ? {} : { what: `This refresh token expired on ${new Date(at).toISOString().slice(0, 10)}.` };
  return { ...failure, ...different, ...when };
}

/** When a token expired, by the text of 700082: "was issued on 2026-05-01T10:00:00.0000000Z and was inactive for 90.00:00:00". */
function expiredAt(text: string): EpochMs | null {
  const match = /issued on (\d{4}-\d{2}-\d{2}T[\d:.]+Z) and was inactive for (?:(\d+)\.)?(\d+):(\d+):(\d+)/.exec(text);
  if (!match) return null;
  const [, issued = '', days = '0', hours, minutes, seconds] = match;
  const lifetime: DurationMs =
    Number(days) * DAY + Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * SECOND;
  const at = Date.parse(issued.replace(/(\.\d{3})\d+/, '$1')) + lifetime;
  return Number.isFinite(at) ? at : null;
}
