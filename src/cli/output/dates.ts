import type { EpochMs } from '../../core/model/time';
import { leftInWords } from '../../core/wording/words';

/** What stands in a table where nothing is known. */
export const NOTHING = '–';

/** "2027-02-27", where the person is. */
export function dateOf(at: EpochMs): string {
  const date = new Date(at);
  return [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
}

/** "2027-02-27 09:05", where the person is. */
export function dateTimeOf(at: EpochMs): string {
  const date = new Date(at);
  return `${dateOf(at)} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** "2027-02-27 (90 days)". `now` is on the same clock. */
export function expiryOf(at: EpochMs | null, now: EpochMs): string {
  if (at === null) return NOTHING;
  return `${dateOf(at)} (${at <= now ? 'expired' : leftInWords(at - now)})`;
}

/** "in 21 hours"; "now" once it is due. */
export function untilOf(at: EpochMs | null, now: EpochMs): string {
  if (at === null) return NOTHING;
  return at <= now ? 'now' : `in ${leftInWords(at - now)}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
