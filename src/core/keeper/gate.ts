/** Lets a fixed number of jobs run at once; the others wait in line. */
export class Gate {
  #running = 0;
  readonly #waiting: Array<{ readonly name: string; readonly go: () => void }> = [];

  constructor(private readonly limit: number) {}

  async pass<T>(name: string, job: () => Promise<T>): Promise<T> {
    if (this.#running >= this.limit) await new Promise<void>((go) => this.#waiting.push({ name, go }));
    else this.#running += 1;
    try {
      return await job();
    } finally {
      const next = this.#waiting.shift();
      if (next) next.go();
      else this.#running -= 1;
    }
  }

  /** Somebody waits for what has this name: it goes to the head of the line. */
  hurry(name: string): void {
    const ahead = this.#waiting.filter((one) => one.name === name);
    const others = this.#waiting.filter((one) => one.name !== name);
    this.#waiting.splice(0, this.#waiting.length, ...ahead, ...others);
  }
}
