/** Lets a fixed number of jobs run at once; the others wait in line. */
export class Gate {
  #running = 0;
  readonly #waiting: Array<() => void> = [];

  constructor(private readonly limit: number) {}

  get isFull(): boolean {
    return this.#running >= this.limit;
  }

  async pass<T>(job: () => Promise<T>): Promise<T> {
    if (this.isFull) await new Promise<void>((go) => this.#waiting.push(go));
    else this.#running += 1;
    try {
      return await job();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}
