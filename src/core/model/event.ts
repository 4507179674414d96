import type { Connection } from './connection';
import type { ExportedToken } from './exported-token';
import type { Failure } from './failure';
import type { DurationMs, EpochMs } from './time';

/** What a connection's history remembers. `copy`: a token was copied or exported; `settings`: a person changed something. */
export const HISTORY_KINDS = ['sign-in', 'refresh', 'failure', 'notification', 'copy', 'settings'] as const;

/** Something that happened to a connection, as it is reported. Nothing in it is secret. */
export interface HistoryEvent {
  readonly kind: (typeof HISTORY_KINDS)[number];
  readonly at: EpochMs;
  /** How long it took; 0 where that has no meaning. */
  readonly took: DurationMs;
  /** A failure's code, a notification's reason (`lifetime:30`), the names of what was changed, or where a token went (`codeOfHandOut`); otherwise empty. */
  readonly code: string;
}

/** One entry of a history. Failures of one code in a row are one entry, and so is what one program was given in a day. */
export interface HistoryEntry extends HistoryEvent {
  /** How often it happened; `at` is the first time, `last` the latest. */
  readonly count: number;
  readonly last: EpochMs;
}

/** What an entry is about, as a person sorts them: a token that was copied is an access token, or was exported. */
export type HistoryTopic = Exclude<HistoryEntry['kind'], 'copy'> | 'export' | 'access-token';

/** An entry as it is shown. Nothing in it is secret. */
export interface HistoryEntryView extends Omit<HistoryEntry, 'took'> {
  readonly topic: HistoryTopic;
  readonly words: string;
}

/** Why a person is to be told something. A threshold is in days left of 90, or of a credential's life; 0: it is over. */
export type NotificationReason =
  /** The token expires, by its own lifetime or by its sign-in's; `failure`: the server has said that it has. */
  | { readonly kind: 'lifetime' | 'sign-in'; readonly threshold: number; readonly failure?: Failure }
  /** Only a person can end this. */
  | { readonly kind: 'failure'; readonly failure: Failure }
  | { readonly kind: 'credential'; readonly threshold: number }
  /** Exported tokens expire: so many, the first of them in `left`. */
  | {
      readonly kind: 'exported';
      readonly threshold: number;
      readonly count: number;
      readonly first: ExportedToken;
      readonly left: DurationMs;
    };

/** A desktop notification, whose words are found when it is shown. Raised once per issued token, or per sign-in where that sets the end. */
export interface AppNotification {
  /** Unique: connection, date of issue or of the sign-in, and reason. */
  readonly id: string;
  /** As it was then. */
  readonly connection: Connection;
  readonly reason: NotificationReason;
  readonly at: EpochMs;
}

/** What a notification is about: the refresh token, the sign-in that it came from, exported tokens, or the application's credential. */
export type NotificationSubject = 'token' | 'sign-in' | 'exportedTokens' | 'credential';

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
  | { readonly type: 'notification'; readonly notification: AppNotification };
