import { isOfKeychain } from '../expiry/notifications';
import { pauseAfter } from '../model/backoff';
import type { CloudName } from '../model/clouds';
import type { Connection } from '../model/connection';
import type { Failure } from '../model/failure';
import type { Random } from '../model/new-id';
import { type Clock, type DurationMs, type EpochMs, HOUR, MINUTE } from '../model/time';

/** Nothing waits longer for an authority. */
export const LONGEST_PAUSE: DurationMs = 15 * MINUTE;
/** Nothing waits longer for the keychain, where each try can cost the person a prompt. */
const LONGEST_KEYCHAIN_PAUSE: DurationMs = HOUR;

/**
 * Keeps connections from calling what does not answer: an authority, or the keychain. Closed, everybody calls. After a call that
 * got no answer it is open: for a pause that grows with each such call in a row, with full jitter, nobody calls. Then it is
 * half-open: one connection calls for all. Once there is an answer it closes, and all that is due goes.
 * Source: Microsoft Learn, "Circuit Breaker pattern".
 */
export class CircuitBreaker {
  #attempts = 0;
  #until: EpochMs = 0;
  #probe: string | null = null;
  /** Connections that are due and wait, in the order in which they came. */
  readonly #waiting = new Set<string>();

  constructor(
    private readonly longestPause: DurationMs,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /** How long until the next call is due; infinite: nobody waits, or the call under way has to end first. */
  timeToNext(): DurationMs {
    const isIdle = !this.#isOpen || this.#probe !== null || this.#waiting.size === 0;
    return isIdle ? Number.POSITIVE_INFINITY : this.#timeLeft;
  }

  /** When this connection is tried again; `null`: it does not wait here. */
  triesAt(id: string): EpochMs | null {
    return this.#waiting.has(id) ? this.#until : null;
  }

  /** Whether a connection may call now: everybody, while there are answers; else the one that calls for all. */
  admits(id: string): boolean {
    return !this.#isOpen || this.#probe === id || (this.#probe === null && this.#timeLeft === 0);
  }

  /** A connection that {@link admits} lets through is about to call. */
  enter(id: string): void {
    this.#waiting.delete(id);
    if (this.#isOpen) this.#probe = id;
  }

  /** A connection that {@link admits} does not let through waits, until `takeNext` or `close` hands it back. */
  wait(id: string): void {
    this.#waiting.add(id);
  }

  /** Takes out the one whose turn it is to call; `null`: nobody's. Whoever has just called in vain comes last. */
  takeNext(): string | null {
    if (this.timeToNext() > 0) return null;
    const [id = null] = this.#waiting;
    if (id !== null) this.#waiting.delete(id);
    return id;
  }

  /** A call has ended, with an answer or not; `null`: it came to nothing before. Returns those who need wait no longer. */
  ended(id: string, isAnswered: boolean | null): readonly string[] {
    if (isAnswered) return this.close();
    // While the breaker is open only the probe's call counts.
    const counts = isAnswered === false && (!this.#isOpen || this.#probe === id);
    if (this.#probe === id) this.#probe = null;
    if (counts) {
      this.#attempts += 1;
      this.#until = this.clock.now() + pauseAfter(this.#attempts, this.longestPause, this.random());
    }
    return [];
  }

  /** There are answers again. Returns those who waited. */
  close(): readonly string[] {
    this.#attempts = 0;
    this.#probe = null;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    return waiting;
  }

  /** Something happened that may have mended it: the next call is due now, and pauses begin short again. */
  hurry(): void {
    if (!this.#isOpen) return;
    this.#attempts = 1;
    this.#until = this.clock.now();
  }

  get #isOpen(): boolean {
    return this.#attempts > 0;
  }

  /** What is left of the pause. A clock that went back ends it. */
  get #timeLeft(): DurationMs {
    const left = this.#until - this.clock.now();
    return left > this.longestPause ? 0 : Math.max(0, left);
  }
}

/** Whether the authority gave an answer; `null`: it was not asked. */
function hasAnswered({ code, retryAfter }: Pick<Failure, 'code' | 'retryAfter'>): boolean | null {
  if (code.startsWith('network/')) return false;
  // Whoever says how long to wait has answered, and means whom it says it to.
  if (code === 'reply/not-entra' || code === 'reply/server-error') return retryAfter !== undefined;
  return /^(?:AADSTS|oauth\/|reply\/|account\/)/.test(code) ? true : null;
}

/** Whether nobody answered, so that the failure would meet every other connection alike. */
export function isUnanswered(failure: Pick<Failure, 'code' | 'retryAfter'>): boolean {
  return isOfKeychain(failure) || hasAnswered(failure) === false;
}

/** The breakers: one of the keychain, and one of each authority. */
export class CircuitBreakers {
  readonly keychain: CircuitBreaker;
  readonly #authorities = new Map<string, CircuitBreaker>();
  readonly #all: CircuitBreaker[];

  constructor(
    private readonly clockOf: (cloud: CloudName) => Clock,
    private readonly random: Random,
  ) {
    this.keychain = new CircuitBreaker(LONGEST_KEYCHAIN_PAUSE, clockOf('global'), random);
    this.#all = [this.keychain];
  }

  /** Whether a connection may be refreshed now; if not, it waits. */
  admits(connection: Connection): boolean {
    const { id } = connection;
    const breakers = [this.keychain, this.#of(connection)];
    const closed = breakers.find((breaker) => !breaker.admits(id));
    closed?.wait(id);
    if (!closed) for (const breaker of breakers) breaker.enter(id);
    return !closed;
  }

  /** When a connection that waits is tried again; `null`: it does not wait. */
  triesAt(connection: Connection): EpochMs | null {
    return this.keychain.triesAt(connection.id) ?? this.#of(connection).triesAt(connection.id);
  }

  /** What was tried for this connection has ended. Returns the connections that waited for this, and are to be looked at again. */
  ended(connection: Connection, failure: Failure | null): readonly string[] {
    const { id } = connection;
    return [
      ...this.keychain.ended(id, failure === null || !isOfKeychain(failure)),
      ...this.#of(connection).ended(id, failure === null || hasAnswered(failure)),
    ];
  }

  /** Something happened that may have mended everything. */
  hurry(): void {
    for (const breaker of this.#all) breaker.hurry();
  }

  /** Takes out the connections whose turn it is to call for all now. */
  takeNext(): readonly string[] {
    return this.#all.map((breaker) => breaker.takeNext()).filter((id) => id !== null);
  }

  /** How long until somebody is to call for all; infinite: nobody waits. */
  timeToNext(): DurationMs {
    return Math.min(...this.#all.map((breaker) => breaker.timeToNext()));
  }

  #of({ cloud, customCloud }: Connection): CircuitBreaker {
    const key = customCloud?.authority ?? cloud;
    const known = this.#authorities.get(key);
    if (known) return known;
    const breaker = new CircuitBreaker(LONGEST_PAUSE, this.clockOf(cloud), this.random);
    this.#authorities.set(key, breaker);
    this.#all.push(breaker);
    return breaker;
  }
}
