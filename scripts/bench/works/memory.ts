import { median, repeat } from '../repeat';
import type { Work } from './work';

const CONNECTIONS = 1000;
const MB = 1_000_000;

export const memory: Work = {
  rows: [
    {
      name: 'memory-held',
      what: 'memory held at most while 1,000 connections are refreshed: heap and buffers without garbage, above what it was before',
      ...{ unit: 'MB', must: 40 },
    },
    {
      name: 'memory-process',
      what: 'memory of the process (RSS) at most meanwhile, above what it was once all had been refreshed before',
      ...{ unit: 'MB', must: 40 },
    },
  ],
  measure: async (lab) => {
    const seed = await lab.seed(CONNECTIONS);
    const growth = async (watch: 'held' | 'process', before: number) =>
      (await lab.measure(seed, { do: 'refresh', before, watch })).growth / MB;
    const held = await repeat({ atMost: 3, within: 0 }, () => growth('held', 20));
    const all = await repeat({ atMost: 5, within: 60_000 }, () => growth('process', CONNECTIONS));
    return [median(held), median(all)];
  },
};
