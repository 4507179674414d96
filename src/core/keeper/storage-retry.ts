import { type CancelTimer, type DurationMs, HOUR, MINUTE, type Timers } from '../model/time';

const FIRST_PAUSE: DurationMs = MINUTE;
const LONGEST_PAUSE: DurationMs = HOUR;

/** Tries folder, file and keychain again while one of them fails: after a minute, then ever more rarely, at least hourly. */
export class StorageRetry {
  #pause = FIRST_PAUSE;
  #cancel: CancelTimer | null = null;

  constructor(
    private readonly timers: Timers,
    private readonly storage: { readonly wantsRetry: boolean },
    /** Tries once, and afterwards calls {@link watch}. */
    private readonly retry: () => void,
  ) {}

  /** Sees to it that a try is on its way while one is wanted. */
  watch(): void {
    if (!this.storage.wantsRetry) this.stop();
    else
      this.#cancel ??= this.timers.set(this.#pause, () => {
        this.#cancel = null;
        this.#pause = Math.min(LONGEST_PAUSE, this.#pause * 2);
        if (this.storage.wantsRetry) this.retry();
      });
  }

  /** The next pause is a short one again. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#pause = FIRST_PAUSE;
  }
}
