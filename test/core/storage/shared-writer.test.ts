import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SharedWriter } from '../../../src/core/storage/shared-writer';

/** A disk whose writes end when told to, and time that passes when told to. */
function setUp() {
  const timers = new Set<() => void>();
  const writes: Array<{ readonly end: (error?: Error) => void }> = [];
  const writer = new SharedWriter(
    () =>
      new Promise((resolve, reject) => {
        writes.push({ end: (error) => (error ? reject(error) : resolve()) });
      }),
    {
      set: (_delay, fire) => {
        timers.add(fire);
        return () => timers.delete(fire);
      },
    },
  );
  const pause = () => {
    for (const fire of [...timers]) {
      timers.delete(fire);
      fire();
    }
  };
  return { writer, writes, pause };
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('a change is written at once, and a thousand that come meanwhile are one write more', async () => {
  const { writer, writes, pause } = setUp();
  for (let at = 0; at < 1000; at += 1) writer.changed();
  expect(writes).toHaveLength(1);
  writes[0]?.end();
  await turn();
  expect(writes).toHaveLength(1);
  pause();
  expect(writes).toHaveLength(2);
  writes[1]?.end();
  await turn();
  pause();
  expect(writes).toHaveLength(2);
  expect(writer.isBehind).toBe(false);
});

test('who waits is told once what was true when it asked is on disk, and makes the write come sooner', async () => {
  const { writer, writes } = setUp();
  writer.changed();
  writer.changed();
  const told: boolean[] = [];
  void writer.committed().then((isWritten) => told.push(isWritten));
  writes[0]?.end();
  await turn();
  // The first write began before the second change.
  expect(told).toEqual([]);
  expect(writes).toHaveLength(2);
  writes[1]?.end();
  await turn();
  expect(told).toEqual([true]);
});

test('a hundred that wait on a full disk are told after one try of their own', async () => {
  const { writer, writes, pause } = setUp();
  writer.changed();
  const waiting = Array.from({ length: 100 }, () => writer.committed());
  writes[0]?.end(new Error('full'));
  await turn();
  writes[1]?.end(new Error('full'));
  expect(new Set(await Promise.all(waiting))).toEqual(new Set([false]));
  expect(writes.length).toBeLessThanOrEqual(2);
  pause();
  expect(writer.isBehind).toBe(true);
  // The next change takes it along.
  writer.changed();
  writes.at(-1)?.end();
  await turn();
  expect(writer.isBehind).toBe(false);
});

test('nothing is lost, whatever the order of changes, waits, ends and pauses', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom('change', 'wait', 'end', 'fail', 'pause')), async (deeds) => {
      const { writer, writes, pause } = setUp();
      let value = 0;
      let onDisk = -1;
      const begun: number[] = [];
      const endNext = (error?: Error) => {
        const at = begun.length;
        const write = writes[at];
        if (!write) return;
        begun.push(value);
        if (!error) onDisk = value;
        write.end(error);
      };
      for (const deed of deeds) {
        if (deed === 'change') {
          value += 1;
          writer.changed();
        }
        if (deed === 'wait') void writer.committed();
        if (deed === 'end') endNext();
        if (deed === 'fail') endNext(new Error('full'));
        if (deed === 'pause') pause();
        await turn();
      }
      writer.changed();
      const done = writer.committed();
      for (let at = 0; at < 5; at += 1) {
        endNext();
        await turn();
      }
      expect(await done).toBe(true);
      expect(onDisk).toBe(value);
    }),
    { numRuns: 60 },
  );
});
