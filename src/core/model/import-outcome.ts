/** How an import from a command line ended, for whoever or whatever started it. */
export interface ImportOutcome {
  /** The exit code. 0: imported. 1: refused, or it couldn't be done. 2: asked for in a way that makes no sense. */
  readonly code: 0 | 1 | 2;
  /** One line for a person. Holds nothing secret. */
  readonly words: string;
}

/** The token was refused, or couldn't be tried or kept. */
export function refused(words: string): ImportOutcome {
  return { code: 1, words };
}

/** Nothing was tried. */
export function misuse(words: string): ImportOutcome {
  return { code: 2, words };
}
