import { expect, it } from 'vitest';
import { AppMemory } from '../../../src/main/system/app-memory';
import { HandTimers } from '../support';

const ID = '0123456789abcdef0123456789abcdef';
const noted = { id: `${ID}/1/lifetime:7`, at: 1, isShown: true };

it('what is remembered is written once for many changes, and at the end', () => {
  const timers = new HandTimers();
  const written: unknown[] = [];
  const memory = new AppMemory({ store: {}, set: (change: unknown) => written.push(change) }, timers);
  memory.change({ lastCopied: ID });
  memory.change({ notifications: [noted] });
  expect(written).toEqual([]);
  timers.pass(1000);
  expect(written).toEqual([{ lastCopied: ID, notifications: [noted] }]);
  memory.change({ lastCopied: null });
  memory.end();
  expect(written.at(-1)).toEqual({ lastCopied: null, notifications: [noted] });
});

it.each([
  [{}, null, 0],
  [{ lastCopied: '../x', notifications: [noted] }, null, 1],
  [{ lastCopied: ID, notifications: [{ ...noted, at: 'soon' }] }, ID, 0],
  [{ lastCopied: 7, notifications: 'none' }, null, 0],
])('of a file with %j what is not valid is forgotten, and nothing else', (store, lastCopied, count) => {
  const { notifications, ...memory } = new AppMemory({ store, set: () => undefined }, new HandTimers()).current();
  expect(memory).toEqual({ lastCopied });
  expect(notifications).toHaveLength(count);
});

it('a file that cannot be written does no harm', () => {
  const refuses = () => {
    throw new Error('read-only');
  };
  const memory = new AppMemory({ store: {}, set: refuses }, new HandTimers());
  memory.change({ lastCopied: ID });
  memory.end();
  expect(memory.current().lastCopied).toBe(ID);
});
