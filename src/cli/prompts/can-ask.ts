import { isatty } from 'node:tty';

/** Whether a person sits at the other end who can be asked. By number: what is on standard input is not to be touched. */
export function canAsk(): boolean {
  return isatty(0) && isatty(2);
}
