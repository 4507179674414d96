import type { HistoryEvent } from './history-event';
import type { AppNotification, NotificationSubject } from './notification';

/** What the keeper tells its listeners. A listener that throws is ignored: none can stop or fail a refresh. */
export type KeeperEvent =
  /** Something about this connection changed: state, busy, token. */
  | { readonly type: 'connection'; readonly id: string }
  /** A connection was added or removed. */
  | { readonly type: 'list' }
  /** Everything of a removed connection is gone from the keychain. */
  | { readonly type: 'removed'; readonly id: string }
  /** Something worth remembering happened to a connection; notifications are told apart. */
  | { readonly type: 'history'; readonly id: string; readonly event: HistoryEvent }
  | { readonly type: 'app-trouble' }
  /** A clock was found to be wrong, by another span than before, or to be right again. */
  | { readonly type: 'clock-skew' }
  | { readonly type: 'notification'; readonly notification: AppNotification }
  /** Open notifications about this connection no longer apply: those about what was replaced, or all when the connection is gone. */
  | {
      readonly type: 'notifications-withdrawn';
      readonly connectionId: string;
      readonly about: NotificationSubject | 'all';
    };
