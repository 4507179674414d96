import type { DurationMs } from './time';

/** How wrong a clock is. */
export interface ClockSkew {
  /** How far the clock here is behind the server's; negative when it is ahead. At least, whatever the reply's way took. */
  readonly behind: DurationMs;
}
