import { execFile } from 'node:child_process';
import { type Log, nameOf } from './log';

/**
 * Keeps Linux from writing this process's memory, which holds tokens, to a file when it crashes. Node can't set a
 * limit, but util-linux's `prlimit` sets that of another process. One byte rather than none: it's too little for a file,
 * and the one limit that the kernel heeds also where a program, such as apport or systemd-coredump, takes the dump.
 */
export function forbidCoreDumps(log: Log, pid = process.pid): void {
  if (process.platform !== 'linux') return;
  execFile('prlimit', [`--pid=${pid}`, '--core=1:'], (error) => {
    if (error) log('core-dumps-not-forbidden', { code: nameOf(error) });
  });
}
