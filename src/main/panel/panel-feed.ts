import type { DurationMs, Timers } from '../../core/model/time';
import type { PanelPatch, PanelState } from '../../ipc/contract';
import { coalesce } from '../system/timers';
import { patchBetween } from './patch';

/** Changes that come together travel together. */
const TOGETHER: DurationMs = 50;
/** Words such as "88 days left" and "trying again in 5 minutes" age while nothing happens. */
const AGING: DurationMs = 30_000;

/** Keeps an open panel up to date: the whole state once, then only what changed. */
export class PanelFeed {
  #sent: PanelState | null = null;
  readonly #pushing: ReturnType<typeof coalesce>;
  #cancelAging: () => void = () => undefined;

  constructor(
    private readonly build: () => PanelState,
    private readonly push: (patch: PanelPatch) => void,
    private readonly timers: Timers,
  ) {
    this.#pushing = coalesce(timers, TOGETHER, () => this.#pushNow());
  }

  /** The whole state, for a panel that has just begun; patches follow from there. */
  begin(): PanelState {
    this.#sent = this.build();
    return this.#sent;
  }

  /** Something may have changed. */
  changed(): void {
    if (this.#sent) this.#pushing.ask();
  }

  /** The panel appeared or went away. */
  visible(isVisible: boolean): void {
    this.#cancelAging();
    this.#cancelAging = () => undefined;
    if (!isVisible) return;
    this.changed();
    this.#age();
  }

  /** The panel's page is gone. */
  end(): void {
    this.visible(false);
    this.#pushing.stop();
    this.#sent = null;
  }

  #age(): void {
    this.#cancelAging = this.timers.set(AGING, () => {
      this.changed();
      this.#age();
    });
  }

  #pushNow(): void {
    if (!this.#sent) return;
    const state = this.build();
    const patch = patchBetween(this.#sent, state);
    this.#sent = state;
    if (patch) this.push(patch);
  }
}
