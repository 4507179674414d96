/** A seeded source of chance (mulberry32, public domain): the same seed gives the same run, byte for byte. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** In [0, 1). */
  next = (): number => {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };

  /** Whether something of this probability happens. */
  happens(probability: number): boolean {
    return this.next() < probability;
  }

  /** Between the two, most often small: the logarithm is uniform. */
  span(shortest: number, longest: number): number {
    return Math.round(shortest * (longest / shortest) ** this.next());
  }

  /** The wait until the next of events that come, on average, once every `mean`. */
  wait(mean: number): number {
    return Math.ceil(-Math.log(1 - this.next()) * mean);
  }

  /** A whole number in [0, below). */
  below(below: number): number {
    return Math.floor(this.next() * below);
  }

  /** An independent source, so that one part's use of chance does not change another's. */
  fork(): Chance {
    return new Chance(Math.floor(this.next() * 4294967296));
  }
}
