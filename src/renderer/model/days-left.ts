import type { ConnectionView } from '../../ipc/contract';
import { DAY, HOUR, MINUTE } from '../../ipc/vocabulary';

/** What the ring of days left says. */
export interface DaysLeft {
  /** In the middle of the ring. */
  readonly figure: string;
  /** Under the figure; empty when the figure says it all. */
  readonly unit: string;
  /** How much of the lifetime is left, 0 to 1. */
  readonly part: number;
  /** For those who do not see the ring. */
  readonly words: string;
}

/**
 * Days left as core counts them (the nearest whole day), or hours below a day and a half, minutes below an hour and a half: the same
 * figures as the state in words. `null` before the first sign-in.
 */
export function daysLeftOf(view: Pick<ConnectionView, 'expiresAt' | 'lifetime'>, now: number): DaysLeft | null {
  if (view.expiresAt === null || view.lifetime === null || view.lifetime <= 0) return null;
  const left = view.expiresAt - now;
  if (left <= 0) return { figure: '0', unit: 'days', part: 0, words: 'No days left' };
  const part = Math.min(1, left / view.lifetime);
  if (left < 1.5 * HOUR) return inUnit(Math.max(1, Math.round(left / MINUTE)), 'minute', 'min', part);
  if (left < 1.5 * DAY) return inUnit(Math.round(left / HOUR), 'hour', null, part);
  const days = Math.round(left / DAY);
  const whole = Math.max(days, Math.round(view.lifetime / DAY));
  return { figure: days.toLocaleString(), unit: 'days', part, words: `${days} of ${whole} days left` };
}

function inUnit(count: number, unit: string, short: string | null, part: number): DaysLeft {
  const full = count === 1 ? unit : `${unit}s`;
  return { figure: String(count), unit: short ?? full, part, words: `${count} ${full} left` };
}
