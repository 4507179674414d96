import type { Keeper } from '../../core/keeper/keeper';
import type { BatchView } from '../../ipc/contract';

/** As many as the keeper exchanges at once, so that what has not begun can still be canceled. */
const AT_ONCE = 4;
/** So many of those that need somebody are named; how many there are is told in any case. */
const NAMED = 20;

/** How it ended for one connection. `waits`: not now, for a reason that passes. */
export type JobResult =
  | { readonly kind: 'good' }
  | { readonly kind: 'waits' }
  /** In one sentence. */
  | { readonly kind: 'needs-you'; readonly what: string };

export interface BatchPorts {
  readonly keeper: Pick<Keeper, 'connections' | 'find'>;
  /** What is done with each connection. */
  readonly jobs: Readonly<Record<BatchView['kind'], (id: string) => Promise<JobResult>>>;
  readonly changed: () => void;
}

/** Refreshes or tests every connection that holds a token. One batch at a time, which goes on while nobody looks. */
export class Batch {
  #view: BatchView | null = null;

  constructor(private readonly ports: BatchPorts) {}

  /** How far it is, and at last what came of it, until somebody has taken note. */
  current(): BatchView | null {
    return this.#view;
  }

  /** Begins, unless one is under way. Resolves when it is over; never rejects. */
  async start(kind: BatchView['kind']): Promise<void> {
    if (this.#view !== null && this.#view.state !== 'ended') return;
    const ids = this.ports.keeper.connections().flatMap(({ id, token }) => (token === null ? [] : [id]));
    this.#set({ kind, state: 'running', total: ids.length, good: 0, waiting: 0, needingYou: 0, named: [] });
    const queue = ids.values();
    const work = async () => {
      for (const id of queue) {
        if (this.#view?.state !== 'running') return;
        await this.#doOne(kind, id);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    if (this.#view !== null) this.#set({ ...this.#view, state: 'ended' });
  }

  /** Cancels what has not begun. Of a batch that has ended, the result goes. */
  end(): void {
    const view = this.#view;
    this.#set(view === null || view.state === 'ended' ? null : { ...view, state: 'canceling' });
  }

  async #doOne(kind: BatchView['kind'], id: string): Promise<void> {
    const isGone = this.ports.keeper.find(id) === null;
    const result = isGone ? null : await this.#resultOf(kind, id);
    const view = this.#view;
    if (view === null) return;
    if (result === null) return this.#set({ ...view, total: view.total - 1 });
    if (result.kind === 'good') return this.#set({ ...view, good: view.good + 1 });
    if (result.kind === 'waits') return this.#set({ ...view, waiting: view.waiting + 1 });
    const { what } = result;
    const named = view.named.length < NAMED ? [...view.named, { connectionId: id, what }] : view.named;
    this.#set({ ...view, needingYou: view.needingYou + 1, named });
  }

  async #resultOf(kind: BatchView['kind'], id: string): Promise<JobResult> {
    try {
      return await this.ports.jobs[kind](id);
    } catch {
      return FAULT;
    }
  }

  #set(view: BatchView | null): void {
    this.#view = view;
    this.ports.changed();
  }
}

const FAULT: JobResult = { kind: 'needs-you', what: 'Something went wrong in the app.' };
