import type { Book } from './book';
import type { CloudName } from './clouds';
import type { Connection } from './connection';
import type { Failure } from './failure';
import { DAY, type DurationMs, type EpochMs } from './time';
import { timeLeft } from './window';

/** Of what is left of the window, the part that a connection waits at most for another one to get through. */
const PATIENCE = 1 / 10;

/**
 * Without a network, a server or a keychain nobody gets through. Then one connection of each cloud, its scout, tries as often
 * as it would alone, and the others wait longer: until it gets through, or their patience ends. So a month offline costs a
 * thousand connections little more than it costs one.
 */
export class Scouts {
  readonly #scouts = new Map<CloudName, string>();
  readonly #waiting = new Map<CloudName, Set<string>>();

  constructor(private readonly book: Book) {}

  /** How long a connection that has just failed waits at most, or `null` when it is to try as if it were alone. */
  patienceOf(connection: Connection, failure: Failure, now: EpochMs): DurationMs | null {
    const { id, cloud, token } = connection;
    this.#waiting.get(cloud)?.delete(id);
    if (!isShared(failure)) return null;
    const scout = this.book.find(this.#scouts.get(cloud) ?? '');
    if (!scout || scout.id === id || !isTryingSoon(scout, now)) {
      this.#scouts.set(cloud, id);
      return null;
    }
    const waiting = this.#waiting.get(cloud) ?? new Set();
    this.#waiting.set(cloud, waiting.add(id));
    const left = token ? timeLeft(token, now) : 0;
    return left > 0 ? Math.min(DAY, left * PATIENCE) : DAY;
  }

  /** Somebody got through to this cloud: takes out the ids of those who waited for that. */
  relieve(cloud: CloudName): readonly string[] {
    const waiting = this.#waiting.get(cloud);
    if (!waiting) return [];
    this.#waiting.delete(cloud);
    return [...waiting];
  }
}

/** Whether a failure would meet every connection of the cloud alike. */
export function isShared({ code, kind, retryAfter }: Failure): boolean {
  if (code.startsWith('keychain/')) return code !== 'keychain/mismatch';
  if (kind !== 'transient' || retryAfter !== undefined) return false;
  return code.startsWith('network/') || code === 'reply/not-entra' || code === 'reply/server-error';
}

function isTryingSoon({ trouble }: Connection, now: EpochMs): boolean {
  return trouble !== null && isShared(trouble.failure) && trouble.retryAt !== null && trouble.retryAt > now;
}
