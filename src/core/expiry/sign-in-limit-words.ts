import type { SignInLimit } from '../model/sign-in-limit';
import { everyInWords } from '../model/time-words';

/** "This tenant requires a sign-in every 7 days": why refreshing is not enough. No full stop. */
export function signInLimitInWords({ reason, span }: SignInLimit): string {
  return reason === 'single-page'
    ? 'This application is registered as a single-page application, which requires a sign-in every 24 hours'
    : `This tenant requires a sign-in every ${everyInWords(span)}`;
}
