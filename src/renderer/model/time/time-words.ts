import { type CloudName, counted, DAY, HOUR, MINUTE, SECOND } from '../../../ipc/vocabulary';

/** "just now", "5 minutes ago", "3 hours ago", "12 days ago". Never says more time has passed than has. */
export function agoWords(at: number, now: number): string {
  const span = now - at;
  if (span < MINUTE) return 'just now';
  return `${spanWords(span, Math.floor)} ago`;
}

/** "in 48 seconds", "in 5 minutes", "in 21 hours", "in 3 days"; "due now" once it is. Never promises too early. */
export function untilWords(at: number, now: number): string {
  const span = at - now;
  if (span <= 0) return 'due now';
  if (span < MINUTE) return `in ${counted(secondsUntil(at, now), 'second')}`;
  return `in ${spanWords(span, Math.ceil)}`;
}

/** "45 seconds", "2 minutes": a delay among the settings. */
export function delayWords(span: number): string {
  return span % MINUTE === 0 ? counted(span / MINUTE, 'minute') : counted(Math.round(span / SECOND), 'second');
}

/** Seconds until `at`, at least 0: what a countdown shows. */
export function secondsUntil(at: number, now: number): number {
  return Math.max(0, Math.ceil((at - now) / SECOND));
}

/** "Access token copied. The app clears it from the clipboard in 60 seconds." `clearsAt` is on the system's clock. */
export function copiedWords(what: string, clearsAt: number): string {
  return `${what} copied. The app clears it from the clipboard in ${secondsUntil(clearsAt, Date.now())} seconds.`;
}

/** "62 days ahead", "3 hours behind"; `null` when the practice clock says the same as the system's. */
export function offsetWords(offset: number): string | null {
  if (Math.abs(offset) < MINUTE) return null;
  return `${spanWords(Math.abs(offset), Math.round)} ${offset > 0 ? 'ahead' : 'behind'}`;
}

/** "Monday, 23 November 2026" in the person's own order and language. */
export function dateWords(at: number, locale?: string): string {
  return new Date(at).toLocaleDateString(locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
}

/** "23 Nov 2026", where there is little room. */
export function shortDateWords(at: number, locale?: string): string {
  return new Date(at).toLocaleDateString(locale, { day: 'numeric', month: 'short', year: 'numeric' });
}

/** Date and time to the minute, with the zone's name, for tooltips. */
export function exactWords(at: number, locale?: string): string {
  return new Date(at).toLocaleString(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  });
}

function spanWords(span: number, round: (value: number) => number): string {
  if (round(span / MINUTE) < 60) return counted(round(span / MINUTE), 'minute');
  if (round(span / HOUR) < 24) return counted(round(span / HOUR), 'hour');
  // A day and a half is better said in hours than as "1 day" or "2 days".
  if (span < 2 * DAY && round(span / HOUR) !== 24) return counted(round(span / HOUR), 'hour');
  return counted(round(span / DAY), 'day');
}

/** What the issue of a token is called: Entra ID's comes from the latest refresh, another authority's may outlive many. */
export function issueWord(cloud: CloudName): string {
  return cloud === 'custom' ? 'Token issued' : 'Refreshed';
}
