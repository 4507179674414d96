import type { ImportOutcome } from '../answers';

/** The token was refused, or couldn't be tried or kept. */
export function refused(words: string): ImportOutcome {
  return { code: 1, words };
}

/** Asked for in a way that makes no sense. */
export function misuse(words: string): ImportOutcome {
  return { code: 2, words };
}
