import { expect, test } from 'vitest';
import { HistoryLog } from '../../../src/core/storage/history-log';

const ID = '0'.repeat(32);
const REFRESH = { kind: 'refresh', at: 1, took: 2, code: '' } as const;

test('what is in the file by now is not written again when the file could not be looked at meanwhile', async () => {
  const lines: string[] = [];
  let readsToFail = 1;
  const log = new HistoryLog(
    {
      read: async () => {
        readsToFail -= 1;
        if (readsToFail >= 0) throw new Error('too many open files');
        return [...lines];
      },
      append: async (added) => void lines.push(...added),
      replace: async () => expect.unreachable(),
    },
    { set: () => () => undefined },
  );
  log.hear({ type: 'history', id: ID, event: REFRESH });
  await log.stop();
  expect(lines).toHaveLength(1);
  expect(await log.read(ID)).toHaveLength(1);
});
