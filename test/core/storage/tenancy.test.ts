import { expect, test } from 'vitest';
import type { Tenure } from '../../../src/core/storage/ports';
import { Tenancy } from '../../../src/core/storage/tenancy';

/** A lock that anybody may take, or nobody, and that remembers what became of it. */
class Lock {
  taken = 0;
  isFree = true;
  readonly story: string[] = [];
  async take(): Promise<Tenure | null> {
    if (!this.isFree) return null;
    this.taken += 1;
    this.story.push('taken');
    return { othersWereHere: true, end: async () => void this.story.push('given back') };
  }
}

function tenancy(lock: Lock | null) {
  return new Tenancy(lock, async () => void lock?.story.push('caught up'));
}

const pause = () => new Promise<void>((resolve) => setImmediate(resolve));
const refused = () => 'refused';

test('jobs that overlap share one taking of the lock, also those inside others, and the last one gives it back', async () => {
  const lock = new Lock();
  const ours = tenancy(lock);
  const job = async () => {
    await pause();
    return ours.hold(async () => (ours.held ? 'done' : 'not held'), refused);
  };
  expect(await Promise.all([ours.hold(job, refused), ours.hold(job, refused)])).toEqual(['done', 'done']);
  expect(lock.story).toEqual(['taken', 'caught up', 'given back']);
  expect(ours.held).toBe(false);
  await ours.hold(pause, pause);
  expect(lock.taken).toBe(2);
});

test('a job that fails gives the lock back as well', async () => {
  const lock = new Lock();
  const ours = tenancy(lock);
  await expect(ours.hold(() => Promise.reject(new Error('job')), refused)).rejects.toThrow('job');
  expect(lock.story.at(-1)).toBe('given back');
});

test('nobody gets in while another process holds the lock, and everybody once it is free', async () => {
  const lock = new Lock();
  lock.isFree = false;
  const ours = tenancy(lock);
  const job = async () => 'done';
  expect(await Promise.all([ours.hold(job, refused), ours.hold(job, refused)])).toEqual(['refused', 'refused']);
  lock.isFree = true;
  expect(await ours.hold(job, refused)).toBe('done');
  expect(lock.story).toEqual(['taken', 'caught up', 'given back']);
});

test('it is said when so many have shared one taking that others should come first', async () => {
  const lock = new Lock();
  const ours = tenancy(lock);
  for (let round = 1; round <= 3; round += 1) {
    let end = () => {};
    const long = ours.hold(() => new Promise<void>((resolve) => (end = resolve)), pause);
    let rides = 0;
    while (!ours.crowded) {
      await ours.ride(pause, pause);
      rides += 1;
    }
    expect(rides).toBe(16);
    end();
    await Promise.all([long, ours.departure]);
    expect(ours.crowded).toBe(false);
    expect(lock.taken).toBe(round);
  }
});

test('without a lock every job runs at once', async () => {
  const ours = tenancy(null);
  expect(ours.held).toBe(true);
  for (let ride = 0; ride < 100; ride += 1) expect(await ours.ride(async () => 'done', refused)).toBe('done');
  expect(ours.crowded).toBe(false);
});
