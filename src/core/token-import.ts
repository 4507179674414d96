import { classify } from './classify';
import type { Failure, RawFailure } from './failure';
import { DAY, type DurationMs, type EpochMs, HOUR, MINUTE, SECOND } from './time';

const LONGEST = 16_384;

/** What is wrong with a text that should be a refresh token, or `null`. Never repeats the text. */
export function importProblem(text: string): string | null {
  const value = text.trim();
  if (value === '') return 'Paste the refresh token here.';
  if (/^[{["']/.test(value)) return 'This looks like JSON. Copy only the value of "refresh_token", without quotes.';
  if (/\s/.test(value)) return 'A refresh token has no spaces or line breaks. Copy only the token itself.';
  if (/^eyJ[\w-]+\.[\w-]+\.[\w-]*$/.test(value))
    return 'This is an access token or ID token. Copy the refresh token, which does not begin with "eyJ".';
  if (value.length > LONGEST) return 'This is too long for a refresh token.';
  if (value.length < 40) return 'This is too short for a refresh token. Copy the whole of it.';
  return /^[\x21-\x7e]+$/.test(value) ? null : 'The token contains characters that it cannot have. Copy it again.';
}

/** Why a refresh token that somebody brought was refused, in words for whoever brought it. */
export function explainImport(raw: RawFailure, now: EpochMs): Failure {
  const failure = classify(raw, now);
  switch (failure.code) {
    case 'AADSTS700007':
      return {
        ...failure,
        what: 'This refresh token was issued to another application.',
        advice: 'Enter the client ID of the application that it was issued to, or sign in instead.',
        remedy: 'edit-connection',
      };
    case 'AADSTS70000':
    case 'AADSTS9002313':
      return {
        ...failure,
        what: 'This is not a refresh token that Entra ID knows.',
        advice: 'Copy the whole token again, and check that it belongs to this cloud; or sign in instead.',
      };
    case 'AADSTS700082':
    case 'AADSTS70008': {
      const at = raw.kind === 'reply' ? lapsedAt(raw.body) : null;
      const when = at === null ? '' : ` on ${new Date(at).toISOString().slice(0, 10)}`;
      return { ...failure, what: `This refresh token lapsed${when}.`, advice: 'Sign in to obtain a new one.' };
    }
    default:
      return failure;
  }
}

/** When a token lapsed, by the text of 700082: "was issued on 2026-05-01T10:00:00.0000000Z and was inactive for 90.00:00:00". */
function lapsedAt(text: string): EpochMs | null {
  const match = /issued on (\d{4}-\d{2}-\d{2}T[\d:.]+Z) and was inactive for (?:(\d+)\.)?(\d+):(\d+):(\d+)/.exec(text);
  if (!match) return null;
  const [, issued = '', days = '0', hours, minutes, seconds] = match;
  const window: DurationMs =
    Number(days) * DAY + Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * SECOND;
  const at = Date.parse(issued.replace(/(\.\d{3})\d+/, '$1')) + window;
  return Number.isFinite(at) ? at : null;
}
