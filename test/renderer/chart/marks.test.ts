import { expect, it } from 'vitest';
import { DAY, type HistoryEntryView, HOUR, MINUTE } from '../../../src/ipc/vocabulary';
import { marksOf, runsOf } from '../../../src/renderer/chart/marks';

const NOON = new Date(2026, 10, 23, 12).getTime();
const entry = (topic: HistoryEntryView['topic'], at: number, words: string, last = at): HistoryEntryView => ({
  ...{
    kind: topic === 'export' || topic === 'access-token' ? 'copy' : topic,
    topic,
    at,
    last,
    code: '',
    count: 1,
    words,
  },
});

it('are one a day, with all that happened in it, each kind once', () => {
  const marks = marksOf(
    [
      entry('refresh', NOON, 'Refreshed'),
      entry('refresh', NOON + HOUR, 'Refreshed'),
      entry('failure', NOON + 2 * HOUR, 'Offline'),
      entry('refresh', NOON + DAY, 'Refreshed'),
    ],
    NOON - 80 * DAY,
    NOON + 2 * DAY,
  );
  expect(marks.map(({ words, topics }) => [words, [...topics]])).toEqual([
    [
      ['Refreshed (2 times)', 'Offline'],
      ['refresh', 'failure'],
    ],
    [['Refreshed'], ['refresh']],
  ]);
  expect(marks[0]?.at).toBe(NOON + HOUR);
  expect(marks[0]?.when).toMatch(/2026$/);
  expect(marks[1]?.when).toMatch(/2026, .*12:00/);
});

it('are one every two hours where a week is drawn', () => {
  const entries = [0, 70, 130].map((minutes) => entry('refresh', NOON + minutes * MINUTE, 'Refreshed'));
  expect(marksOf(entries, NOON - 5 * DAY, NOON + DAY).map(({ words }) => words)).toEqual([
    ['Refreshed (2 times)'],
    ['Refreshed'],
  ]);
});

it('of thousands of refreshes are no more than there are days', () => {
  const entries = Array.from({ length: 90 * 24 }, (_, hour) => entry('refresh', NOON + hour * HOUR, 'Refreshed'));
  expect(marksOf(entries, NOON, NOON + 90 * DAY).length).toBeLessThanOrEqual(91);
});

it('leave out what has none, and what is not drawn', () => {
  const entries = [
    entry('settings', NOON, 'Settings changed'),
    entry('access-token', NOON, 'Access token copied'),
    entry('refresh', NOON - 91 * DAY, 'Refreshed'),
  ];
  expect(marksOf(entries, NOON - 90 * DAY, NOON)).toEqual([]);
});

it('count what is one entry already as it does', () => {
  const folded = entry('refresh', NOON, 'Refreshed, 24 times', NOON + HOUR);
  expect(marksOf([folded], NOON - 80 * DAY, NOON + DAY)).toMatchObject([{ words: ['Refreshed, 24 times'] }]);
});

it('of failures that went on are where they began and where they ended, with a line between them', () => {
  const failures = [entry('failure', NOON, 'Offline, 9 times', NOON + 3 * DAY), entry('failure', NOON, 'Refused')];
  expect(marksOf(failures, NOON - 80 * DAY, NOON + 4 * DAY).map(({ at }) => at)).toEqual([NOON, NOON + 3 * DAY]);
  expect(runsOf(failures, NOON - 80 * DAY)).toEqual([{ from: NOON, until: NOON + 3 * DAY }]);
  expect(runsOf(failures, NOON + 4 * DAY)).toEqual([]);
});
