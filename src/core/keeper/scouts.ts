import { timeLeft } from '../expiry/lifetime';
import { isOfKeychain } from '../expiry/notifications';
import type { Connection } from '../model/connection';
import type { Failure } from '../model/failure';
import { DAY, type DurationMs, type EpochMs } from '../model/time';
import type { ConnectionStore } from '../storage/connection-store';

/** Of what is left of the window, the part that a connection waits at most for another one to get through. */
const PATIENCE = 1 / 3;
/** The longest that it waits, where nobody gets as far as a server or into the keychain; a server in disorder may be so to some only. */
export const MOST_PATIENCE: DurationMs = 3 * DAY;
const PATIENCE_WITH_SERVERS: DurationMs = DAY;

/** Who waits for another one, and whether it would try at once if there were none. */
type Waiting = readonly [id: string, isHurried: boolean];

/**
 * Without a network, a server or a keychain nobody gets through. Then one connection of each place to sign in, its scout, tries as often
 * as it would alone, and the others wait longer: until it gets through, or their patience ends. So a month offline costs a
 * thousand connections little more than it costs one.
 */
export class Scouts {
  readonly #scouts = new Map<string, string>();
  /** Those that wait, by place. */
  readonly #waiting = new Map<string, Map<string, boolean>>();

  constructor(private readonly store: ConnectionStore) {}

  /** How long a connection that has just failed waits at most, or `null` when it is to try as if it were alone. */
  patienceOf(connection: Connection, failure: Failure, now: EpochMs): DurationMs | null {
    const { id, token } = connection;
    const place = placeOf(connection);
    this.#waiting.get(place)?.delete(id);
    if (!isShared(failure)) return null;
    const scout = this.store.find(this.#scouts.get(place) ?? '');
    if (!scout || scout.id === id || !isTryingSoon(scout, now)) {
      this.#scouts.set(place, id);
      return null;
    }
    this.#wait(place, id, false);
    const left = token ? timeLeft(token, now) : 0;
    const most = isOnTheWay(failure) ? MOST_PATIENCE : PATIENCE_WITH_SERVERS;
    return left > 0 ? Math.min(most, left * PATIENCE) : most;
  }

  /**
   * Whether a connection is to try at once, now that its trouble may be over: where nobody got through to the server or the
   * keychain, only the scout is, which is appointed if there is none; the others go on waiting for it.
   */
  isToTry(connection: Connection): boolean {
    const { id, trouble } = connection;
    if (!trouble || !isOnTheWay(trouble.failure)) return true;
    const place = placeOf(connection);
    const scout = this.store.find(this.#scouts.get(place) ?? '');
    if (scout && scout.id !== id && scout.trouble?.retryAt != null && isOnTheWay(scout.trouble.failure)) {
      this.#wait(place, id, true);
      return false;
    }
    this.#waiting.get(place)?.delete(id);
    this.#scouts.set(place, id);
    return true;
  }

  #wait(place: string, id: string, isHurried: boolean): void {
    const waiting = this.#waiting.get(place) ?? new Map<string, boolean>();
    this.#waiting.set(place, waiting.set(id, isHurried));
  }

  /** This connection got through, or will not try any more: takes out those who waited for it. */
  relieve(connection: Connection): readonly Waiting[] {
    return this.#takeWaiting(placeOf(connection));
  }

  isScout(id: string): boolean {
    for (const scout of this.#scouts.values()) if (scout === id) return true;
    return false;
  }

  /** Takes out those who wait for a scout that has nothing to try any more, whatever ended its trouble: a sign-in, another process … */
  takeAbandoned(): readonly Waiting[] {
    return [...this.#waiting.keys()].flatMap((place) => {
      const { trouble } = this.store.find(this.#scouts.get(place) ?? '') ?? {};
      const isTrying = trouble != null && isShared(trouble.failure) && trouble.retryAt !== null;
      return isTrying ? [] : this.#takeWaiting(place);
    });
  }

  #takeWaiting(place: string): readonly Waiting[] {
    const waiting = [...(this.#waiting.get(place) ?? [])];
    this.#waiting.delete(place);
    return waiting;
  }
}

/** Whether a failure would meet every connection of a cloud alike. */
export function isShared({ code, kind, retryAfter }: Failure): boolean {
  if (isOfKeychain({ code })) return true;
  if (kind !== 'transient' || retryAfter !== undefined) return false;
  return code.startsWith('network/') || code === 'reply/not-entra' || code === 'reply/server-error';
}

/** Whether it came to nothing before any server of the cloud could say a word, so that it says nothing about the connection. */
function isOnTheWay({ code }: Failure): boolean {
  return isOfKeychain({ code }) || code.startsWith('network/');
}

function isTryingSoon({ trouble }: Connection, now: EpochMs): boolean {
  return trouble !== null && isShared(trouble.failure) && trouble.retryAt !== null && trouble.retryAt > now;
}

/** Two clouds of somebody's own have nothing in common but the name. */
function placeOf({ cloud, customCloud }: Connection): string {
  return customCloud?.authority ?? cloud;
}
