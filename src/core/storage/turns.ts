/** Lets one job at a time at whatever goes by an id, in the order in which they come. */
export class Turns {
  readonly #last = new Map<string, Promise<void>>();

  take<T>(id: string, job: () => Promise<T>): Promise<T> {
    const turn = (this.#last.get(id) ?? Promise.resolve()).then(job);
    const end = () => {
      if (this.#last.get(id) === ended) this.#last.delete(id);
    };
    const ended: Promise<void> = turn.then(end, end);
    this.#last.set(id, ended);
    return turn;
  }
}
