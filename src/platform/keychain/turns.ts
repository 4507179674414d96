import { KeychainError } from '../../core/ports';
import type { DurationMs } from '../../core/time';

/** Makes one native call within a turn; gives it up when it takes too long, and makes no other while it still lasts. */
export type NativeCall = <T>(call: () => Promise<T>) => Promise<T>;

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
      const timer = setTimeout(() => {
        this.#hanging = true;
        reject(new KeychainError('hanging'));
      }, this.limit);
      const settle = (report: () => void) => {
        clearTimeout(timer);
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
