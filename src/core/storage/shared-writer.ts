import type { CancelTimer, DurationMs, Timers } from '../model/time';

/** In a burst of changes nothing is written more often, unless somebody waits for it. */
const PAUSE: DurationMs = 250;

/** One write for many changes: a change is written at once, what comes meanwhile or soon after is written together. */
export class SharedWriter {
  #changes = 0;
  #written = 0;
  /** Changes that a write has been tried for. */
  #tried = 0;
  #attempts = 0;
  #writing: Promise<boolean> | null = null;
  #cancelPause: CancelTimer | null = null;

  /** @param write Writes everything as it is at the call. May reject: the changes then wait for the next try. */
  constructor(
    private readonly write: () => Promise<void>,
    private readonly timers: Timers,
  ) {}

  /** Whether there are changes that no write has taken to the disk. */
  get isBehind(): boolean {
    return this.#written < this.#changes;
  }

  /** Something is different from what is on disk. Returns the change's number. */
  changed(): number {
    this.#changes += 1;
    const change = this.#changes;
    this.#writeUnlessPausing();
    return change;
  }

  /** Whether the change of this number is on disk. */
  hasWritten(change: number): boolean {
    return change <= this.#written;
  }

  /** Resolves to whether what was true at the call is on disk. Never rejects. */
  async committed(): Promise<boolean> {
    const wanted = this.#changes;
    const attempts = this.#attempts;
    while (this.#written < wanted) {
      const isWritten = await (this.#writing ?? this.#write());
      // A write that began before the call may have failed for a reason that has passed.
      if (!isWritten && this.#attempts > attempts && this.#writing === null) return this.#written >= wanted;
    }
    return true;
  }

  /** Nothing more is written by itself. Resolves when no write is under way. */
  async stop(): Promise<void> {
    this.#endPause();
    await this.#writing;
    this.#endPause();
  }

  #writeUnlessPausing(): void {
    if (this.#writing === null && this.#cancelPause === null && this.#tried < this.#changes) void this.#write();
  }

  #write(): Promise<boolean> {
    const changes = this.#changes;
    this.#tried = changes;
    this.#attempts += 1;
    this.#endPause();
    this.#cancelPause = this.timers.set(PAUSE, () => {
      this.#cancelPause = null;
      this.#writeUnlessPausing();
    });
    const end = (isWritten: boolean) => {
      if (isWritten) this.#written = changes;
      this.#writing = null;
      this.#writeUnlessPausing();
      return isWritten;
    };
    this.#writing = this.write().then(
      () => end(true),
      () => end(false),
    );
    return this.#writing;
  }

  #endPause(): void {
    this.#cancelPause?.();
    this.#cancelPause = null;
  }
}
