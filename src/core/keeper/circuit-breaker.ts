import { isOfKeychain } from '../expiry/notifications';
import type { Connection } from '../model/connection';
import type { Failure } from '../model/failure';
import type { Random } from '../model/new-id';
import { type DurationMs, type EpochMs, HOUR, MINUTE, SECOND } from '../model/time';

const SHORTEST: DurationMs = 5 * SECOND;
const FIRST_CEILING: DurationMs = 30 * SECOND;
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
  /** Connections that are due and wait, with how many failures in a row each has had. */
  readonly #waiting = new Map<string, number>();

  constructor(private readonly longestPause: DurationMs) {}

  get isOpen(): boolean {
    return this.#attempts > 0;
  }

  /** When the next call is due; `null`: now, or when the one that is under way has ended. */
  nextProbeAt(now: EpochMs): EpochMs | null {
    if (!this.isOpen || this.#probe !== null || this.#waiting.size === 0) return null;
    // A clock that went back makes no pause longer.
    return Math.min(this.#until, now + this.longestPause);
  }

  /** When this connection is tried again; `null`: it does not wait here. */
  triesAt(id: string): EpochMs | null {
    return this.#waiting.has(id) ? this.#until : null;
  }

  /** Whether a connection may call now: everybody, while there are answers; else the one that calls for all. */
  admits(id: string, now: EpochMs): boolean {
    return !this.isOpen || this.#probe === id || (this.#probe === null && this.#isOver(now));
  }

  /** A connection that {@link admits} lets through is about to call. */
  enter(id: string): void {
    this.#waiting.delete(id);
    if (this.isOpen) this.#probe = id;
  }

  /** A connection that {@link admits} does not let through waits, until `takeNext` or `close` hands it back. */
  wait(id: string, attempts: number): void {
    this.#waiting.set(id, attempts);
  }

  /**
   * Takes out the connection whose turn it is to call for all now; `null`: nobody's. It is the one with the fewest failures: it may be
   * the others alone that get no answer.
   */
  takeNext(now: EpochMs): string | null {
    if (!this.isOpen || this.#probe !== null || !this.#isOver(now)) return null;
    let best: string | null = null;
    let fewest = Number.POSITIVE_INFINITY;
    for (const [id, attempts] of this.#waiting) if (attempts < fewest) [best, fewest] = [id, attempts];
    if (best !== null) this.#waiting.delete(best);
    return best;
  }

  /** There was an answer. Returns those who waited. */
  close(): readonly string[] {
    this.#attempts = 0;
    this.#probe = null;
    const waiting = [...this.#waiting.keys()];
    this.#waiting.clear();
    return waiting;
  }

  /** There was no answer for this connection. While the breaker is open only the probe's counts. */
  open(id: string, now: EpochMs, random: number): void {
    if (this.isOpen && this.#probe !== id) return;
    this.#attempts += 1;
    this.#until = now + pauseAfter(this.#attempts, this.longestPause, random);
    this.#probe = null;
  }

  /** The probe came to nothing before it could call: another one does. */
  release(id: string): void {
    if (this.#probe === id) this.#probe = null;
  }

  /** Something happened that may have mended it: the next call is due now, and pauses begin short again. */
  hurry(now: EpochMs): void {
    if (!this.isOpen) return;
    this.#attempts = 1;
    this.#until = now;
  }

  /** Nothing is done for this connection any more. */
  forget(id: string): void {
    this.#waiting.delete(id);
    this.release(id);
  }

  #isOver(now: EpochMs): boolean {
    return now >= this.#until || this.#until - now > this.longestPause;
  }
}

/** How long to wait after so many calls in a row without an answer: exponential with full jitter. `random` is in [0, 1). */
export function pauseAfter(attempts: number, longest: DurationMs, random: number): DurationMs {
  const ceiling = Math.min(longest, FIRST_CEILING * 2 ** Math.min(attempts - 1, 20));
  return Math.max(SHORTEST, ceiling * random);
}

/** Whether the keychain and the authority gave an answer; `null`: they were not asked. */
interface Answered {
  readonly keychain: boolean | null;
  readonly authority: boolean | null;
}

function answeredBy(failure: Pick<Failure, 'code' | 'retryAfter'> | null): Answered {
  if (failure === null) return { keychain: true, authority: true };
  const { code, retryAfter } = failure;
  if (isOfKeychain(failure)) return { keychain: false, authority: null };
  if (code.startsWith('network/')) return { keychain: true, authority: false };
  // Whoever says how long to wait has answered, and means whom it says it to.
  if (code === 'reply/not-entra' || code === 'reply/server-error')
    return { keychain: true, authority: retryAfter !== undefined };
  return { keychain: true, authority: /^(?:AADSTS|oauth\/|reply\/|account\/)/.test(code) ? true : null };
}

/** Whether nobody answered, so that the failure would meet every other connection of the authority alike. */
export function isUnanswered(failure: Pick<Failure, 'code' | 'retryAfter'>): boolean {
  const { keychain, authority } = answeredBy(failure);
  return keychain === false || authority === false;
}

/** The breakers: one of the keychain, and one of each authority. */
export class CircuitBreakers {
  readonly keychain = new CircuitBreaker(LONGEST_KEYCHAIN_PAUSE);
  readonly #authorities = new Map<string, { readonly breaker: CircuitBreaker; readonly cloud: Connection['cloud'] }>();

  constructor(
    private readonly nowOf: (connection: Pick<Connection, 'cloud'>) => EpochMs,
    private readonly random: Random,
  ) {}

  /** Whether a connection may be refreshed now; if not, it waits. */
  admits(connection: Connection): boolean {
    const { id } = connection;
    const now = this.nowOf(connection);
    const breakers = this.#of(connection);
    const closed = breakers.find((breaker) => !breaker.admits(id, now));
    closed?.wait(id, connection.trouble?.attempts ?? 0);
    if (!closed) for (const breaker of breakers) breaker.enter(id);
    return !closed;
  }

  /** When a connection that waits is tried again; `null`: it does not wait. */
  triesAt(connection: Connection): EpochMs | null {
    const times = this.#of(connection).flatMap((breaker) => breaker.triesAt(connection.id) ?? []);
    return times.length === 0 ? null : Math.max(...times);
  }

  /** What was tried for this connection has ended. Returns the connections that waited for this, and are to be looked at again. */
  ended(connection: Connection, failure: Failure | null): readonly string[] {
    const answered = answeredBy(failure);
    const authority = this.#authorityOf(connection);
    return [
      ...this.#note(this.keychain, answered.keychain, connection.id, this.nowOf({ cloud: 'global' })),
      ...this.#note(authority, answered.authority, connection.id, this.nowOf(connection)),
    ];
  }

  #note(breaker: CircuitBreaker, answered: boolean | null, id: string, now: EpochMs): readonly string[] {
    if (answered === true) return breaker.close();
    if (answered === false) breaker.open(id, now, this.random());
    else breaker.release(id);
    return [];
  }

  /** Nothing is done for this connection any more. */
  forget(connection: Connection): void {
    for (const breaker of this.#of(connection)) breaker.forget(connection.id);
  }

  /** Something happened that may have mended everything. */
  hurry(): void {
    this.keychain.hurry(this.nowOf({ cloud: 'global' }));
    for (const { breaker, cloud } of this.#authorities.values()) breaker.hurry(this.nowOf({ cloud }));
  }

  /** Takes out the connections whose turn it is to call for all now. */
  takeNext(): readonly string[] {
    return this.#all().flatMap(({ breaker, cloud }) => breaker.takeNext(this.nowOf({ cloud })) ?? []);
  }

  /** How long until somebody is to call for all; infinite: nobody waits. */
  timeToNext(): DurationMs {
    const waits = this.#all().flatMap(({ breaker, cloud }) => {
      const now = this.nowOf({ cloud });
      const at = breaker.nextProbeAt(now);
      return at === null ? [] : Math.max(0, at - now);
    });
    return Math.min(Number.POSITIVE_INFINITY, ...waits);
  }

  #authorityOf({ cloud, customCloud }: Connection): CircuitBreaker {
    const key = customCloud?.authority ?? cloud;
    const known = this.#authorities.get(key);
    if (known) return known.breaker;
    const breaker = new CircuitBreaker(LONGEST_PAUSE);
    this.#authorities.set(key, { breaker, cloud });
    return breaker;
  }

  #of(connection: Connection): readonly CircuitBreaker[] {
    return [this.keychain, this.#authorityOf(connection)];
  }

  #all() {
    return [{ breaker: this.keychain, cloud: 'global' as const }, ...this.#authorities.values()];
  }
}
