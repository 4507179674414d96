const LONGEST = 16_384;

/** What a text can be instead of a refresh token, each with what to do about it. */
const TEXT_PROBLEMS = {
  nothing: 'Paste the refresh token here.',
  json: 'This looks like JSON. Copy only the value of "refresh_token", without quotation marks.',
  'white space': 'A refresh token has no spaces or line breaks. Copy only the token.',
  'another token': 'This is an access token or ID token. Copy the refresh token, which doesn\'t start with "eyJ".',
  'too long': 'This is too long for a refresh token. Copy only the token.',
  'too short': 'This is too short for a refresh token. Copy the whole token.',
  'odd characters': "The token contains characters that aren't allowed. Copy it again.",
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
