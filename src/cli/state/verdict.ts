import type { ConnectionFacts } from '../../agent/answers';
import { missesMfa } from '../../core/expiry/status';
import { kindOf } from '../../core/failures/catalogue';
import { counted, type DurationMs } from '../../core/model/time';
import { spanInWords } from '../../core/wording/words';
import type { Fleet } from '../all-connections';
import { harmless } from '../output/harmless';

/** So many names fit in a sentence. */
const MOST_NAMES = 5;

/** What monitoring gets: an exit code, and why; empty when all is fine. */
export interface Verdict {
  readonly code: 0 | 1 | 3 | 4 | 5;
  readonly words: string;
}

/**
 * Whether all is well for another `within` milliseconds. What stops scripts today comes before what will: the state isn't
 * known (1), a person is needed (3), MFA is missing (5), something expires (4).
 */
export function judge({ connections, trouble }: Fleet, within: DurationMs): Verdict {
  if (trouble !== null) return { code: 1, words: trouble };
  if (connections.length === 0) return { code: 1, words: 'There are no connections to watch.' };
  const waiting = connections.filter(needsPerson);
  if (waiting.length > 0) return { code: 3, words: `A person is needed: ${named(waiting)}.` };
  const withoutMfa = connections.filter(missesMfa);
  if (withoutMfa.length > 0)
    return { code: 5, words: `Partner Center refuses tokens without MFA: ${named(withoutMfa)}.` };
  const ending = connections.filter((connection) => expiresWithin(connection, within));
  if (ending.length > 0) return { code: 4, words: `Expires within ${spanInWords(within)}: ${named(ending)}.` };
  return { code: 0, words: '' };
}

/**
 * Whether refreshing doesn't help: somebody has to sign in, or to act on what the server said, or the client secret or certificate
 * has expired. Told by the facts, not by the status, which says nothing of this while a refresh is in progress.
 */
export function needsPerson({ expiresAt, credentialExpiresAt, trouble, now }: ConnectionFacts): boolean {
  if (expiresAt === null || expiresAt <= now) return true;
  if (credentialExpiresAt !== null && credentialExpiresAt <= now) return true;
  return trouble !== null && kindOf(trouble.code) !== 'transient';
}

function expiresWithin({ expiresAt, credentialExpiresAt, now }: ConnectionFacts, within: DurationMs): boolean {
  return [expiresAt, credentialExpiresAt].some((at) => at !== null && at - now <= within);
}

function named(connections: readonly ConnectionFacts[]): string {
  const names = connections.slice(0, MOST_NAMES).map(({ name }) => `"${harmless(name)}"`);
  const more = connections.length - names.length;
  return [...names, ...(more > 0 ? [`and ${counted(more, 'other')}`] : [])].join(', ');
}
