import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeStandInDist } from '../../../test/stand-in/make-dist.mjs';
import { median, repeat } from '../repeat';
import { timeToTray } from '../tray/launch';
import { build } from './build';
import type { Work } from './work';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const HELLO = fileURLToPath(new URL('../tray/hello.mjs', import.meta.url));

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
