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

/** "1 day", "2 days". */
export function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** A span in whole units, at least 1, to the nearest: seconds below a minute and a half, hours from an hour to a day and a half. */
export function measured(span: DurationMs): { count: number; unit: 'second' | 'minute' | 'hour' | 'day' } {
  if (span < 1.5 * MINUTE) return { count: Math.max(1, Math.round(span / SECOND)), unit: 'second' };
  if (span < 59.5 * MINUTE) return { count: Math.round(span / MINUTE), unit: 'minute' };
  if (span < 1.5 * DAY) return { count: Math.round(span / HOUR), unit: 'hour' };
  return { count: Math.round(span / DAY), unit: 'day' };
}

/** How often something is, after "every": "7 days", "24 hours", "hour", "minute". */
export function everyInWords(span: DurationMs): string {
  const { count, unit } = span === MINUTE ? ({ count: 1, unit: 'minute' } as const) : measured(span);
  return count === 1 ? unit : counted(count, unit);
}

/** "2026-01-01 10:30 UTC". */
export function inUtc(at: EpochMs): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
