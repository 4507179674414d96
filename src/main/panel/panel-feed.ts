import type { DurationMs, Timers } from '../../core/model/time';
import type { PanelPatch, PanelState } from '../../ipc/contract';
import { coalesce } from '../../platform/system/timers';

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
  changed(): void {
    if (this.#sent) this.#pushing.ask();
  }
  visible(isVisible: boolean): void {
    this.#cancelAging();
    this.#cancelAging = () => undefined;
    if (!isVisible) return;
    this.changed();
    this.#age();
  }
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

/** What changed from one state to the next, or `null` when nothing did. */
function patchBetween(before: PanelState, after: PanelState): PanelPatch | null {
  const known = new Map(before.connections.map((view) => [view.id, view]));
  const changed = after.connections.filter((view) => !same(known.get(view.id), view));
  const order = after.connections.map((view) => view.id);
  const reordered = !same(
    before.connections.map((view) => view.id),
    order,
  );
  const rest = restOf(after);
  const restChanged = !same(restOf(before), rest);
  if (changed.length === 0 && !reordered && !restChanged) return null;
  return { changed, ...(reordered ? { order } : {}), ...(restChanged ? { rest } : {}) };
}

function restOf(state: PanelState): Omit<PanelState, 'connections'> {
  const { connections: _, ...rest } = state;
  return rest;
}

/** Both sides were built by the same code from plain data, so their keys come in the same order. */
function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
