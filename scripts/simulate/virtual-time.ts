interface Event {
  readonly at: number;
  readonly order: number;
  readonly fire: () => void;
  cancelled: boolean;
}

/** Time that passes only when nothing is left to do now. Events at the same moment fire in the order they were set. */
export class VirtualTime {
  now: number;
  #order = 0;
  readonly #heap: Event[] = [];

  constructor(start: number) {
    this.now = start;
  }

  /** Fires after `delay` milliseconds. Returns what cancels it. */
  after(delay: number, fire: () => void): () => void {
    const event: Event = { at: this.now + Math.max(0, Math.ceil(delay)), order: this.#order++, fire, cancelled: false };
    this.#push(event);
    return () => {
      event.cancelled = true;
    };
  }

  sleep(delay: number): Promise<void> {
    return new Promise((resolve) => this.after(delay, resolve));
  }

  /** Runs until `end`. Between two events every promise that can settle does. */
  async run(end: number): Promise<void> {
    await drain();
    for (let event = this.#pop(); event && event.at <= end; event = this.#pop()) {
      if (event.cancelled) continue;
      this.now = event.at;
      event.fire();
      await drain();
    }
    this.now = end;
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

  #pop(): Event | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (!first || !last || heap.length === 0) return first;
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
    return first;
  }
}

function isBefore(a: Event, b: Event): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

/** `setImmediate` runs when the queue of microtasks is empty, however long the chains of promises in it are. */
function drain(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
