import { factsOf } from '../../agent/handlers/facts';
import { clockWarning, inWords } from '../../agent/handlers/refusals';
import { notificationReason } from '../../core/expiry/notifications';
import { kindOf } from '../../core/failures/catalogue';
import type { Keeper } from '../../core/keeper/keeper';
import type { HistoryEvent, KeeperEvent } from '../../core/model/event';
import { entryOf } from '../../core/storage/history-log';
import { historyInWords } from '../../core/wording/history-words';
import type { EventName, Told } from './event-log';
import { type Message, messageOf, troubleMessage } from './notify/message';

export interface Following {
  readonly tell: (told: Told) => void;
  /** A person is to know this. */
  readonly notify: (message: Message) => void;
}

/** Tells what happens in the keeper, which is open. */
export function followKeeper(keeper: Keeper, { tell, notify }: Following): void {
  const names = new Names(keeper, tell);
  let toldTrouble: string | null = null;
  let toldClock: string | null = null;
  const tellTrouble = () => {
    const trouble = keeper.appTrouble();
    if ((trouble?.code ?? null) === toldTrouble) return;
    toldTrouble = trouble?.code ?? null;
    if (!trouble) return tell({ event: 'trouble-over', level: 'info', message: 'The problem is over.' });
    tell({ event: 'trouble', level: 'error', message: inWords(trouble, null, 'refresh'), code: trouble.code });
    // What keeps connections from their secrets is told with the first of them.
    if (!trouble.code.startsWith('keychain/')) notify(troubleMessage(trouble));
  };
  tellTrouble();
  keeper.listen((event) => {
    switch (event.type) {
      case 'list':
        names.follow();
        break;
      case 'history':
        tellOf(keeper, event, tell);
        break;
      case 'notification': {
        const { notification } = event;
        const message = messageOf(notification);
        tell({
          ...{ event: 'notification', level: 'warning', message: `${message.title}. ${message.message}` },
          ...{ connection: notification.connection, code: notificationReason(notification) },
        });
        notify(message);
        break;
      }
      case 'app-trouble':
        tellTrouble();
        break;
      case 'clock-skew': {
        const words = clockWarning(keeper);
        if (words === toldClock) break;
        toldClock = words;
        if (words === null) tell({ event: 'clock-right', level: 'info', message: "This computer's clock is right." });
        else tell({ event: 'clock', level: 'warning', message: words });
        break;
      }
      default:
    }
  });
}

const EVENTS: Readonly<Record<HistoryEvent['kind'], EventName | null>> = {
  'sign-in': 'signed-in',
  refresh: 'refreshed',
  failure: 'failed',
  copy: 'handed-out',
  settings: 'changed',
  // Told of with its words.
  notification: null,
};

function tellOf(
  keeper: Keeper,
  { id, event }: Extract<KeeperEvent, { type: 'history' }>,
  tell: Following['tell'],
): void {
  const connection = keeper.find(id);
  const name = EVENTS[event.kind];
  if (!connection || name === null) return;
  const { expiresAt, refreshAt } = factsOf(keeper, connection);
  tell({
    ...{ event: name, level: levelOf(event), connection, code: event.code },
    message: sentence(historyInWords(entryOf(event), connection)),
    ...(name === 'handed-out' || name === 'changed' ? {} : { expiresAt, nextAt: refreshAt }),
  });
}

function sentence(words: string): string {
  return /[.)]$/.test(words) ? words : `${words}.`;
}

function levelOf({ kind, code }: HistoryEvent): Told['level'] {
  if (kind !== 'failure') return 'info';
  return kindOf(code) === 'transient' ? 'warning' : 'error';
}

/** Which connections there are, to tell which have come and gone. */
class Names {
  #known: ReadonlyMap<string, string>;

  constructor(
    private readonly keeper: Pick<Keeper, 'connections'>,
    private readonly tell: Following['tell'],
  ) {
    this.#known = this.#now();
  }

  follow(): void {
    const known = this.#known;
    const now = this.#now();
    this.#known = now;
    const told = (event: 'added' | 'removed', message: string, [id, name]: readonly [string, string]) =>
      this.tell({ event, level: 'info', message, connection: { id, name } });
    for (const one of now) if (!known.has(one[0])) told('added', 'Added.', one);
    for (const one of known) if (!now.has(one[0])) told('removed', 'Removed.', one);
  }

  #now(): ReadonlyMap<string, string> {
    return new Map(this.keeper.connections().map(({ id, name }) => [id, name]));
  }
}
