import type { Book } from './book';
import type { Connection } from './connection';
import type { Failure } from './failure';
import { isOfKeychain } from './notices';
import { DAY, type DurationMs, type EpochMs } from './time';
import { timeLeft } from './window';

/** Of what is left of the window, the part that a connection waits at most for another one to get through. */
const PATIENCE = 1 / 10;

/**
 * Without a network, a server or a keychain nobody gets through. Then one connection of each place to sign in, its scout, tries as often
 * as it would alone, and the others wait longer: until it gets through, or their patience ends. So a month offline costs a
 * thousand connections little more than it costs one.
 */
export class Scouts {
  readonly #scouts = new Map<string, string>();
  readonly #waiting = new Map<string, Set<string>>();

  constructor(private readonly book: Book) {}

  /** How long a connection that has just failed waits at most, or `null` when it is to try as if it were alone. */
  patienceOf(connection: Connection, failure: Failure, now: EpochMs): DurationMs | null {
    const { id, token } = connection;
    const place = placeOf(connection);
    this.#waiting.get(place)?.delete(id);
    if (!isShared(failure)) return null;
    const scout = this.book.find(this.#scouts.get(place) ?? '');
    if (!scout || scout.id === id || !isTryingSoon(scout, now)) {
      this.#scouts.set(place, id);
      return null;
    }
    const waiting = this.#waiting.get(place) ?? new Set();
    this.#waiting.set(place, waiting.add(id));
    const left = token ? timeLeft(token, now) : 0;
    return left > 0 ? Math.min(DAY, left * PATIENCE) : DAY;
  }

  /** This connection got through, or will not try any more: takes out the ids of those who waited for it. */
  relieve(connection: Connection): readonly string[] {
    const place = placeOf(connection);
    const waiting = this.#waiting.get(place);
    if (!waiting) return [];
    this.#waiting.delete(place);
    return [...waiting];
  }
}

/** Whether a failure would meet every connection of a cloud alike. */
export function isShared({ code, kind, retryAfter }: Failure): boolean {
  if (isOfKeychain({ code })) return true;
  if (kind !== 'transient' || retryAfter !== undefined) return false;
  return code.startsWith('network/') || code === 'reply/not-entra' || code === 'reply/server-error';
}

function isTryingSoon({ trouble }: Connection, now: EpochMs): boolean {
  return trouble !== null && isShared(trouble.failure) && trouble.retryAt !== null && trouble.retryAt > now;
}

/** Two clouds of somebody's own have nothing in common but the name. */
function placeOf({ cloud, customCloud }: Connection): string {
  return customCloud?.authority ?? cloud;
}
