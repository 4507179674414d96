import type { Keeper } from '../../core/keeper/keeper';
import { codeOfHandOut } from '../../core/model/hand-out';
import type { Adapters } from '../../platform/adapters';
import { learnExpiry, mayTellExpiry } from '../../platform/api-check/learn-expiry';
import type { NotificationBoard } from '../notifications/notification-board';
import type { PracticeCloudHost } from '../practice/practice-cloud';
import type { AppEvents } from '../system/app-events';
import type { AppMemory } from '../system/app-memory';
import { type Log, nameOf } from '../system/log';

/** How the history calls an access token that was copied. */
const COPIED = codeOfHandOut({ what: 'access-token', to: 'clipboard' });

/** Starts the keeper, and the practice cloud if there is anything in it. Never rejects. */
export async function startKeeper(keeper: Keeper, practice: PracticeCloudHost, log: Log): Promise<void> {
  const startPractice = () =>
    practice.start().catch((error: unknown) => log('practice-not-started', { code: nameOf(error) }));
  // The practice clock has to tell the time before the keeper asks what is due.
  if (practice.wasUsed) await startPractice();
  await keeper.start();
  if (keeper.connections().some(({ cloud }) => cloud === 'practice')) await startPractice();
  else await practice.stop();
}

export interface FollowingParts {
  readonly keeper: Keeper;
  readonly adapters: Pick<Adapters, 'readCredentialEnd'>;
  /** Follows who has the folder. */
  readonly agent: { follow(): Promise<void> };
  /** Forgets what programs may have of a connection that is gone. */
  readonly permits: { connectionRemoved(id: string): void };
  readonly notifications: NotificationBoard;
  /** Remembers which connection was used last. */
  readonly memory: Pick<AppMemory, 'change'>;
  readonly events: AppEvents;
}

/** Lets the app show what happens in the keeper. Returns what ends it, look-ups under way included. */
export function followKeeper(parts: FollowingParts): () => void {
  const { keeper, agent, permits, notifications, memory, events } = parts;
  const ended = new AbortController();
  const stop = keeper.listen((event) => {
    switch (event.type) {
      case 'notification':
        notifications.raise(event.notification);
        break;
      case 'app-trouble':
        void agent.follow();
        break;
      case 'removed':
        permits.connectionRemoved(event.id);
        notifications.connectionRemoved(event.id);
        break;
      case 'history':
        if (event.event.kind === 'copy' && event.event.code === COPIED) memory.change({ lastCopied: event.id });
        if (mayTellExpiry(event)) void learnExpiry(parts, event.id, ended.signal);
        break;
      default:
    }
    events.emit('changed');
  });
  return () => {
    ended.abort();
    stop();
  };
}
