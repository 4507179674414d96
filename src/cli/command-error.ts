/** Ends a command: one sentence on standard error, and the exit code. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  constructor(
    /** 1: it failed. 2: asked for in a way that makes no sense. 3: a person is needed. */
    readonly code: number,
    /** What is wrong and what to do. Holds nothing secret. */
    words: string,
    /** The failure's code, such as `AADSTS700082`; `null`: it has none. */
    readonly failure: string | null = null,
  ) {
    super(words);
  }
}
