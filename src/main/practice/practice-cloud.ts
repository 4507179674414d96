import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Clock, DurationMs, EpochMs } from '../../core/model/time';
import type { PracticeCloud } from '../../practice';
import type { AppEvents } from '../system/app-events';

export interface PracticeCloudHostOptions {
  readonly stateFile: string;
  /** Where its control API listens, for whoever drives the practice cloud by script; a free port by default. */
  readonly controlPort?: number;
}

/** The practice cloud as the app has it: started only when somebody uses it. */
export class PracticeCloudHost {
  #cloud: PracticeCloud | null = null;
  #starting: Promise<PracticeCloud> | null = null;
  #networkUp = true;

  constructor(
    private readonly options: PracticeCloudHostOptions,
    private readonly events: AppEvents,
  ) {}

  /** Practice connections live on this clock; before the cloud runs it is the system's. */
  readonly clock: Clock = { now: (): EpochMs => this.#cloud?.clock.now() ?? Date.now() };

  get running(): PracticeCloud | null {
    return this.#cloud;
  }

  get networkUp(): boolean {
    return this.#networkUp;
  }
  get wasUsed(): boolean {
    return existsSync(this.options.stateFile);
  }

  /** Starts the cloud, or joins one in progress. Rejects when no loopback port can be had. */
  start(): Promise<PracticeCloud> {
    this.#starting ??= this.#startNow().catch((error: unknown) => {
      this.#starting = null;
      throw error;
    });
    return this.#starting;
  }

  async stop(): Promise<void> {
    const cloud = await this.#starting?.catch(() => null);
    this.#starting = null;
    this.#cloud = null;
    await cloud?.close();
  }

  /** Nobody uses it anymore: stops the cloud and forgets what it knew, its clock included. */
  async leave(): Promise<void> {
    await this.stop();
    await rm(this.options.stateFile, { force: true });
    this.#networkUp = true;
  }

  async advance(by: DurationMs): Promise<void> {
    const cloud = await this.start();
    cloud.clock.advance(by);
    await cloud.settled();
  }

  async setNetwork(up: boolean): Promise<void> {
    const cloud = await this.start();
    if (up) cloud.clearFaults();
    else cloud.setFault('any', { kind: 'refused' });
    await cloud.settled();
    this.#networkUp = up;
    if (up) this.events.emit('system', 'online');
    this.events.emit('changed');
  }

  async #startNow(): Promise<PracticeCloud> {
    // Loaded only here: nobody who has real connections only pays for it.
    const { startPracticeCloud } = await import('../../practice');
    const cloud = await startPracticeCloud(this.options);
    cloud.clock.onJump(() => {
      this.events.emit('system', 'clock');
      this.events.emit('changed');
    });
    this.#cloud = cloud;
    return cloud;
  }
}
