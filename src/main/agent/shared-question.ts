import type { CancelTimer, DurationMs, Timers } from '../../core/model/time';

/** How a question ended without an answer: nobody gave one in time, nobody waits for it anymore, or there is no more reason to ask. */
export type Ending = 'late' | 'left' | 'over';

export interface QuestionPorts<A> {
  /** Asks the person; may take as long as it likes, also after the signal. Never rejects. */
  readonly ask: (signal: AbortSignal) => Promise<A>;
  readonly timers: Timers;
  readonly patience: DurationMs;
}

/** One question to the person for all who ask for the same. It ends at once when it is to, whatever becomes of the dialog. */
export class SharedQuestion<A> {
  readonly #closing = new AbortController();
  readonly #ended: Promise<A | Ending>;
  readonly #cancelTimer: CancelTimer;
  #finish: (how: A | Ending) => void = () => undefined;
  #waiting = 0;

  constructor({ ask, timers, patience }: QuestionPorts<A>) {
    this.#ended = new Promise((resolve) => {
      this.#finish = resolve;
    });
    this.#cancelTimer = timers.set(patience, () => this.end('late'));
    void ask(this.#closing.signal).then((answer) => this.#end(answer));
  }

  /** Whether nobody can wait for it anymore. */
  get isOver(): boolean {
    return this.#closing.signal.aborted;
  }

  end(how: Ending): void {
    this.#end(how);
  }

  #end(how: A | Ending): void {
    this.#cancelTimer();
    this.#finish(how);
    this.#closing.abort();
  }

  /** Waits for the answer as long as the signal lets. When nobody waits anymore, the question ends. */
  async wait(signal: AbortSignal): Promise<A | Ending> {
    if (signal.aborted) return 'left';
    this.#waiting += 1;
    let leave = (): void => undefined;
    const left = new Promise<Ending>((resolve) => {
      leave = () => resolve('left');
      signal.addEventListener('abort', leave, { once: true });
    });
    const how = await Promise.race([this.#ended, left]);
    signal.removeEventListener('abort', leave);
    this.#waiting -= 1;
    if (this.#waiting === 0) this.end('left');
    return how;
  }
}
