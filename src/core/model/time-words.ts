import { DAY, type DurationMs, HOUR, MINUTE, SECOND } from './time';

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

/** A span as a person would say it: "45 seconds", "5 minutes", "5 hours", "88 days". */
export function spanInWords(span: DurationMs): string {
  const { count, unit } = measured(span);
  return counted(count, unit);
}

/** How often something is, after "every": "7 days", "24 hours", "hour", "minute". */
export function everyInWords(span: DurationMs): string {
  const { count, unit } = span === MINUTE ? ({ count: 1, unit: 'minute' } as const) : measured(span);
  return count === 1 ? unit : counted(count, unit);
}
