import type { ConnectionView, PanelPatch, PanelState } from '../../ipc/contract';
import type { Status } from '../../ipc/vocabulary';
import { saysTheSame } from './same';

export type Rest = Omit<PanelState, 'connections'>;

/**
 * What main has told the panel. A view that did not change keeps its identity, so that only the cards that changed are drawn again.
 * Subscribe and snapshot methods are bound: they go straight into `useSyncExternalStore`.
 */
export class PanelStore {
  readonly #views = new Map<string, ConnectionView>();
  readonly #settled = new Map<string, Status>();
  readonly #listeners = new Set<() => void>();
  #order: readonly string[] = [];
  #rest: Rest | null = null;
  #all: readonly ConnectionView[] | null = null;

  /** Takes the whole state, replacing what was known. */
  load(state: PanelState): void {
    const { connections, ...rest } = state;
    this.apply({ changed: connections, order: connections.map((view) => view.id), rest });
  }

  /** Takes what changed. Ids that `order` no longer names are forgotten; a changed view that it does not name goes last. */
  apply(patch: PanelPatch): void {
    const changes = [
      ...patch.changed.map((view) => this.#keep(view)),
      patch.order !== undefined && this.#reorder(patch.order),
      patch.rest !== undefined && this.#replaceRest(patch.rest),
    ];
    if (changes.includes(true)) for (const listener of this.#listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly view = (id: string): ConnectionView | null => this.#views.get(id) ?? null;

  /** Everything but the connections; `null` until main has answered. */
  readonly rest = (): Rest | null => this.#rest;

  readonly order = (): readonly string[] => this.#order;

  /** All connections in order; the same array until one of them changes. */
  readonly all = (): readonly ConnectionView[] => {
    this.#all ??= this.#order.flatMap((id) => this.#views.get(id) ?? []);
    return this.#all;
  };

  /** The status before the work in progress began, so that a card keeps its place while it is working. */
  readonly settledStatus = (view: ConnectionView): Status =>
    view.status === 'working' ? (this.#settled.get(view.id) ?? 'working') : view.status;

  /** Each of these returns whether it changed anything. */
  #keep(view: ConnectionView): boolean {
    if (saysTheSame(this.#views.get(view.id), view)) return false;
    if (!this.#views.has(view.id)) this.#order = [...this.#order, view.id];
    if (view.status !== 'working') this.#settled.set(view.id, view.status);
    this.#views.set(view.id, view);
    this.#all = null;
    return true;
  }

  #reorder(order: readonly string[]): boolean {
    const known = [...new Set(order)].filter((id) => this.#views.has(id));
    if (saysTheSame(known, this.#order)) return false;
    const kept = new Set(known);
    for (const id of this.#order) {
      if (kept.has(id)) continue;
      this.#views.delete(id);
      this.#settled.delete(id);
    }
    this.#order = known;
    this.#all = null;
    return true;
  }

  #replaceRest(rest: Rest): boolean {
    if (saysTheSame(this.#rest, rest)) return false;
    this.#rest = rest;
    return true;
  }
}
