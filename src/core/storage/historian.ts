import { notificationReason } from '../expiry/notifications';
import type { KeeperEvent } from '../model/event';
import type { HistoryEntry, HistoryEntryView, HistoryEvent } from '../model/history-event';
import { LONGEST_HISTORY, readHistory, remember, viewEntry, writeHistory } from './history';
import type { HistoryStore } from './ports';

/**
 * Writes down what happens to each connection. A listener: nobody waits for it, and no fault of its store reaches
 * anybody. What happens while one history is being written is written together afterwards; what cannot be written is
 * kept in memory until the next time something happens.
 */
export class Historian {
  /** Happenings that are not written yet. */
  readonly #news = new Map<string, readonly HistoryEvent[]>();
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(private readonly store: HistoryStore) {}

  hear(event: KeeperEvent): void {
    if (event.type === 'history') this.#note(event.id, event.event);
    if (event.type === 'notification') {
      const { connectionId, at } = event.notification;
      this.#note(connectionId, { kind: 'notification', at, took: 0, code: notificationReason(event.notification) });
    }
    if (event.type === 'removed') {
      const { id } = event;
      void this.#inTurn(id, () => {
        this.#news.delete(id);
        return this.store.remove(id);
      });
    }
  }

  /** Oldest first. When it cannot be read, what is in memory. */
  async read(id: string): Promise<readonly HistoryEntryView[]> {
    const history = await this.#inTurn(id, async () => {
      const before = await this.#load(id).catch(() => []);
      return this.#unwritten(id).reduce(remember, before);
    });
    return (history ?? []).map(viewEntry);
  }

  /** Resolves when everything that was heard is written, or could not be. */
  async settle(): Promise<void> {
    for (const id of this.#news.keys()) void this.#inTurn(id, () => this.#write(id));
    await Promise.all(this.#turns.values());
  }

  #note(id: string, event: HistoryEvent): void {
    // What a history is too short for is nothing to keep in memory either.
    this.#news.set(id, [...this.#unwritten(id), event].slice(-LONGEST_HISTORY));
    void this.#inTurn(id, () => this.#write(id));
  }

  #unwritten(id: string): readonly HistoryEvent[] {
    return this.#news.get(id) ?? [];
  }

  async #write(id: string): Promise<void> {
    if (!this.#news.has(id)) return;
    // What cannot be read may be whole, so nothing is written over it.
    const before = await this.#load(id);
    const news = this.#unwritten(id);
    this.#news.delete(id);
    try {
      await this.store.write(id, writeHistory(news.reduce(remember, before)));
    } catch (error) {
      this.#news.set(id, [...news, ...this.#unwritten(id)].slice(-LONGEST_HISTORY));
      throw error;
    }
  }

  /** Rejects when it cannot be read. */
  async #load(id: string): Promise<readonly HistoryEntry[]> {
    const text = await this.store.read(id);
    if (text === null) return [];
    const history = readHistory(text);
    if (history === null) await this.store.setAside(id);
    return history ?? [];
  }

  /** Resolves to `null` when the job fails: a history that cannot be kept is a pity, not a trouble. */
  #inTurn<T>(id: string, job: () => Promise<T>): Promise<T | null> {
    const before = this.#turns.get(id) ?? Promise.resolve();
    const turn = before
      .then(job)
      .catch(() => null)
      .finally(() => {
        if (this.#turns.get(id) === turn) this.#turns.delete(id);
      });
    this.#turns.set(id, turn);
    return turn;
  }
}
