import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { build } from 'vite';
import type { Outcome, WorldOptions } from './world';

const here = fileURLToPath(new URL('.', import.meta.url));
const cache = join(here, '../../.cache');

/** Short-lived objects are most of what a simulation makes; with less room many would be taken for long-lived ones. */
const ROOM_FOR_THE_YOUNG = { maxYoungGenerationSizeMb: 64 };
/** What is compiled with less of what it calls is compiled again less often: a tenth of all computing. */
const LESS_INLINED = '--max-inlined-bytecode-size-cumulative=400';

/** Lets each world live on a thread of its own, as many at once as there are processors. The outcomes come in the worlds' order. */
export async function liveOnThreads(worlds: readonly WorldOptions[]): Promise<Outcome[]> {
  const { path, drop } = await bundle();
  setFlagsFromString(LESS_INLINED);
  try {
    const outcomes: Outcome[] = [];
    const waiting = [...worlds.entries()];
    const lane = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [index, world] = next;
        outcomes[index] = await liveOnThread(path, world);
      }
    };
    await Promise.all(Array.from({ length: Math.min(worlds.length, availableParallelism()) }, lane));
    return outcomes;
  } finally {
    await drop();
  }
}

function liveOnThread(path: string, world: WorldOptions): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(path, { workerData: world, execArgv: [], resourceLimits: ROOM_FOR_THE_YOUNG });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`a machine's thread ended with code ${code}`)));
  });
}

/** The simulation as plain JavaScript: what compiles while running names every small function anew, each time it is made. */
async function bundle(): Promise<{ path: string; drop: () => Promise<void> }> {
  await mkdir(cache, { recursive: true });
  const outDir = await mkdtemp(join(cache, 'simulate-'));
  await build({
    configFile: false,
    root: here,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      outDir,
      target: 'node20',
      ssr: true,
      minify: false,
      rollupOptions: { input: join(here, 'worker.ts'), output: { entryFileNames: 'worker.mjs' } },
    },
  });
  return { path: join(outDir, 'worker.mjs'), drop: () => rm(outDir, { recursive: true, force: true }) };
}
