import type { ConnectionView } from '../../../ipc/contract';
import { counted, DAY, measured } from '../../../ipc/vocabulary';
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

/** Days left, or hours or minutes where they are few: the same figures as the state in words. `null` before the first sign-in. */
export function daysLeftOf(
  view: Pick<ConnectionView, 'expiresAt' | 'lifetime' | 'isTokenDead'>,
  now: number,
): DaysLeft | null {
  if (view.expiresAt === null || view.lifetime === null || view.lifetime <= 0) return null;
  const left = view.expiresAt - now;
  if (left <= 0 || view.isTokenDead) return { figure: '0', unit: 'days', part: 0, words: 'No days left' };
  const part = Math.min(1, left / view.lifetime);
  const { count, unit } = measured(left);
  if (unit === 'day') {
    const all = Math.max(count, Math.round(view.lifetime / DAY));
    return { figure: count.toLocaleString(), unit: 'days', part, words: `${count} of ${all} days left` };
  }
  // Drawn anew once a minute.
  if (unit === 'second') return { figure: '1', unit: 'min', part, words: '1 minute left' };
  const short = unit === 'minute' ? 'min' : count === 1 ? 'hour' : 'hours';
  return { figure: String(count), unit: short, part, words: `${counted(count, unit)} left` };
}
