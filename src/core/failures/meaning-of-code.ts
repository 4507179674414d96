import { AADSTS_MEANINGS, OAUTH_MEANINGS, OTHER_MEANINGS } from './meanings';

const OTHERS: ReadonlyMap<string, { readonly what: string }> = new Map(Object.entries(OTHER_MEANINGS));

/** What a failure's code means, in one sentence; a sentence that says so when the code is not known. */
export function meaningOfCode(code: string): string {
  const known = aadsts(code) ?? oauth(code) ?? OTHERS.get(code);
  return known?.what ?? 'Entra ID refused, for a reason this app does not know.';
}

function aadsts(code: string): { readonly what: string } | undefined {
  const number = /^AADSTS(\d{1,9})$/.exec(code)?.[1];
  return number === undefined ? undefined : AADSTS_MEANINGS[Number(number)];
}

function oauth(code: string): { readonly what: string } | undefined {
  const error = /^oauth\/(\w+)$/.exec(code)?.[1];
  return error !== undefined && Object.hasOwn(OAUTH_MEANINGS, error) ? OAUTH_MEANINGS[error] : undefined;
}
