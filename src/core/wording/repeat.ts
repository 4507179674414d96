/** The names and values that people type are shorter, or have spaces. Client secrets of Entra ID have 40 characters. */
const LONGEST_WORD = 32;

/** Whether a text that somebody typed may be repeated to them: it can't be a secret or a token in the wrong place. */
export function mayRepeat(typed: string): boolean {
  return typed.split(/\s+/).every(({ length }) => length <= LONGEST_WORD);
}

/** What somebody typed, in quotes, for a sentence about it; the other word when it may be a secret. */
export function quoted(typed: string, otherwise: string): string {
  return mayRepeat(typed) ? `"${typed}"` : otherwise;
}
