import { useSeconds } from '../model/time/ticker';
import { secondsUntil } from '../model/time/time-words';

/** "42 s", counting down. Not announced to a screen reader: it would never stop talking. */
export function SecondsLeft({ until }: { until: number }) {
  return <>{secondsUntil(until, useSeconds())} s</>;
}
