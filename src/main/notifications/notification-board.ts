import { subjectOf } from '../../core/expiry/notifications';
import type { NotificationSubject } from '../../core/model/event';
import type { NotificationInWords } from '../../core/wording/notification-words';

export interface ShownNotification {
  close(): void;
}

/** Shows a notification; `act` is called when the person clicks it or its button. */
export type ShowNotification = (notification: NotificationInWords, act: () => void) => ShownNotification;

/** More than anybody reads; the oldest goes first. */
const MOST_NOTIFICATIONS = 50;

/** The open notifications: on the desktop, and in a short list that the panel shows as well. */
export class NotificationBoard {
  #open = new Map<string, { notification: NotificationInWords; shown: ShownNotification }>();

  constructor(
    private readonly show: ShowNotification,
    private readonly act: (notification: NotificationInWords) => void,
    private readonly changed: () => void,
  ) {}

  /** Newest first. */
  list(): readonly NotificationInWords[] {
    return [...this.#open.values()].map(({ notification }) => notification).reverse();
  }

  find(id: string): NotificationInWords | null {
    return this.#open.get(id)?.notification ?? null;
  }

  raise(notification: NotificationInWords): void {
    for (const { id } of this.list().filter((older) => supersedes(notification, older))) this.#take(id);
    const shown = this.show(notification, () => {
      this.dismiss(notification.id);
      this.act(notification);
    });
    this.#open.set(notification.id, { notification, shown });
    const [oldest] = this.#open.keys();
    if (this.#open.size > MOST_NOTIFICATIONS && oldest !== undefined) this.#take(oldest);
    this.changed();
  }

  dismiss(id: string): void {
    if (this.#take(id)) this.changed();
  }

  /** Takes down what is about one thing of a connection, or about all. */
  dismissAbout(connectionId: string, about: NotificationSubject | 'all'): void {
    const outdated = this.list().filter(
      (notification) =>
        notification.connectionId === connectionId && (about === 'all' || about === subjectOf(notification)),
    );
    for (const { id } of outdated) this.#take(id);
    if (outdated.length > 0) this.changed();
  }

  #take(id: string): boolean {
    this.#open.get(id)?.shown.close();
    return this.#open.delete(id);
  }
}

/** "Expires in 3 days" takes the place of "expires in 7 days", and the newest about exported tokens that of the one before: its button shows them all. Everything else stays. */
function supersedes(newer: NotificationInWords, older: NotificationInWords): boolean {
  if (newer.id === older.id) return true;
  if (newer.connectionId !== older.connectionId) return false;
  return [/\/(?:lifetime|sign-in):\d+$/, /\/exported:\d+$/].some((kind) => kind.test(newer.id) && kind.test(older.id));
}
