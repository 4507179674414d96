import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** `process`: all memory that the system has given to this process (RSS). `held`: what is left of heap and buffers once garbage is collected. */
export type Memory = 'process' | 'held';

const PAUSE = { process: 10, held: 100 };

/** Collects garbage, and watches from then on how much memory grows. Returns what tells by how many bytes at most. */
export function watchMemory(which: Memory): () => number {
  const collect = garbageCollector();
  const look = (): number => {
    if (which === 'process') return process.memoryUsage.rss();
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  collect();
  const base = look();
  let most = base;
  const timer = setInterval(() => {
    most = Math.max(most, look());
  }, PAUSE[which]);
  return () => {
    clearInterval(timer);
    return Math.max(most, look()) - base;
  };
}

function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('this Node does not let its garbage be collected');
  return () => void collect();
}
