import type { KeeperApi } from '../../core/keeper/keeper-api';

import { learnExpiry, mayTellExpiry } from '../handlers/credential-expiry';
import type { Announcer } from '../notifications/announcer';
import type { NotificationBoard } from '../notifications/notification-board';
import type { Adapters } from '../system/adapters';
import type { AppEvents } from '../system/app-events';

export interface FollowingParts {
  readonly keeper: KeeperApi;
  readonly adapters: Pick<Adapters, 'readCredentialEnd'>;
  /** Follows who has the folder. */
  readonly agent: { follow(): Promise<void> };
  readonly announcer: Announcer;
  readonly notifications: NotificationBoard;
  readonly events: AppEvents;
}

/** Lets the app show what happens in the keeper. Returns what ends it, look-ups under way included. */
export function followKeeper({
  keeper,
  adapters,
  agent,
  announcer,
  notifications,
  events,
}: FollowingParts): () => void {
  const ended = new AbortController();
  const stop = keeper.listen((event) => {
    switch (event.type) {
      case 'notification':
        notifications.raise(event.notification);
        break;
      case 'notifications-withdrawn':
        notifications.dismissAbout(event.connectionId, event.about);
        break;
      case 'app-trouble':
        announcer.troubleChanged();
        void agent.follow();
        break;
      case 'clock-skew':
        announcer.skewChanged();
        break;
      case 'history':
        if (mayTellExpiry(event)) void learnExpiry({ keeper, adapters }, event.id, ended.signal);
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
