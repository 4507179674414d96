import { setTimeout as wait } from 'node:timers/promises';

const PAUSE = 10;
/** How long nothing must have been done, in milliseconds. */
const QUIET = 400;
/** Milliseconds of CPU within one pause that looking around itself does not take. */
const BUSY = 3;

/** Waits until this process does nothing any more. Resolves to when that began, in milliseconds of the watch. */
export async function untilQuiet(watch: () => { readonly wall: number; readonly cpu: number }): Promise<number> {
  let last = watch();
  let quietSince = last.wall;
  while (last.wall - quietSince < QUIET) {
    await wait(PAUSE);
    const now = watch();
    if (now.cpu - last.cpu > BUSY) quietSince = now.wall;
    last = now;
  }
  return quietSince;
}
