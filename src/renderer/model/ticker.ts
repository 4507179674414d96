import { useEffect, useState } from 'react';
import { MINUTE, SECOND } from '../../ipc/vocabulary';

/** The system's time, brought up to date every `period` milliseconds while the page can be seen. */
function useTime(period: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const tick = () => {
      if (document.visibilityState === 'visible') setNow(Date.now());
    };
    const timer = setInterval(tick, period);
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }, [period]);
  return now;
}

/** The system's time to the minute: for "3 hours ago". */
export const useMinutes = (): number => useTime(MINUTE);

/** The system's time to the second: only for a countdown that can be seen. */
export const useSeconds = (): number => useTime(SECOND);
