import { DAY, everyInWords, HOUR, type Schedule } from '../../../ipc/vocabulary';

/** The intervals one can choose, in milliseconds. */
const INTERVALS = [HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR, 3 * DAY, 7 * DAY, 14 * DAY, 30 * DAY];

export interface ScheduleChoice {
  readonly key: string;
  readonly words: string;
  readonly schedule: Schedule;
}

/** A key that tells schedules apart; the value of an option in a list. */
export function scheduleKey(schedule: Schedule): string {
  return schedule.kind === 'every' ? String(schedule.interval) : schedule.kind;
}

/** What one can choose, with the present schedule among them even when it is none of the usual ones. */
export function scheduleChoices(present: Schedule): readonly ScheduleChoice[] {
  const intervals = new Set(INTERVALS);
  if (present.kind === 'every') intervals.add(present.interval);
  const every = [...intervals].sort((a, b) => a - b).map((interval): Schedule => ({ kind: 'every', interval }));
  const schedules: readonly Schedule[] = [...every, { kind: 'remind-only' }];
  return schedules.map((schedule) => ({ key: scheduleKey(schedule), words: scheduleWords(schedule), schedule }));
}

/** "Every 24 hours". */
export function scheduleWords(schedule: Schedule): string {
  if (schedule.kind === 'remind-only') return 'Remind me only (no automatic refresh)';
  const { interval } = schedule;
  return `Every ${everyInWords(interval)}`;
}
