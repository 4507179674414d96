import type { Lab } from '../lab';
import type { Measured } from '../orders';
import { median, repeat } from '../repeat';
import type { Work } from './work';

const FEW = 100;
const MANY = 1000;
/** The same number of refreshes on every side, so that code is compiled to the same degree. */
const REFRESHES = 1000;
const BEFORE = 100;

/** One run of each side, one after the other. */
interface Block {
  readonly bareFew: Measured;
  readonly oursFew: Measured;
  readonly bareMany: Measured;
  readonly oursMany: Measured;
}

export const inMemory: Work = {
  rows: [
    {
      name: 'refresh-memory-1000',
      what: '1,000 connections refreshed at once ÷ bare MSAL loop, keychain in memory: time',
      ...{ unit: 'ratio', must: 1.5 },
    },
    {
      name: 'cpu-memory-1000',
      what: 'the same: CPU of the process',
      ...{ unit: 'ratio', must: 2.5 },
    },
    {
      name: 'growth-time',
      what: 'time per refresh, the exchange included, with 1,000 connections ÷ with 100',
      ...{ unit: 'ratio', must: 1.2 },
    },
    {
      name: 'growth-own-cpu',
      what: 'CPU per refresh beyond that of the bare MSAL loop, with 1,000 connections ÷ with 100',
      ...{ unit: 'ratio', must: 1.2 },
    },
  ],
  measure: async (lab) => {
    const blocks = await repeat({ atMost: 7, within: 150_000 }, () => runBlock(lab));
    const middle = (of: (block: Block) => number) => median(blocks.map(of));
    return [
      middle(({ oursMany, bareMany }) => oursMany.wall / bareMany.wall),
      middle(({ oursMany, bareMany }) => oursMany.cpu / bareMany.cpu),
      middle(({ oursMany, oursFew }) => oursMany.wall / oursFew.wall),
      middle(({ oursMany, bareMany }) => oursMany.cpu - bareMany.cpu) /
        // Less than this cannot be told from noise, and a ratio to it would say nothing.
        Math.max(
          middle(({ oursFew, bareFew }) => oursFew.cpu - bareFew.cpu),
          middle(({ bareFew }) => bareFew.cpu / 20),
        ),
    ];
  },
};

/** Whoever is compared with whom runs side by side. */
async function runBlock(lab: Lab): Promise<Block> {
  return {
    bareMany: await run(lab, 'exchange', MANY),
    oursMany: await run(lab, 'refresh', MANY),
    oursFew: await run(lab, 'refresh', FEW),
    bareFew: await run(lab, 'exchange', FEW),
  };
}

async function run(lab: Lab, what: 'exchange' | 'refresh', connections: number): Promise<Measured> {
  return lab.measure(await lab.seed(connections), { do: what, before: BEFORE, rounds: REFRESHES / connections });
}
