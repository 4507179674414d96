import { explain } from '../../core/failures/explain';
import type { Keeper } from '../../core/keeper/keeper';
import { type Failure, REMEDY_LABELS } from '../../core/model/failure';
import { KEYCHAIN } from '../../core/wording/notification-groups';
import type { Log } from '../system/log';
import { skewView } from '../wording/views';
import type { DesktopItem } from './desktop-board';
import type { NotificationBoard, OpenNotification } from './notification-board';

export interface DesktopItemsPorts {
  readonly keeper: Pick<Keeper, 'appTrouble' | 'clockSkew'>;
  readonly board: Pick<NotificationBoard, 'actedOn' | 'find' | 'list' | 'shown'>;
  readonly act: (notification: OpenNotification) => void;
  readonly openPanel: () => void;
  readonly log: Log;
}

const CLOCK = 'clock';

/** Everything that belongs on the desktop until it is dealt with: the app's own trouble, a wrong clock, and the open notifications. */
export class DesktopItems {
  /** The code of the app's trouble that has been on the desktop. */
  #toldTrouble: string | null = null;
  /** Told once, however often the servers and the clock change their minds: the panel goes on showing it. */
  #toldSkew = false;

  constructor(private readonly ports: DesktopItemsPorts) {}

  list(): readonly DesktopItem[] {
    return [...this.#listed(), ...this.#itemsOfClock()];
  }

  #listed(): readonly DesktopItem[] {
    const { keeper, board } = this.ports;
    const trouble = keeper.appTrouble();
    if (trouble?.code !== this.#toldTrouble) this.#toldTrouble = null;
    const open = board.list();
    if (!trouble) return open.map((notification) => this.#itemOf(notification));
    // A keychain that refuses is the app's trouble and the connections': whichever is noticed first is told.
    const same = isOfKeychain(trouble) ? open.find(({ cause }) => cause === KEYCHAIN) : undefined;
    if (!same) return [this.#itemOfTrouble(trouble), ...open.map((notification) => this.#itemOf(notification))];
    const wasTold = this.#toldTrouble !== null || !same.isNew;
    if (wasTold) this.#toldTrouble = trouble.code;
    if (wasTold && same.isNew) board.shown(same.ids);
    return open.map((notification) => {
      const item = this.#itemOf(notification);
      return notification === same ? { ...item, ids: [...item.ids, trouble.code], isNew: !wasTold } : item;
    });
  }

  shown(items: readonly DesktopItem[]): void {
    const { keeper, board, log } = this.ports;
    const ids = items.flatMap((item) => item.ids);
    const code = keeper.appTrouble()?.code;
    if (code !== undefined && ids.includes(code)) this.#toldTrouble = code;
    if (ids.includes(CLOCK)) {
      this.#toldSkew = true;
      log('clock-is-wrong');
    }
    board.shown(ids);
  }

  #itemOf(notification: OpenNotification): DesktopItem {
    const { cause, ids, connectionIds, title, body, remedy, left, isNew } = notification;
    const { board, act } = this.ports;
    return {
      ...{ cause, ids, connectionIds, title, left, isNew },
      body: body.join(' '),
      button: REMEDY_LABELS[remedy],
      act: () => {
        // It may have been on the desktop for hours: what helped then may not help now.
        const now = board.find(notification.id) ?? notification;
        board.actedOn(now);
        act(now);
      },
    };
  }

  #itemOfTrouble(trouble: Failure): DesktopItem {
    const cause = isOfKeychain(trouble) ? KEYCHAIN : 'app';
    return this.#itemOfApp(cause, trouble.code, explain(trouble, null), this.#toldTrouble === null);
  }

  #itemsOfClock(): readonly DesktopItem[] {
    const skew = skewView(this.ports.keeper.clockSkew());
    return skew ? [this.#itemOfApp(CLOCK, CLOCK, skew, !this.#toldSkew)] : [];
  }

  /** Of no connection: the panel has more. */
  #itemOfApp(cause: string, id: string, { what, advice }: AppWords, isNew: boolean): DesktopItem {
    return {
      ...{ cause, ids: [id], connectionIds: [], title: what, body: advice, isNew },
      button: REMEDY_LABELS.wait,
      left: Number.POSITIVE_INFINITY,
      act: this.ports.openPanel,
    };
  }
}

interface AppWords {
  readonly what: string;
  readonly advice: string;
}

function isOfKeychain({ code }: Failure): boolean {
  return code.startsWith('keychain/');
}
