import type { DurationMs } from '../model/time';
import { spanInWords } from './words';

/** That this computer's clock is wrong, and what to do; `behind` is negative when it is ahead. */
export function clockInWords(behind: DurationMs): { readonly what: string; readonly advice: string } {
  return {
    what: `This computer's clock is ${spanInWords(Math.abs(behind))} ${behind > 0 ? 'behind' : 'ahead'}.`,
    advice: "Until it's corrected, times and days left are wrong. Let the system set the time automatically.",
  };
}
