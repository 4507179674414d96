import type { DurationMs, EpochMs } from './time';

/** What a connection's history remembers. `copy`: a token was copied or exported; `settings`: a person changed something. */
export const HISTORY_KINDS = ['sign-in', 'refresh', 'failure', 'notification', 'copy', 'settings'] as const;

/** Something that happened to a connection, as it is reported. Nothing in it is secret. */
export interface HistoryEvent {
  readonly kind: (typeof HISTORY_KINDS)[number];
  readonly at: EpochMs;
  /** How long it took; 0 where that has no meaning. */
  readonly took: DurationMs;
  /** A failure's code, a notification's reason (`lifetime:30`), the names of what was changed, or where an exported token went; otherwise empty, as for an access token. */
  readonly code: string;
}

/** One entry of a history. Failures of one code in a row are one entry. */
export interface HistoryEntry extends HistoryEvent {
  /** How often it happened; `at` is the first time, `last` the latest. */
  readonly count: number;
  readonly last: EpochMs;
}
