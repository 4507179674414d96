import { counted, type DurationMs, type EpochMs, HOUR, measured } from '../model/time';

/** Whether a failure's code says that there was no way to the server: then no sign-in gets there either. */
export function isCutOff(code: string | null | undefined): boolean {
  return code?.startsWith('network/') ?? false;
}

/** "Offline, retrying in 48 seconds": what passes by itself, and when it is tried again. */
export function offlineInWords(code: string | null | undefined, retryAt: EpochMs | null, now: EpochMs): string {
  if (code == null) return 'Offline';
  const wait = retryAt === null ? 0 : retryAt - now;
  const again = retryInWords(wait);
  // One connection tries for all, hourly at least.
  if (isCutOff(code)) return wait > HOUR ? 'Offline, waiting for the network' : `Offline, ${again}`;
  return `Couldn't refresh, ${again}`;
}

/** "retrying in 48 seconds", "retrying now". */
export function retryInWords(wait: DurationMs): string {
  if (wait <= 0) return 'retrying now';
  const { count, unit } = measured(wait);
  return `retrying in ${counted(count, unit)}`;
}
