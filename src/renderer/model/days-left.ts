import type { ConnectionView } from '../../ipc/contract';
import { DAY, HOUR } from '../../ipc/vocabulary';

/** What the ring of days left says. */
export interface DaysLeft {
  /** In the middle of the ring. */
  readonly figure: string;
  /** Under the figure; empty when the figure says it all. */
  readonly unit: string;
  /** How much of the window is left, 0 to 1. */
  readonly part: number;
  /** For those who do not see the ring. */
  readonly words: string;
}

/**
 * Days left as core counts them (the nearest whole day), or hours once less than a day is left.
 * `null` before the first sign-in.
 */
export function daysLeftOf(view: Pick<ConnectionView, 'lapsesAt' | 'window'>, now: number): DaysLeft | null {
  if (view.lapsesAt === null || view.window === null || view.window <= 0) return null;
  const left = view.lapsesAt - now;
  if (left <= 0) return { figure: '0', unit: 'days', part: 0, words: 'Lapsed: no days left' };
  const part = Math.min(1, left / view.window);
  if (left < DAY) {
    const hours = Math.max(1, Math.round(left / HOUR));
    const unit = hours === 1 ? 'hour' : 'hours';
    return { figure: String(hours), unit, part, words: `${hours} ${unit} left` };
  }
  const days = Math.round(left / DAY);
  const unit = days === 1 ? 'day' : 'days';
  const window = Math.round(view.window / DAY);
  return { figure: days.toLocaleString(), unit, part, words: `${days} of ${Math.max(days, window)} days left` };
}
