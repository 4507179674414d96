import type { CloudName } from '../model/clouds';

/** A refresh token has a few kilobytes; what has more bytes than this is something else. */
export const LONGEST_SECRET = 64 * 1024;

const LONGEST = 16_384;

const ODD = "The token contains characters that aren't allowed. Copy it again.";

/**
 * What is wrong with a text that should be a refresh token of that cloud, or `null`. Never repeats the text. Of another authority's
 * no form is known but its characters (RFC 6749, appendix A.17): it may be short, or a JWT.
 */
export function importProblem(text: string, cloud: CloudName): string | null {
  const value = text.trim();
  if (value === '') return 'Paste the refresh token here.';
  if (/^[{["']/.test(value))
    return 'This looks like JSON. Copy only the value of "refresh_token", without quotation marks.';
  if (value.length > LONGEST) return 'This is too long for a refresh token. Copy only the token.';
  if (cloud === 'custom') return /^[\x20-\x7e]+$/.test(value) ? null : ODD;
  if (/\s/.test(value)) return 'A refresh token has no spaces or line breaks. Copy only the token.';
  if (/^eyJ[\w-]+\.[\w-]+\.[\w-]*$/.test(value))
    return 'This is an access token or ID token. Copy the refresh token, which doesn\'t start with "eyJ".';
  if (value.length < 40) return 'This is too short for a refresh token. Copy the whole token.';
  return /^[\x21-\x7e]+$/.test(value) ? null : ODD;
}
