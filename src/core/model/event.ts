import type { Happening } from './history-event';
import type { Notice, NoticeSubject } from './notification';

/** What the keeper tells its listeners. A listener that throws is ignored: none can stop or fail a refresh. */
export type KeeperEvent =
  /** Something about this connection changed: state, busy, token. */
  | { readonly type: 'connection'; readonly id: string }
  /** A connection was added or removed. */
  | { readonly type: 'list' }
  /** Everything of a removed connection is gone from the keychain. */
  | { readonly type: 'removed'; readonly id: string }
  /** Something worth remembering happened to a connection; notices are told apart. */
  | { readonly type: 'happened'; readonly id: string; readonly happening: Happening }
  | { readonly type: 'settings' }
  | { readonly type: 'app-trouble' }
  /** A clock was found to be wrong, by another span than before, or to be right again. */
  | { readonly type: 'clock-skew' }
  | { readonly type: 'notice'; readonly notice: Notice }
  /** Open notices about this connection are moot: those about what was replaced; or all, for it is gone. */
  | { readonly type: 'notices-moot'; readonly connectionId: string; readonly about: NoticeSubject | 'all' };
