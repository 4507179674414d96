import { beforeEach, describe, expect, it } from 'vitest';
import type { Delivery } from '../../../../src/cli/keep/notify/delivery';
import type { Message } from '../../../../src/cli/keep/notify/message';
import { Outbox } from '../../../../src/cli/keep/notify/outbox';
import { DAY, HOUR, MINUTE, SECOND } from '../../../../src/core/model/time';

const DONE: Delivery = { kind: 'done' };
const LATER: Delivery = { kind: 'later', words: 'Busy.' };
const aMessage = (id: string): Message => ({
  ...{ id, time: '2026-01-01T00:00:00.000Z', reason: 'lifetime:7', title: 'T', message: 'M', command: null },
  connection: null,
});

/** A time that only the test moves. */
let now: number;
let timers: Array<{ at: number; fire: () => void }>;
let tried: Array<[id: string, at: number]>;
let failures: Array<[id: string, why: string, isFinal: boolean]>;
let answer: (id: string, signal: AbortSignal) => Promise<Delivery> | Delivery;
let outbox: Outbox;

beforeEach(() => {
  [now, timers, tried, failures] = [0, [], [], []];
  answer = () => DONE;
  outbox = new Outbox({
    deliver: async ({ id }, signal) => {
      tried.push([id, now]);
      return answer(id, signal);
    },
    timers: {
      set: (delay, fire) => {
        const timer = { at: now + delay, fire };
        timers.push(timer);
        return () => {
          timers = timers.filter((other) => other !== timer);
        };
      },
    },
    now: () => now,
    random: () => 1,
    failed: ({ id }, why, isFinal) => failures.push([id, why, isFinal]),
  });
});

async function pass(span: number): Promise<void> {
  const until = now + span;
  for (;;) {
    for (let turn = 0; turn < 10; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
    const [due] = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
    if (!due) break;
    timers = timers.filter((timer) => timer !== due);
    now = due.at;
    due.fire();
  }
  now = until;
}

describe('notifications that go out', () => {
  it('are tried again with pauses that grow to an hour, in order, and told of once', async () => {
    answer = () => LATER;
    outbox.add(aMessage('first'));
    outbox.add(aMessage('second'));
    await pass(4 * HOUR);
    const pauses = tried.map(([, at], index) => at - (tried[index - 1]?.[1] ?? 0)).slice(1);
    expect(pauses.slice(0, 4)).toEqual([5 * SECOND, 10 * SECOND, 20 * SECOND, 40 * SECOND]);
    expect(Math.max(...pauses)).toBe(HOUR);
    expect(new Set(tried.map(([id]) => id))).toEqual(new Set(['first']));
    expect(failures).toEqual([['first', 'Busy.', false]]);
    answer = () => DONE;
    await pass(HOUR);
    expect(tried.slice(-2).map(([id]) => id)).toEqual(['first', 'second']);
    const sent = tried.length;
    outbox.add(aMessage('third'));
    await pass(0);
    expect(tried.slice(sent)).toEqual([['third', now]]);
  });

  it('wait as long as the receiver says, up to an hour', async () => {
    answer = () => ({ ...LATER, notBefore: 10 * MINUTE });
    outbox.add(aMessage('first'));
    await pass(9 * MINUTE);
    expect(tried).toHaveLength(1);
    answer = () => ({ ...LATER, notBefore: DAY });
    await pass(MINUTE);
    answer = () => DONE;
    await pass(HOUR);
    expect(tried).toHaveLength(3);
  });

  it('are given up when they never will arrive, or have not within a day, and the next goes out', async () => {
    answer = (id) => (id === 'refused' ? { kind: 'refused', words: 'Gone.' } : DONE);
    outbox.add(aMessage('refused'));
    outbox.add(aMessage('next'));
    await pass(0);
    expect(tried.map(([id]) => id)).toEqual(['refused', 'next']);
    expect(failures).toEqual([['refused', 'Gone.', true]]);
    answer = (id) => (id === 'late' ? LATER : DONE);
    outbox.add(aMessage('late'));
    await pass(DAY + 2 * HOUR);
    outbox.add(aMessage('after'));
    await pass(0);
    expect(failures.slice(1)).toEqual([
      ['late', 'Busy.', false],
      ['late', 'Busy.', true],
    ]);
    expect(tried.at(-1)?.[0]).toBe('after');
  });

  it('are no more than 200 at a time: the oldest goes', async () => {
    answer = () => LATER;
    for (let count = 0; count < 205; count += 1) outbox.add(aMessage(String(count)));
    await pass(0);
    const given = failures.filter(([, , isFinal]) => isFinal);
    expect(given.map(([id, why]) => [id, why])).toEqual(
      ['0', '1', '2', '3', '4'].map((id) => [id, 'Too many notifications wait.']),
    );
  });

  it('are tried once more at the end, and no longer than there is time for', async () => {
    answer = () => LATER;
    outbox.add(aMessage('first'));
    outbox.add(aMessage('second'));
    await pass(0);
    answer = (id, signal) =>
      id === 'first'
        ? DONE
        : new Promise((resolve) => {
            signal.addEventListener('abort', () => resolve(LATER));
          });
    const closing = outbox.close(5 * SECOND);
    await pass(5 * SECOND);
    await closing;
    expect(tried.map(([id]) => id)).toEqual(['first', 'first', 'second']);
    expect(failures.at(-1)).toEqual(['second', 'Busy.', true]);
    expect(timers).toEqual([]);
  });
});
