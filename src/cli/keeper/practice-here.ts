import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { PracticeCloud } from '../../practice';

/** The practice cloud while this process is the keeper; its state is the app's. */
export class PracticeHere {
  running: PracticeCloud | null = null;
  readonly clock = { now: () => this.running?.clock.now() ?? Date.now() };

  constructor(private readonly stateFile: string) {}

  get wasUsed(): boolean {
    return existsSync(this.stateFile);
  }

  /** `null` when it can't be started: no port could be had for it. */
  async start(): Promise<PracticeCloud | null> {
    if (this.running) return this.running;
    const { startPracticeCloud } = await import('../../practice');
    this.running = await startPracticeCloud({ stateFile: this.stateFile }).catch(() => null);
    return this.running;
  }

  async stop(): Promise<void> {
    await this.running?.close();
    this.running = null;
  }

  /** Forgets what it knew, its clock included. */
  async leave(): Promise<void> {
    await this.stop();
    await rm(this.stateFile, { force: true });
  }
}
