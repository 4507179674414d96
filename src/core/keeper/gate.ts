interface Waiting {
  readonly name: string;
  readonly go: () => void;
}

/** Lets a fixed number of jobs run at once; the others wait in line, those that a person waits for first. */
export class Gate {
  #running = 0;
  #first: Waiting[] = [];
  #later: Waiting[] = [];

  constructor(private readonly limit: number) {}

  async pass<T>(name: string, isHurried: boolean, job: () => Promise<T>): Promise<T> {
    if (this.#running < this.limit) this.#running += 1;
    else await new Promise<void>((go) => (isHurried ? this.#first : this.#later).push({ name, go }));
    try {
      return await job();
    } finally {
      const next = this.#first.shift() ?? this.#later.shift();
      if (next) next.go();
      else this.#running -= 1;
    }
  }

  /** Somebody waits for what has this name. */
  hurry(name: string): void {
    const at = this.#later.findIndex((waiting) => waiting.name === name);
    if (at !== -1) this.#first.push(...this.#later.splice(at, 1));
  }
}
