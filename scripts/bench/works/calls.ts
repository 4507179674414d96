import type { Work } from './work';

const CONNECTIONS = 50;

export const keychainCalls: Work = {
  rows: [
    { name: 'keychain-writes', what: 'keychain writes and deletions per refresh', unit: 'calls', must: 1 },
    {
      name: 'keychain-reads',
      what: 'keychain reads per refresh: token, secret, and what was written',
      ...{ unit: 'calls', must: 3 },
    },
  ],
  measure: async (lab) => {
    // The first round of a process may have to look for what later ones know.
    const { keychainReads, keychainWrites } = await lab.measure(await lab.seed(CONNECTIONS), {
      do: 'refresh',
      before: CONNECTIONS,
    });
    return [keychainWrites / CONNECTIONS, keychainReads / CONNECTIONS];
  },
};
