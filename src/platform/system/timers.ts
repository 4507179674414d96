import type { Clock, Timers } from '../../core/model/time';

/** The clock of this computer. */
export const systemClock: Clock = { now: () => Date.now() };

/** Node's timers. */
export const systemTimers: Timers = {
  set(delay, fire) {
    const timer = setTimeout(fire, delay);
    return () => clearTimeout(timer);
  },
};

/** Waits for a promise, but no longer than `limit` milliseconds, and whatever becomes of it. */
export async function settledWithin(limit: number, promise: Promise<unknown>): Promise<void> {
  let cancel = (): void => undefined;
  const late = new Promise<void>((resolve) => {
    cancel = systemTimers.set(limit, resolve);
  });
  await Promise.race([promise.catch(() => undefined), late]);
  cancel();
}

/** Runs a job soon after it is asked for, once for however many times it was asked. */
export function coalesce(timers: Timers, delay: number, job: () => void): { ask(): void; stop(): void } {
  let cancel: (() => void) | null = null;
  return {
    ask() {
      cancel ??= timers.set(delay, () => {
        cancel = null;
        job();
      });
    },
    stop() {
      cancel?.();
      cancel = null;
    },
  };
}
