interface Event {
  readonly at: number;
  readonly order: number;
  fire: (() => void) | null;
}

const IMMEDIATES = 64;

/** Time that passes only when nothing is left to do now. Events at the same moment fire in the order they were set. */
export class VirtualTime {
  now: number;
  /** Counts the events that have fired: two things in the same turn happen at once, with nothing in between. */
  turn = 0;
  #order = 0;
  readonly #heap: Event[] = [];

  constructor(start: number) {
    this.now = start;
  }

  /** Fires after `delay` milliseconds. Returns what cancels it. */
  after(delay: number, fire: () => void): () => void {
    const event: Event = { at: this.now + Math.max(0, Math.ceil(delay)), order: this.#order++, fire };
    this.#push(event);
    return () => {
      event.fire = null;
    };
  }

  sleep(delay: number): Promise<void> {
    return new Promise((resolve) => this.after(delay, resolve));
  }

  /** Runs until `end`, or `isOver` for good. Between two events every promise that can settle does: Node sees to that between two immediates. */
  run(end: number, isOver: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      let planned = 0;
      const turn = () => {
        planned -= 1;
        try {
          const event = isOver() ? null : this.#next(end);
          if (event) {
            this.now = event.at;
            this.turn += 1;
            event.fire?.();
          } else {
            if (!isOver()) this.now = end;
            resolve();
          }
          if (planned === 0 && event) plan();
        } catch (error) {
          reject(error);
        }
      };
      // Many at once, since a round of Node's event loop costs ten times what an immediate does.
      const plan = () => {
        for (; planned < IMMEDIATES; planned += 1) setImmediate(turn);
      };
      plan();
    });
  }

  #next(end: number): Event | null {
    for (;;) {
      const first = this.#heap[0];
      if (!first || first.at > end) return null;
      this.#pop();
      if (first.fire) return first;
    }
  }

  #push(event: Event): void {
    const heap = this.#heap;
    let index = heap.push(event) - 1;
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = heap[above];
      if (!parent || !isBefore(event, parent)) break;
      heap[index] = parent;
      index = above;
    }
    heap[index] = event;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let index = 0;
    for (;;) {
      const left = heap[2 * index + 1];
      const right = heap[2 * index + 2];
      const isRight = left && right && isBefore(right, left);
      const child = isRight ? right : left;
      if (!child || !isBefore(child, last)) break;
      heap[index] = child;
      index = 2 * index + (isRight ? 2 : 1);
    }
    heap[index] = last;
  }
}

function isBefore(a: Event, b: Event): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
