import {
  type Happening,
  type HistoryEntry,
  readHistory,
  remember,
  type ToldEntry,
  tellEntry,
  writeHistory,
} from './history';
import type { KeeperEvent } from './keeper-api';
import { noticeReason } from './notices';
import type { HistoryStore } from './ports';

/**
 * Writes down what happens to each connection. A listener: nobody waits for it, and no fault of its store reaches
 * anybody. What happens while one history is being written is written together afterwards.
 */
export class Historian {
  /** Happenings that are not written yet. */
  readonly #news = new Map<string, Happening[]>();
  readonly #turns = new Map<string, Promise<void>>();

  constructor(private readonly store: HistoryStore) {}

  hear(event: KeeperEvent): void {
    if (event.type === 'happened') this.#note(event.id, event.happening);
    if (event.type === 'notice') {
      const { connectionId, at } = event.notice;
      this.#note(connectionId, { kind: 'notice', at, took: 0, code: noticeReason(event.notice) });
    }
    if (event.type === 'removed') {
      const { id } = event;
      this.#news.delete(id);
      this.#inTurn(id, () => this.store.remove(id));
    }
  }

  /** Oldest first. Empty when there is none or it cannot be read. */
  async read(id: string): Promise<readonly ToldEntry[]> {
    await this.#turns.get(id);
    return (await this.#load(id)).map(tellEntry);
  }

  /** Resolves when everything that was heard is written, or could not be. */
  async settle(): Promise<void> {
    await Promise.all(this.#turns.values());
  }

  #note(id: string, happening: Happening): void {
    const news = this.#news.get(id);
    if (news) {
      news.push(happening);
      return;
    }
    this.#news.set(id, [happening]);
    this.#inTurn(id, () => this.#write(id));
  }

  async #write(id: string): Promise<void> {
    const before = await this.#load(id);
    const news = this.#news.get(id);
    if (!news) return;
    this.#news.delete(id);
    await this.store.write(id, writeHistory(news.reduce(remember, before)));
  }

  async #load(id: string): Promise<readonly HistoryEntry[]> {
    try {
      return readHistory((await this.store.read(id)) ?? '[]');
    } catch {
      return [];
    }
  }

  #inTurn(id: string, job: () => Promise<void>): void {
    const before = this.#turns.get(id) ?? Promise.resolve();
    const turn = before
      .then(job)
      // A history that cannot be kept is a pity, not a trouble.
      .catch(() => undefined)
      .finally(() => {
        if (this.#turns.get(id) === turn) this.#turns.delete(id);
      });
    this.#turns.set(id, turn);
  }
}
