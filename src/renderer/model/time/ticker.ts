import { useEffect, useState } from 'react';
import { MINUTE, SECOND } from '../../../ipc/vocabulary';

/** The system's time, brought up to date every `period` milliseconds while the page can be seen, and when `to` changes. */
function useTime(period: number, to?: number | null): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const tick = () => {
      if (document.visibilityState === 'visible') setNow(Date.now());
    };
    if (to != null) tick();
    const timer = setInterval(tick, period);
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }, [period, to]);
  return now;
}

/** The system's time to the minute: for "3 hours ago". */
export const useMinutes = (): number => useTime(MINUTE);

/** The system's time to the second: only for a countdown that can be seen. */
export const useSeconds = (): number => useTime(SECOND);

/** The system's time for a countdown to `at`: to the minute and, once it is counted in seconds, to the second. `null`: to nothing. */
export function useTimeTo(at: number | null): number {
  const [isNear, setNear] = useState(false);
  const now = useTime(isNear ? SECOND : MINUTE, at);
  // What is shown in seconds begins at a minute and a half, and the next look may be a minute away.
  const near = at !== null && at > now && at - now < 2.5 * MINUTE;
  if (near !== isNear) setNear(near);
  return now;
}
