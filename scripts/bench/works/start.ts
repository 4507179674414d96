import { median, repeat } from '../repeat';
import type { Work } from './work';

export const start: Work = {
  rows: [
    {
      name: 'start-time',
      what: 'start with 1,000 connections of which none is due, until nothing more is done',
      ...{ unit: 's', must: 0.5 },
    },
    { name: 'start-keychain-calls', what: 'keychain calls of that start', unit: 'calls', must: 0 },
  ],
  measure: async (lab) => {
    const seed = await lab.seed(1000);
    const runs = await repeat({ atMost: 7, within: 30_000 }, () => lab.measure(seed, { do: 'start' }));
    return [
      median(runs.map(({ wall }) => wall)) / 1000,
      median(runs.map(({ keychainReads, keychainWrites }) => keychainReads + keychainWrites)),
    ];
  },
};
