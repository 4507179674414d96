import type { EpochMs } from '../model/time';

/** Who wants something when. It is searched only where the soonest may have changed, which is once for all that are due together. */
export class Agenda {
  readonly #times = new Map<string, EpochMs>();
  /** `null`: to be looked for. */
  #soonest: EpochMs | null = Number.POSITIVE_INFINITY;

  /** Sets or, with `null`, removes the time of an id. */
  set(id: string, at: EpochMs | null): void {
    if (this.#times.get(id) === this.#soonest) this.#soonest = null;
    if (at === null) {
      this.#times.delete(id);
      return;
    }
    this.#times.set(id, at);
    if (this.#soonest !== null) this.#soonest = Math.min(this.#soonest, at);
  }

  /** The soonest time; infinite when there is none. */
  next(): EpochMs {
    if (this.#soonest !== null) return this.#soonest;
    let soonest = Number.POSITIVE_INFINITY;
    for (const at of this.#times.values()) if (at < soonest) soonest = at;
    this.#soonest = soonest;
    return soonest;
  }

  /** Takes out every id whose time has come, soonest first, then by id, so that the same world gives the same order. */
  takeDue(now: EpochMs): string[] {
    if (this.next() > now) return [];
    const due: Array<readonly [string, EpochMs]> = [];
    let soonest = Number.POSITIVE_INFINITY;
    for (const [id, at] of this.#times)
      if (at <= now) due.push([id, at]);
      else if (at < soonest) soonest = at;
    for (const [id] of due) this.#times.delete(id);
    this.#soonest = soonest;
    return due.sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1)).map(([id]) => id);
  }
}
