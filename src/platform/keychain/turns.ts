import { KeychainError } from '../../core/ports';
import type { DurationMs } from '../../core/time';

/** Makes one native call within a turn; refuses when the turn has run out of time. */
export type NativeCall = <T>(call: () => Promise<T>) => Promise<T>;

/**
 * Lets one job at a time at the keychain. Each native call sits on one of Node's four worker threads until it returns, and
 * nothing can end it, so a keychain that hangs must never hold more than one.
 */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();
  #hanging = false;

  constructor(readonly timeout: DurationMs) {}

  /**
   * Runs `job` when its turn comes. Rejects with `KeychainError('hanging')` when it takes longer than the timeout, and at
   * once while an earlier job is still hanging. What a late job then finds out is dropped.
   */
  take<T>(job: (call: NativeCall) => Promise<T>): Promise<T> {
    if (this.#hanging) return Promise.reject(new KeychainError('hanging'));
    const turn = this.#last.then(() => this.#run(job));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  #run<T>(job: (call: NativeCall) => Promise<T>): Promise<T> {
    if (this.#hanging) return Promise.reject(new KeychainError('hanging'));
    let late = false;
    const working = job((call) => (late ? Promise.reject(new KeychainError('hanging')) : call()));
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => {
        late = true;
        this.#hanging = true;
        reject(new KeychainError('hanging'));
      }, this.timeout);
      const settle = (report: () => void) => {
        clearTimeout(timer);
        if (late) this.#hanging = false;
        report();
      };
      working.then(
        (value) => settle(() => resolve(value)),
        (error: unknown) => settle(() => reject(error)),
      );
    });
  }
}
