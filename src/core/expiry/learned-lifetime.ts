import type { Connection } from '../model/connection';
import type { Failure } from '../model/failure';
import { DEFAULT_LIFETIME } from './lifetime';

/** What changes about a connection when the server has refused in these words. What it names is kept to until it names something else. */
export function learnFrom(
  { learnedLifetime, learnedSignInLimit }: Pick<Failure, 'learnedLifetime' | 'learnedSignInLimit'>,
  { token }: Connection,
): Partial<Connection> {
  return {
    ...(learnedLifetime === undefined
      ? {}
      : { learnedLifetime: learnedLifetime === DEFAULT_LIFETIME ? null : learnedLifetime }),
    ...(learnedSignInLimit === undefined
      ? {}
      : { learnedSignInLimit, token: token && { ...token, signInLimit: learnedSignInLimit } }),
  };
}
