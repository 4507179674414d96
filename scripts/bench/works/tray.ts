import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeStandInDist } from '../../../test/stand-in/make-dist.mjs';
import { median, repeat } from '../repeat';
import { timeToTray } from '../tray/launch';
import type { Work } from './work';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const HELLO = fileURLToPath(new URL('../tray/hello.mjs', import.meta.url));
const BUILDER = new URL('../../bootstrap/build.mjs', import.meta.url).href;

export const tray: Work = {
  rows: [
    {
      name: 'tray-ready',
      what: 'start of the app until its icon is in the tray ÷ that of an app that does nothing else, on the stand-in',
      ...{ unit: 'ratio', must: 1.1 },
    },
  ],
  measure: async () => {
    await build();
    const electron = join(await makeStandInDist(), 'electron');
    const ratios = await repeat({ atMost: 41, within: 90_000 }, async () => {
      const hello = await timeToTray(electron, HELLO);
      return (await timeToTray(electron, ROOT)) / hello;
    });
    return [median(ratios)];
  },
};

/** Builds what is out of date. Whatever the builder says goes to standard error: standard output is for figures. */
async function build(): Promise<void> {
  const script = `import { ensureBuilt } from ${JSON.stringify(BUILDER)}; await ensureBuilt();`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 2, 2] });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error('the app could not be built');
}
