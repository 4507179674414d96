import { describe, expect, it } from 'vitest';
import type { BatchView } from '../../../src/ipc/contract';
import { batchWords } from '../../../src/renderer/model/batch-words';

const NONE = { state: 'ended', total: 40, good: 0, waiting: 0, needingYou: 0, named: [] } as const;

describe('what is said of a batch', () => {
  it.each<readonly [string, Partial<BatchView>]>([
    ['Refreshing 12 of 40', { state: 'running', good: 10, needingYou: 2 }],
    ['Canceling…', { state: 'canceling', good: 10 }],
    ['40 refreshed.', { good: 40 }],
    ['38 refreshed. 2 need you.', { good: 38, needingYou: 2 }],
    [
      "38 refreshed. 1 needs you. 1 couldn't be refreshed now. The app tries again.",
      { good: 38, needingYou: 1, waiting: 1 },
    ],
    ['12 refreshed. 28 canceled.', { good: 12 }],
    ['39 working. 1 needs you.', { kind: 'test', good: 39, needingYou: 1 }],
  ])('%s', (words, change) => {
    expect(batchWords({ kind: 'refresh', ...NONE, ...change })).toBe(words);
  });
});
