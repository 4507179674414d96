import { secondsUntil } from './time-words';

/** "Access token copied. The app clears it from the clipboard in 60 seconds." `clearsAt` is on the system's clock. */
export function copiedWords(what: string, clearsAt: number): string {
  return `${what} copied. The app clears it from the clipboard in ${secondsUntil(clearsAt, Date.now())} seconds.`;
}
