/** Milliseconds since 1970-01-01T00:00:00Z, as `Date.now()` counts them. */
export type EpochMs = number;
/** A span in milliseconds. */
export type DurationMs = number;

export const SECOND: DurationMs = 1000;
export const MINUTE: DurationMs = 60 * SECOND;
export const HOUR: DurationMs = 60 * MINUTE;
export const DAY: DurationMs = 24 * HOUR;

/** Tells the time. The system's clock, the practice cloud's, or a test's. */
export interface Clock {
  now(): EpochMs;
}

/** Stops a timer that has not fired; harmless afterwards. */
export type CancelTimer = () => void;

/** Real waiting. The keeper never asks for more than an hour, so no implementation meets the 24.8-day limit. */
export interface Timers {
  set(delay: DurationMs, fire: () => void): CancelTimer;
}

/** A .NET time span as Entra ID writes it, `90.00:00:00` or `12:30:15`, at the beginning of a text. `null`: none, or one of no length. */
export function readTimeSpan(text: string): DurationMs | null {
  const match = /^(?:(\d{1,4})\.)?(\d{1,2}):(\d{2}):(\d{2})/.exec(text);
  if (!match) return null;
  const [, days = '0', hours, minutes, seconds] = match;
  const span = Number(days) * DAY + Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * SECOND;
  return span > 0 ? span : null;
}
