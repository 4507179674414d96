import type { DurationMs } from '../../core/model/time';
import { KeychainError } from '../../core/storage/ports';

/** Makes one native call within a turn; gives it up when it takes too long, and makes no other while it still lasts. */
export type NativeCall = <T>(call: () => Promise<T>) => Promise<T>;

/** Stretches in which a limit passes. */
const STRETCHES = 10;

/**
 * Lets one job at a time at the keychain. Each native call sits on one of Node's four worker threads until it returns, and
 * nothing can end it, so a keychain that hangs must never hold more than one.
 */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();
  /** A call that was given up has not come back yet. */
  #hanging = false;

  /** @param limit How long one native call may take. A turn of several calls may take that long for each. */
  constructor(private readonly limit: DurationMs) {}

  /**
   * Runs `job` when its turn comes. Its native calls reject with `KeychainError('hanging')` when one takes longer than the
   * limit, and so does everybody, at once, until that one has come back. What it then brings is dropped.
   */
  take<T>(job: (call: NativeCall) => Promise<T>): Promise<T> {
    if (this.#hanging) return Promise.reject(new KeychainError('hanging'));
    const turn = this.#last.then(() => job((call) => this.#call(call)));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  #call<T>(call: () => Promise<T>): Promise<T> {
    if (this.#hanging) return Promise.reject(new KeychainError('hanging'));
    return new Promise<T>((resolve, reject) => {
      const cancelTimer = afterRunning(this.limit, () => {
        this.#hanging = true;
        reject(new KeychainError('hanging'));
      });
      const settle = (report: () => void) => {
        cancelTimer();
        this.#hanging = false;
        report();
      };
      call().then(
        (value) => settle(() => resolve(value)),
        (error: unknown) => settle(() => reject(error)),
      );
    });
  }
}

/**
 * Calls `end` once this process has been running for `limit`: a computer that sleeps, or is too busy for this process, takes
 * away one of {@link STRETCHES} at most, for it kept the keychain from answering as well. Returns what cancels it.
 */
function afterRunning(limit: DurationMs, end: () => void): () => void {
  let timer: NodeJS.Timeout;
  const pass = (stretches: number) => {
    timer = setTimeout(() => (stretches === 1 ? end() : pass(stretches - 1)), limit / STRETCHES);
  };
  pass(STRETCHES);
  return () => clearTimeout(timer);
}
