import type { DurationMs, Timers } from '../model/time';

/** Jobs under way that must not be left behind: a keeper that stops waits for them. */
export class PendingWork {
  readonly #jobs = new Set<Promise<unknown>>();

  /** @param ended Called whenever a job has ended: something else may be due by then. */
  constructor(private readonly ended: () => void) {}

  /** Notes a job until it ends. Returns it. */
  add<T>(job: Promise<T>): Promise<T> {
    this.#jobs.add(job);
    const end = () => {
      this.#jobs.delete(job);
      this.ended();
    };
    job.then(end, end);
    return job;
  }

  /** Resolves once no job is under way, those begun meanwhile included. */
  async settle(): Promise<void> {
    while (this.#jobs.size > 0) await Promise.allSettled(this.#jobs);
  }

  /** As {@link settle}, but waits no longer than `patience`. */
  settleWithin(patience: DurationMs, timers: Timers): Promise<void> {
    return new Promise((resolve) => {
      const cancel = timers.set(patience, resolve);
      void this.settle().then(() => {
        cancel();
        resolve();
      });
    });
  }
}
