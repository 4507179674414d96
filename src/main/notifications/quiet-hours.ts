import type { QuietHours } from '../../core/model/settings';

/** When the quiet hours that `now` is in end; `null`: it is in none. Both in this computer's local time, through its changes of the clock. */
export function quietUntil(quietHours: QuietHours | null, now: Date): Date | null {
  if (quietHours === null) return null;
  const { from, to } = quietHours;
  const minute = now.getHours() * 60 + now.getMinutes();
  const isOverMidnight = from > to;
  const isQuiet = isOverMidnight ? minute >= from || minute < to : minute >= from && minute < to;
  if (!isQuiet) return null;
  const end = new Date(now);
  if (isOverMidnight && minute >= from) end.setDate(end.getDate() + 1);
  end.setHours(Math.floor(to / 60), to % 60, 0, 0);
  return end;
}
