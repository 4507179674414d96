import type { Clear } from './bounds';

interface Span {
  readonly start: number;
  readonly end: number;
}

/** The record of the spans in which nothing stood in the way of a refresh. */
export class ClearTime {
  readonly #spans: Span[] = [];
  #since: number | null;

  constructor(now: number) {
    this.#since = now;
  }

  /** Since when it is clear; `null` while it is not. */
  get since(): number | null {
    return this.#since;
  }

  begin(now: number): void {
    this.#since ??= now;
  }

  end(now: number): void {
    if (this.#since === null) return;
    this.#spans.push({ start: this.#since, end: now });
    this.#since = null;
  }

  /** The clear time between the two moments. */
  between(from: number, to: number, now: number): Clear {
    let longest = 0;
    let total = 0;
    const count = (start: number, end: number) => {
      const span = Math.max(0, Math.min(end, to) - Math.max(start, from));
      longest = Math.max(longest, span);
      total += span;
    };
    if (this.#since !== null) count(this.#since, now);
    for (let index = this.#spans.length - 1; index >= 0; index -= 1) {
      const span = this.#spans[index];
      if (!span || span.end <= from) break;
      count(span.start, span.end);
    }
    return { longest, total };
  }

  /** Forgets what ended before this moment. */
  forget(before: number): void {
    while (this.#spans[0] && this.#spans[0].end < before) this.#spans.shift();
  }
}
