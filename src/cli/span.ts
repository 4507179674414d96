import { DAY, type DurationMs, HOUR, MINUTE, SECOND } from '../core/model/time';
import { mayRepeat } from '../core/wording/repeat';
import { CommandError } from './command-error';

const UNITS: Readonly<Record<string, DurationMs>> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY };

/** A span as somebody writes it: `90s`, `20m`, `2h`, `14d`. Throws a {@link CommandError} that names the option. */
export function readSpan(text: string, option: string): DurationMs {
  const [, count = '', unit = ''] = /^(\d{1,6})([smhd])$/.exec(text.trim()) ?? [];
  const length = UNITS[unit];
  if (length === undefined)
    throw new CommandError(
      2,
      `${mayRepeat(text) ? `${option} ${text}` : `The value of ${option}`} isn't a length of time. Use a number and a unit: 90s, 20m, 2h, or 14d.`,
    );
  return Number(count) * length;
}
