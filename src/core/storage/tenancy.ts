import type { FolderLock, Tenure } from './ports';

/** So many refreshes share one taking of the lock; then other processes get their chance. */
const RIDERS = 16;

/**
 * Who may change the folder and the keychain: this process while at least one of its jobs is inside. The first job in
 * takes the lock and catches up with what others did; the last one out gives it back. Without a lock everybody may.
 */
export class Tenancy {
  #inside = 0;
  #riders = 0;
  #tenure: Tenure | null = null;
  #arrival: Promise<boolean> | null = null;
  #departure: Promise<void> = Promise.resolve();
  #departed: () => void = () => undefined;

  constructor(
    private readonly lock: FolderLock | null,
    /** Catches up. It must not reject, nor ask for the lock itself. */
    private readonly catchUp: (tenure: Tenure) => Promise<void>,
  ) {}

  /** Whether this process may change things now. */
  get held(): boolean {
    return this.lock === null || this.#tenure !== null;
  }

  /** Runs a job while no other process changes anything, or `refused` when another one holds on for too long. Jobs may nest. */
  async hold<T>(job: () => Promise<T>, refused: () => T | Promise<T>): Promise<T> {
    if (this.lock === null) return job();
    if (!(await this.#enter(this.lock))) return refused();
    try {
      return await job();
    } finally {
      await this.#leave();
    }
  }

  /** Whether so many have shared this taking of the lock that others should come first. */
  get crowded(): boolean {
    return this.#riders >= RIDERS;
  }

  /** Resolves when the lock has been given back, if it is held. */
  get departure(): Promise<void> {
    return this.#departure;
  }

  /** As `hold`, for one of many jobs that follow each other; who runs them is to keep out of what is {@link crowded}. */
  ride<T>(job: () => Promise<T>, refused: () => T | Promise<T>): Promise<T> {
    return this.hold(() => {
      if (this.lock) this.#riders += 1;
      return job();
    }, refused);
  }

  async #enter(lock: FolderLock): Promise<boolean> {
    this.#inside += 1;
    this.#arrival ??= this.#arrive(lock);
    const held = await this.#arrival;
    if (!held) this.#inside -= 1;
    return held;
  }

  async #arrive(lock: FolderLock): Promise<boolean> {
    await this.#departure;
    const tenure = await lock.take();
    if (tenure === null) {
      this.#arrival = null;
      return false;
    }
    this.#departure = new Promise((departed) => {
      this.#departed = departed;
    });
    this.#tenure = tenure;
    await this.catchUp(tenure);
    return true;
  }

  async #leave(): Promise<void> {
    this.#inside -= 1;
    const tenure = this.#tenure;
    if (this.#inside > 0 || tenure === null) return;
    this.#tenure = null;
    this.#arrival = null;
    this.#riders = 0;
    const departed = this.#departed;
    await tenure.end();
    departed();
  }
}
