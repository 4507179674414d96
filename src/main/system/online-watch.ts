import { type DurationMs, SECOND, type Timers } from '../../core/model/time';

/** How often to look, while there is a reason to: often enough to seem at once, and a look costs next to nothing. */
const LOOK_EVERY: DurationMs = 2 * SECOND;

/**
 * Tells when the network is back. Electron has no event for it in the main process, so this looks, but only while a connection
 * is offline: an idle app does nothing.
 */
export class OnlineWatch {
  #cancel: (() => void) | null = null;
  #wasOnline = true;

  constructor(
    private readonly isOnline: () => boolean,
    private readonly timers: Timers,
    private readonly cameBack: () => void,
  ) {}

  /** Says whether any connection is offline now. */
  watch(anyOffline: boolean): void {
    if (!anyOffline) this.stop();
    if (!anyOffline || this.#cancel) return;
    this.#wasOnline = this.isOnline();
    this.#arm();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #arm(): void {
    this.#cancel = this.timers.set(LOOK_EVERY, () => {
      const online = this.isOnline();
      const back = online && !this.#wasOnline;
      this.#wasOnline = online;
      this.#arm();
      if (back) this.cameBack();
    });
  }
}
