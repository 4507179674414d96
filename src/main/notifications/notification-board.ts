import type { Standing, Worry } from '../../core/expiry/standing';
import type { Keeper } from '../../core/keeper/keeper';
import type { AppNotification } from '../../core/model/event';
import { groupedBy } from '../../core/model/grouped';
import type { DurationMs } from '../../core/model/time';
import { causeOf, groupInWords } from '../../core/wording/notification-groups';
import type { NotificationInWords } from '../../core/wording/notification-words';
import type { AppMemory, Noted } from '../system/app-memory';

/** What a person is to know, and has neither acted on nor dismissed: one for each cause, as it is now. */
export interface OpenNotification extends NotificationInWords {
  readonly cause: string;
  /** Of its connections the first is the one that its button is for. */
  readonly connectionIds: readonly string[];
  /** Of the notifications that were raised. */
  readonly ids: readonly string[];
  readonly worry: Worry;
  /** Until the first of what it is about has ended; 0: it has. */
  readonly left: DurationMs;
  /** Whether there is something in it that was not on the desktop yet. */
  readonly isNew: boolean;
}

/** The open notifications. They are kept across starts, and go when they are no longer true. */
export class NotificationBoard {
  readonly #noted: Map<string, Noted>;

  constructor(
    private readonly keeper: Pick<Keeper, 'connections' | 'find' | 'notifier' | 'nowFor'>,
    private readonly memory: Pick<AppMemory, 'current' | 'change'>,
    private readonly changed: () => void,
  ) {
    this.#noted = new Map(memory.current().notifications.map((noted) => [noted.id, noted]));
  }

  /** The worst first. */
  list(): readonly OpenNotification[] {
    const { notifier } = this.keeper;
    this.#forget((id) => notifier.isOver(id));
    const byCause = groupedBy(notifier.standing(this.#noted.values()), ({ notification }) => causeOf(notification));
    return [...byCause].flatMap(([cause, [first, ...others]]) => (first ? this.#open(cause, first, others) : []));
  }

  /** By the id of any notification that it stands for. */
  find(id: string): OpenNotification | null {
    return this.list().find(({ ids }) => ids.includes(id)) ?? null;
  }

  raise({ id, at }: Pick<AppNotification, 'id' | 'at'>): void {
    this.#noted.delete(id);
    this.#noted.set(id, { id, at, isShown: false });
    this.#save();
  }

  /** It was on the desktop. */
  shown(ids: Iterable<string>): void {
    for (const id of ids) {
      const noted = this.#noted.get(id);
      if (noted) this.#noted.set(id, { ...noted, isShown: true });
    }
    this.#save();
  }

  dismiss({ ids }: Pick<OpenNotification, 'ids'>): void {
    const dismissed = new Set(ids);
    this.#forget((id) => dismissed.has(id));
  }

  /** Somebody acts on it, for the first of its connections: the others wait. */
  actedOn({ connectionId, ids }: Pick<OpenNotification, 'connectionId' | 'ids'>): void {
    this.dismiss({ ids: ids.filter((id) => id.startsWith(`${connectionId}/`)) });
  }

  dismissAll(): void {
    this.#forget(() => true);
  }

  /** The connections are known: what is about others was removed while the app was away. */
  begin(): void {
    const { keeper } = this;
    if (keeper.connections().length > 0) this.#forget((id) => !keeper.find(id.slice(0, id.indexOf('/'))));
  }

  connectionRemoved(connectionId: string): void {
    this.#forget((id) => id.startsWith(`${connectionId}/`));
  }

  #open(cause: string, first: Standing, others: readonly Standing[]): OpenNotification {
    const all = [first, ...others];
    const ids = all.flatMap((standing) => standing.ids);
    const now = ({ notification }: Standing) => ({ ...notification, at: this.keeper.nowFor(notification.connection) });
    const words = groupInWords(now(first), others.map(now));
    const newest = all.map(({ notification }) => notification).reduce((a, b) => (b.at > a.at ? b : a));
    return {
      ...words,
      ...{
        id: newest.id,
        at: newest.at,
        cause,
        ids,
        worry: first.worry,
        left: Math.min(...all.map(({ left }) => left)),
      },
      connectionIds: all.map(({ notification }) => notification.connection.id),
      isNew: ids.some((id) => this.#noted.get(id)?.isShown === false),
    };
  }

  #forget(isMeant: (id: string) => boolean): void {
    const gone = [...this.#noted.keys()].filter(isMeant);
    for (const id of gone) this.#noted.delete(id);
    if (gone.length > 0) this.#save();
  }

  #save(): void {
    this.memory.change({ notifications: [...this.#noted.values()] });
    this.changed();
  }
}
