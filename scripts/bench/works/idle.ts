import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { BUILT, openLab } from '../../../test/cli/support/cli';
import { build } from './build';
import type { Work } from './work';

const CONNECTIONS = 100;
const HOUR = 3600;
/** What a start leaves to do is done by then, V8's collection of its garbage included. All in seconds. */
const SETTLING = 90;
const WATCHED = 180;
const LOOKING = 20;

/**
 * `partner-token keep` with nothing due and nobody asking, by Linux' own books: an hour's worth of some minutes, and the look that it takes
 * each hour, for which SIGHUP stands here. It does a little more.
 */
export const idle: Work = {
  rows: [
    {
      name: 'keep-idle-wakeups',
      what: `partner-token keep with ${CONNECTIONS} connections and nothing to do: wake-ups an hour`,
      ...{ unit: 'wake-ups', must: 60 },
    },
    { name: 'keep-idle-cpu', what: 'the same: CPU time an hour', unit: 's', must: 0.5 },
  ],
  measure: async () => {
    await build();
    const lab = await openLab();
    try {
      await lab.seed(...Array.from({ length: CONNECTIONS }, (_, at) => `Connection ${at + 1}`));
      const keeper = spawn(process.execPath, [BUILT, 'keep', '--listen', '127.0.0.1:0'], {
        env: { ...process.env, ...lab.env },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      try {
        const lines = createInterface({ input: keeper.stdout })[Symbol.asyncIterator]();
        await lines.next();
        await wait(SETTLING * 1000);
        const idleFor = await costWhile(keeper.pid, WATCHED);
        keeper.kill('SIGHUP');
        const look = await costWhile(keeper.pid, LOOKING);
        const anHour = HOUR / WATCHED;
        return [idleFor.wakeUps * anHour + look.wakeUps, idleFor.cpu * anHour + look.cpu];
      } finally {
        keeper.kill('SIGKILL');
      }
    } finally {
      await lab.close();
    }
  },
};

async function costWhile(processId: number | undefined, seconds: number) {
  const before = costOf(processId);
  await wait(seconds * 1000);
  const after = costOf(processId);
  return { wakeUps: after.wakeUps - before.wakeUps, cpu: after.cpu - before.cpu };
}

/** How often the threads of a process have slept, and the seconds that they have run. Source: proc(5), `status` and `schedstat`. */
function costOf(processId: number | undefined): { readonly wakeUps: number; readonly cpu: number } {
  let [wakeUps, nanoseconds] = [0, 0];
  for (const thread of readdirSync(`/proc/${processId}/task`)) {
    const place = `/proc/${processId}/task/${thread}`;
    wakeUps += Number(/^voluntary_ctxt_switches:\s*(\d+)$/m.exec(readFileSync(`${place}/status`, 'utf8'))?.[1]);
    nanoseconds += Number(readFileSync(`${place}/schedstat`, 'utf8').split(' ')[0]);
  }
  return { wakeUps, cpu: nanoseconds / 1e9 };
}
