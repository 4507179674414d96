import type { EpochMs } from '../model/time';

interface Entry {
  readonly id: string;
  readonly at: EpochMs;
}

/**
 * Who wants something when, soonest first: a binary heap in which a superseded entry stays until it surfaces. Setting,
 * and taking what is due, cost the logarithm of the number of connections.
 */
export class Agenda {
  readonly #times = new Map<string, EpochMs>();
  #heap: Entry[] = [];

  /** Sets or, with `null`, removes the time of an id. */
  set(id: string, at: EpochMs | null): void {
    if (at === null) {
      this.#times.delete(id);
      return;
    }
    if (this.#times.get(id) === at) return;
    this.#times.set(id, at);
    this.#push({ id, at });
  }

  clear(): void {
    this.#times.clear();
    this.#heap = [];
  }

  /** The soonest time, or `null`. */
  next(): EpochMs | null {
    return this.#top()?.at ?? null;
  }

  /** Takes out every id whose time has come, soonest first. */
  takeDue(now: EpochMs): string[] {
    const due: string[] = [];
    for (let top = this.#top(); top && top.at <= now; top = this.#top()) {
      this.#times.delete(top.id);
      due.push(top.id);
    }
    return due;
  }

  #top(): Entry | undefined {
    let top = this.#heap[0];
    while (top && this.#times.get(top.id) !== top.at) {
      this.#pop();
      top = this.#heap[0];
    }
    return top;
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let index = heap.push(entry) - 1;
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = heap[above];
      if (!parent || !isBefore(entry, parent)) break;
      heap[index] = parent;
      index = above;
    }
    heap[index] = entry;
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

/** Ties are broken by id, so that the same world gives the same order. */
function isBefore(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.id < b.id);
}
