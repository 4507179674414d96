import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { HistoryEntry } from '../../../src/core/model/event';
import { DAY } from '../../../src/core/model/time';
import { historyHandlers } from '../../../src/main/handlers/history';
import type { SaveQuestion } from '../../../src/main/system/dialogs';
import { aConnection, aToken, NOW } from '../support';

const CONNECTION = aConnection({ name: 'Contoso: EU/UK', token: aToken({ issuedAt: NOW + DAY }) });
const HISTORY: readonly HistoryEntry[] = [
  { kind: 'sign-in', at: NOW, took: 900, code: '', count: 1, last: NOW },
  { kind: 'copy', at: NOW, took: 0, code: 'program:=cmd()', count: 1, last: NOW },
  { kind: 'refresh', at: NOW + DAY, took: 300, code: '', count: 1, last: NOW + DAY },
];

async function setUp(choose: (folder: string) => string | null) {
  const folder = await mkdtemp(join(tmpdir(), 'ptt-history-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = choose(folder);
  const questions: SaveQuestion[] = [];
  const handlers = historyHandlers({
    keeper: { find: (id) => (id === CONNECTION.id ? CONNECTION : null), history: async () => HISTORY },
    dialogs: {
      askWhereToSave: async (question) => {
        questions.push(question);
        return path;
      },
    },
    log: () => undefined,
  });
  return { handlers, questions, path };
}

test('a history comes in words, with the tokens that were held', async () => {
  const { handlers } = await setUp(() => null);
  expect(await handlers.history({ id: CONNECTION.id })).toMatchObject({
    ok: true,
    value: {
      entries: [
        { topic: 'sign-in', words: 'Signed in' },
        { topic: 'export', words: 'Refresh token exported to =cmd()' },
        { topic: 'refresh', words: 'Refreshed' },
      ],
      spans: [
        { from: NOW, until: NOW + DAY },
        { from: NOW + DAY, until: null, endsAt: NOW + 91 * DAY },
      ],
    },
  });
});

test('a history is saved as CSV where the person says, under a name that every system takes', async () => {
  const { handlers, questions, path } = await setUp((folder) => join(folder, 'history.csv'));
  expect(await handlers.saveHistory({ id: CONNECTION.id })).toEqual({ ok: true, value: { saved: true } });
  expect(questions).toMatchObject([{ suggestion: 'Contoso EUUK history.csv', extension: 'csv' }]);
  const lines = (await readFile(path ?? '', 'utf8')).split('\r\n');
  expect(lines).toHaveLength(HISTORY.length + 2);
  expect(lines[2]).toContain(',export,program:=cmd(),Refresh token exported to =cmd()');
});

test('nothing is written without a place, and a place that cannot be written to is told', async () => {
  const cancelled = await setUp(() => null);
  expect(await cancelled.handlers.saveHistory({ id: CONNECTION.id })).toEqual({ ok: true, value: { saved: false } });
  const refused = await setUp((folder) => join(folder, 'history.csv', '\0'));
  expect(await refused.handlers.saveHistory({ id: CONNECTION.id })).toMatchObject({
    ok: false,
    what: "Couldn't save the file.",
  });
});

test('of a connection that is gone there is none', async () => {
  const { handlers, questions } = await setUp(() => null);
  for (const method of ['history', 'saveHistory'] as const)
    expect((await handlers[method]({ id: '0'.repeat(32) })).ok).toBe(false);
  expect(questions).toEqual([]);
});
