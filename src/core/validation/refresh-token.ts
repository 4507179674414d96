import type { CloudName } from '../model/clouds';
import { oddCharacter } from './client-secret';

/** A refresh token has a few kilobytes; what has more bytes than this is something else. */
export const LONGEST_SECRET = 64 * 1024;

const LONGEST = 16_384;

/** A refresh token, with what was left out to get at it, in words; or why there is none. */
export type ReadToken =
  | { readonly ok: true; readonly token: string; readonly note: string | null }
  | { readonly ok: false; readonly problem: string };

/** A token by its name: in quotes, PowerShell's too, or to the end of the word and of the lines that a console has broken it into. */
const LABELED =
  /(?:^|[^a-z\d])refresh[_-]?token["']?(?:\s*[=:]\s*|(?<=-refresh[_-]?token)\s+)(?:\(?ConvertTo-SecureString\s+(?:-String\s+)?)?@?(?:"([^"]*)"|'([^']*)'|((?!null\b)[^\s"',;&{}]+(?:\r?\n[ \t]*[^\s"',;&:=]+(?=\s*(?:\n|$)))*))/gi;

/**
 * Reads the refresh token of that cloud in what a person brings: the token, or a text in which it is named. Never repeats the text. Of
 * another authority's no form is known but its characters (RFC 6749, appendix A.17): it may be short, or a JWT.
 */
export function readRefreshToken(text: string, cloud: CloudName): ReadToken {
  const given = text.trim();
  if (given === '') return { ok: false, problem: 'Paste the refresh token here.' };
  const found = new Set<string>();
  for (const [, double, single, bare = ''] of given.matchAll(LABELED)) found.add(joined(double ?? single ?? bare));
  if (given.includes('.vault.')) found.add(/"value"\s*:\s*"([^"]*)"/.exec(given)?.[1] ?? '');
  const [token, ...others] = [...found].filter((part) => part !== '' && problemOf(part, cloud) === null);
  if (others.length > 0) return { ok: false, problem: 'This contains several refresh tokens. Copy only one.' };
  if (token !== undefined) return within(token, cloud, 'Only the refresh token in this text is used.');
  const bare =
    cloud === 'custom'
      ? (/^(["'])(.*)\1$/s.exec(given)?.[2] ?? given)
      : given.replace(/^["'`\u2018-\u201f]{1,3}|["'`,;\u2018-\u201f]{1,3}$/g, '');
  const value = isWrapped(bare) ? joined(bare) : bare;
  const problem = problemOf(value, cloud);
  if (problem !== null) return { ok: false, problem };
  if (value === given) return { ok: true, token: value, note: null };
  return within(value, cloud, 'Quotation marks, commas, and line breaks are left out.');
}

/** What was taken out is read in turn, so that a token is the same however often it is read. */
function within(text: string, cloud: CloudName, note: string): ReadToken {
  const read = readRefreshToken(text, cloud);
  return read.ok ? { ...read, note } : read;
}

const linesOf = (text: string): string[] => text.split('\n').map((line) => line.trim());
const joined = (text: string): string => linesOf(text).join('');

/** Whether a console has broken a text into lines of one length. */
function isWrapped(text: string): boolean {
  const [top = '', ...lines] = linesOf(text);
  const last = lines.pop() ?? '';
  return last.length <= top.length && !/\s/.test(top + last) && lines.every(({ length }) => length === top.length);
}

/** What people bring in place of a refresh token of Microsoft's, with the way that works. */
const INSTEAD: ReadonlyArray<readonly [RegExp, string]> = [
  [/\.vault\.(?:azure|usgovcloudapi)\./i, 'This is a Key Vault address. In the app, choose "Import from Key Vault…".'],
  [/(?:^|[?&#])code=/i, "This contains a sign-in code, which isn't a refresh token. Choose Sign in on the card."],
  [/^https?:/i, 'This is a web address. Copy the refresh token itself.'],
  [
    /^(?:[\da-f]{80,}|76492d1116743f0423413b16050a5345\S*|System\.Security\.SecureString)$/i,
    'This is a PowerShell SecureString. Get its text first: [Net.NetworkCredential]::new("", $secureString).Password.',
  ],
  [
    /^(?:Bearer\s+)?eyJ[\w-]+(?:\.[\w-]*){2,4}$/i,
    'This is an access token or ID token. Copy the refresh token, which doesn\'t start with "eyJ".',
  ],
  [/access_?token["']?\s*[:=]/i, 'This has an access token, but no refresh token. Sign in in the app instead.'],
  [/^.{3}\dQ~\S{20,40}$/, 'This is a client secret. Copy the refresh token.'],
  [/^[{[]/, 'This looks like JSON without a complete refresh token. Copy only the value of "refresh_token".'],
];

function problemOf(value: string, cloud: CloudName): string | null {
  if (value.length > LONGEST) return 'This is too long for a refresh token. Copy only the token.';
  const isPrintable = /^[\x20-\x7e]+$/.test(value);
  if (cloud === 'custom' && isPrintable && !/^[{[]/.test(value)) return null;
  const instead = INSTEAD.find(([form]) => form.test(value));
  if (instead) return instead[1];
  if (/\s/.test(value)) return 'A refresh token has no spaces or line breaks. Copy only the token.';
  if (!isPrintable) return `The token contains an unexpected ${oddCharacter(value, /[^\x20-\x7e]/u)}. Copy it again.`;
  return value.length < 40 ? 'This is too short for a refresh token. Copy the whole token.' : null;
}
