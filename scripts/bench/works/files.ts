import type { Work } from './work';

export const filesWritten: Work = {
  rows: [
    {
      name: 'files-written',
      what: 'files written while 1,000 connections are refreshed, histories included',
      ...{ unit: 'files', must: 100 },
    },
  ],
  measure: async (lab) => {
    const { filesWritten } = await lab.measure(await lab.seed(1000), { do: 'refresh', watch: 'files' });
    return [filesWritten];
  },
};
