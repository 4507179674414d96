import { subjectOf } from '../../core/expiry/notifications';
import type { Notice, NoticeSubject } from '../../core/keeper/keeper-api';

/** A notice on the person's desktop. */
export interface ShownNotice {
  close(): void;
}

/** Shows a notice; `act` is called when the person clicks it or its button. */
export type ShowNotice = (notice: Notice, act: () => void) => ShownNotice;

/** More than anybody reads; the oldest goes first. */
const MOST_NOTICES = 50;

/** The open notices: on the desktop, and in a short list that the panel shows as well. */
export class NoticeBoard {
  #open = new Map<string, { notice: Notice; shown: ShownNotice }>();

  constructor(
    private readonly show: ShowNotice,
    private readonly act: (notice: Notice) => void,
    private readonly changed: () => void,
  ) {}

  /** Newest first. */
  list(): readonly Notice[] {
    return [...this.#open.values()].map(({ notice }) => notice).reverse();
  }

  find(id: string): Notice | null {
    return this.#open.get(id)?.notice ?? null;
  }

  raise(notice: Notice): void {
    for (const { id } of this.list().filter((older) => supersedes(notice, older))) this.#take(id);
    const shown = this.show(notice, () => {
      this.dismiss(notice.id);
      this.act(notice);
    });
    this.#open.set(notice.id, { notice, shown });
    const [oldest] = this.#open.keys();
    if (this.#open.size > MOST_NOTICES && oldest !== undefined) this.#take(oldest);
    this.changed();
  }

  dismiss(id: string): void {
    if (this.#take(id)) this.changed();
  }

  /** Takes down what is about one thing of a connection, or about all. */
  dismissAbout(connectionId: string, about: NoticeSubject | 'all'): void {
    const moot = this.list().filter(
      (notice) => notice.connectionId === connectionId && (about === 'all' || about === subjectOf(notice)),
    );
    for (const { id } of moot) this.#take(id);
    if (moot.length > 0) this.changed();
  }

  #take(id: string): boolean {
    this.#open.get(id)?.shown.close();
    return this.#open.delete(id);
  }
}

/** "Lapses in 3 days" takes the place of "lapses in 7 days", and the newest about copies of the one before: its button shows them all. What a person has to do besides stays. */
function supersedes(newer: Notice, older: Notice): boolean {
  if (newer.id === older.id) return true;
  if (newer.connectionId !== older.connectionId) return false;
  return [/\/(?:window|sign-in):\d+$/, /\/copy:\d+$/].some((kind) => kind.test(newer.id) && kind.test(older.id));
}
