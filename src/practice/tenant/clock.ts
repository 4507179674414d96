import type { Clock, DurationMs, EpochMs } from '../../core/model/time';

/** About 200 years: further than that, dates stop being useful. */
export const FARTHEST: DurationMs = 200 * 365 * 86_400_000;

/** A clock that runs with the system's, a settable span ahead of it. */
export class PracticeClock implements Clock {
  readonly #listeners = new Set<() => void>();
  #offset: DurationMs;

  constructor(offset: DurationMs) {
    this.#offset = checked(offset);
  }

  /** Milliseconds ahead of the system's clock; negative is behind. */
  get offset(): DurationMs {
    return this.#offset;
  }

  now(): EpochMs {
    return Date.now() + this.#offset;
  }

  /** Throws a RangeError when the clock would end up more than 200 years away. */
  advance(by: DurationMs): void {
    this.#offset = checked(this.#offset + by);
    for (const listener of this.#listeners) listener();
  }

  /** Called after each jump. Returns the function that stops it. */
  onJump(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }
}

function checked(offset: DurationMs): DurationMs {
  if (Number.isFinite(offset) && Math.abs(offset) <= FARTHEST) return Math.round(offset);
  throw new RangeError('The practice clock can be moved by up to 200 years.');
}
