import type { Random } from '../model/new-id';
import { SECOND, type Timers } from '../model/time';
import type { Tenancy } from '../storage/tenancy';
import { Gate } from './gate';

/** So many exchanges at once, however many are due: no storm after a wake-up. */
const AT_ONCE = 4;

/**
 * In which order connections are exchanged: few at once, those that a person waits for first, and of many that are merely due
 * at the same time each after a moment of its own. Other processes over the same folder get their turns in between.
 */
export class Queue {
  readonly #gate = new Gate(AT_ONCE);
  /** Ids that have been let in line and have not come out. */
  readonly #inLine = new Set<string>();
  /** Those of them that a person waits for. */
  readonly #hurried = new Set<string>();
  readonly #pauses = new Set<() => void>();
  #isClosing = false;

  constructor(
    private readonly tenancy: Tenancy,
    private readonly timers: Timers,
    private readonly random: Random,
  ) {}

  /** Runs a job of a connection when its turn has come, or `refused` when another process holds on for too long. */
  async take<T>(id: string, job: () => Promise<T>, refused: () => Promise<T>): Promise<T> {
    this.#inLine.add(id);
    try {
      return await this.#takeInLine(id, job, refused);
    } finally {
      this.#inLine.delete(id);
      this.#hurried.delete(id);
    }
  }

  /** Runs a job that a person waits for as soon as there is room. */
  takeFirst<T>(id: string, job: () => Promise<T>): Promise<T> {
    const passing = this.#gate.pass(id, job);
    this.#gate.hurry(id);
    return passing;
  }

  /** A person waits for the job of this connection: it goes before those that are merely due. */
  hurry(id: string): void {
    this.#hurried.add(id);
    this.#gate.hurry(id);
  }

  /** From now on nobody lets a moment pass. */
  close(): void {
    this.#isClosing = true;
    for (const go of [...this.#pauses]) go();
  }

  /** Whoever waits for other processes to come first takes nobody's place at the gate meanwhile. */
  async #takeInLine<T>(id: string, job: () => Promise<T>, refused: () => Promise<T>): Promise<T> {
    for (let hasPaused = false; ; hasPaused = true) {
      while (this.tenancy.crowded) await this.tenancy.departure;
      const passing = this.#gate.pass(id, async () => {
        if (!hasPaused && !this.#hurried.has(id)) await this.#letAMomentPass();
        return this.tenancy.crowded ? null : { result: await this.tenancy.ride(job, refused) };
      });
      if (this.#hurried.has(id)) this.#gate.hurry(id);
      const passed = await passing;
      if (passed) return passed.result;
    }
  }

  async #letAMomentPass(): Promise<void> {
    if (this.#inLine.size <= AT_ONCE || this.#isClosing) return;
    await new Promise<void>((resolve) => {
      const go = () => {
        this.#pauses.delete(go);
        cancel();
        resolve();
      };
      const cancel = this.timers.set(this.random() * SECOND, go);
      this.#pauses.add(go);
    });
  }
}
