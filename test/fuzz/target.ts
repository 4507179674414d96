import type fc from 'fast-check';

/** Something of the app that takes what others send. */
export interface Target<Input = unknown> {
  readonly name: string;
  /** How much of the time it gets, against 1 of most: the slow need more. */
  readonly share?: number;
  /** What is sent. It has to survive a structured clone, in which a failing case is kept. */
  readonly input: fc.Arbitrary<Input>;
  /** Sends it, throws what is wrong, and returns all that anybody gets to see of it: no secret may be in that. */
  feed(input: Input): unknown;
}

/** What is fed in as a secret. Nothing else looks like a piece of one. */
export const SECRETS = {
  refreshToken: '1.AXqWv7Kd2mZ8LrT4bNc6HyXe9UjPf3GoSa5RiBwEtMkQlDzVhJnYpCxOuIg0',
  clientSecret: 'zT4~pL9wXe2RkV7mQ.cJ8sNb3HyUf6GdAo',
  accessToken: 'wQ8nZr3XvL6kTj9PbYc2MsHd5FgUe7Ra4Wo1',
  passphrase: 'hK7vBq2XnW9rTzLd',
  code: '0.uR5jXy8KqVb3NmTe7WcZs2LdHp6Fg9Ao',
} as const;

export function check(isTrue: boolean, whatIsWrong: string): asserts isTrue {
  if (!isTrue) throw new Error(whatIsWrong);
}
