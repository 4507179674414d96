import type { BatchView } from '../../ipc/contract';

const VERBS = {
  refresh: { running: 'Refreshing', done: 'refreshed', waiting: "couldn't be refreshed now. The app tries again" },
  test: { running: 'Testing', done: 'working', waiting: "couldn't be tested now. Try again later" },
} as const;

/** How many are through, however it ended for them. */
export function doneOf({ good, waiting, needingYou }: BatchView): number {
  return good + waiting + needingYou;
}

/** "Refreshing 12 of 40", "Canceling…", "38 refreshed. 2 need you." */
export function batchWords(batch: BatchView): string {
  const { kind, state, total, good, waiting, needingYou } = batch;
  const verbs = VERBS[kind];
  if (state === 'canceling') return 'Canceling…';
  if (state === 'running') return `${verbs.running} ${doneOf(batch).toLocaleString()} of ${total.toLocaleString()}`;
  const left = total - doneOf(batch);
  const parts = [
    `${good.toLocaleString()} ${verbs.done}`,
    ...(needingYou === 0 ? [] : [`${needingYou.toLocaleString()} ${needingYou === 1 ? 'needs' : 'need'} you`]),
    ...(waiting === 0 ? [] : [`${waiting.toLocaleString()} ${verbs.waiting}`]),
    ...(left === 0 ? [] : [`${left.toLocaleString()} canceled`]),
  ];
  return parts.map((part) => `${part}.`).join(' ');
}
