import type { ConnectionView, PanelPatch, PanelState } from '../../ipc/contract';
import type { Status } from '../../ipc/vocabulary';

export type Rest = Omit<PanelState, 'connections'>;

/**
 * What main has told the panel. A view that did not change keeps its identity, so that only the cards that changed are drawn again.
 * Subscribe and snapshot methods are bound: they go straight into `useSyncExternalStore`.
 */
export class PanelStore {
  readonly #views = new Map<string, ConnectionView>();
  readonly #settled = new Map<string, Status>();
  readonly #listeners = new Set<() => void>();
  #all: readonly ConnectionView[] = [];
  #rest: Rest | null = null;

  /** Takes the whole state, replacing what was known. */
  load(state: PanelState): void {
    const { connections, ...rest } = state;
    this.apply({ changed: connections, order: connections.map((view) => view.id), rest });
  }

  /** Takes what changed. Ids that `order` no longer names are forgotten; a changed view that it does not name goes last. */
  apply({ changed, order, rest }: PanelPatch): void {
    for (const view of changed) {
      this.#views.set(view.id, view);
      if (view.status !== 'working') this.#settled.set(view.id, view.status);
    }
    if (order !== undefined) this.#reorder(order);
    if (changed.length > 0 || order !== undefined) this.#all = [...this.#views.values()];
    if (rest !== undefined) this.#rest = rest;
    for (const listener of this.#listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly view = (id: string): ConnectionView | null => this.#views.get(id) ?? null;

  /** Everything but the connections; `null` until main has answered. */
  readonly rest = (): Rest | null => this.#rest;

  /** All connections in order; the same array until one of them changes. */
  readonly all = (): readonly ConnectionView[] => this.#all;

  /** The status before the work in progress began, so that a card keeps its place while it is working. */
  readonly settledStatus = (view: ConnectionView): Status =>
    view.status === 'working' ? (this.#settled.get(view.id) ?? 'working') : view.status;

  #reorder(order: readonly string[]): void {
    const views = order.flatMap((id) => this.#views.get(id) ?? []);
    this.#views.clear();
    for (const view of views) this.#views.set(view.id, view);
    for (const id of this.#settled.keys()) if (!this.#views.has(id)) this.#settled.delete(id);
  }
}
