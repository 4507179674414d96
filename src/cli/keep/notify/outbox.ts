import { type CancelTimer, DAY, type DurationMs, HOUR, SECOND, type Timers } from '../../../core/model/time';
import type { Deliver } from './delivery';
import type { Message } from './message';

const FIRST_PAUSE: DurationMs = 5 * SECOND;
const LONGEST_PAUSE: DurationMs = HOUR;
/** What isn't delivered by then is given up. */
const LONGEST_WAIT: DurationMs = DAY;
/** So many wait at most; the oldest goes. */
const MOST = 200;

interface Waiting {
  readonly message: Message;
  readonly since: number;
}

export interface OutboxOptions {
  readonly deliver: Deliver;
  readonly timers: Timers;
  readonly now: () => number;
  readonly random: () => number;
  /** A notification isn't delivered, and why. `isFinal`: it never will be. */
  readonly failed: (message: Message, why: string, isFinal: boolean) => void;
}

/** Delivers notifications one after the other, and tries again what fails: nobody waits for it. */
export class Outbox {
  readonly #waiting: Waiting[] = [];
  #failures = 0;
  #cancelPause: CancelTimer | null = null;
  #working: Promise<void> | null = null;
  #isClosing = false;
  readonly #over = new AbortController();

  constructor(private readonly options: OutboxOptions) {}

  add(message: Message): void {
    this.#waiting.push({ message, since: this.options.now() });
    if (this.#waiting.length > MOST) this.#giveUp('Too many notifications wait.');
    if (this.#cancelPause === null) this.#work();
  }

  /** Tries once more what waits, for so long at most, and gives up the rest. */
  async close(patience: DurationMs): Promise<void> {
    this.#isClosing = true;
    const cancel = this.options.timers.set(patience, () => this.#over.abort());
    this.#cancelPause?.();
    this.#cancelPause = null;
    this.#work();
    while (this.#working !== null) await this.#working;
    cancel();
    while (this.#waiting.length > 0) this.#giveUp('The keeper stopped first.');
  }

  #work(): void {
    this.#working ??= this.#deliverAll().finally(() => {
      this.#working = null;
      // One may have come at the last moment.
      if (this.#waiting.length > 0 && this.#cancelPause === null && !this.#over.signal.aborted) this.#work();
    });
  }

  async #deliverAll(): Promise<void> {
    for (;;) {
      const [first] = this.#waiting;
      if (!first || this.#over.signal.aborted) return;
      const { message, since } = first;
      const delivery = await this.options.deliver(message, this.#over.signal);
      // Meanwhile it may have had to make room.
      const isFirst = this.#waiting[0] === first;
      if (delivery.kind === 'later' && isFirst) {
        if (this.#isClosing || this.options.now() - since >= LONGEST_WAIT) {
          this.#giveUp(delivery.words);
          continue;
        }
        if (this.#failures === 0) this.options.failed(message, delivery.words, false);
        this.#failures += 1;
        return this.#pause(delivery.notBefore ?? 0);
      }
      this.#failures = 0;
      if (delivery.kind === 'refused' && isFirst) this.#giveUp(delivery.words);
      else if (isFirst) this.#waiting.shift();
    }
  }

  #pause(notBefore: DurationMs): void {
    const longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (this.#failures - 1));
    const pause = Math.max(longest * (0.5 + this.options.random() / 2), Math.min(notBefore, LONGEST_PAUSE));
    this.#cancelPause = this.options.timers.set(pause, () => {
      this.#cancelPause = null;
      this.#work();
    });
  }

  #giveUp(why: string): void {
    const first = this.#waiting.shift();
    if (first) this.options.failed(first.message, why, true);
  }
}
