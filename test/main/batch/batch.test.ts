import { describe, expect, it } from 'vitest';
import { Batch, type JobResult } from '../../../src/main/batch/batch';
import { aConnection, settle } from '../support';

const GOOD: JobResult = { kind: 'good' };

/** A batch over connections "0" to "9" and one that nobody has signed in to; each job ends when the test says so. */
function setUp() {
  const connections = Array.from({ length: 10 }, (_, index) => aConnection({ id: String(index) }));
  const all = [...connections, aConnection({ id: 'new', token: null })];
  const running = new Map<string, (result: JobResult) => void>();
  const begun: string[] = [];
  const job = (id: string) =>
    new Promise<JobResult>((resolve) => {
      begun.push(id);
      running.set(id, resolve);
    });
  const batch = new Batch({
    keeper: { connections: () => all, find: (id) => all.find((connection) => connection.id === id) ?? null },
    jobs: { refresh: job, test: () => Promise.reject(new Error('a bug')) },
    changed: () => undefined,
  });
  const end = async (id: string, result: JobResult = GOOD) => {
    running.get(id)?.(result);
    await settle();
  };
  return { all, batch, begun, end };
}

describe('a batch', () => {
  it('does four at once, and tells how far it is and what came of it', async () => {
    const { batch, begun, end } = setUp();
    const over = batch.start('refresh');
    expect(begun).toEqual(['0', '1', '2', '3']);
    expect(batch.current()).toMatchObject({ state: 'running', total: 10, good: 0 });
    await end('2', { kind: 'needs-you', what: 'The password changed.' });
    await end('0', { kind: 'waits' });
    expect(begun).toEqual(['0', '1', '2', '3', '4', '5']);
    for (const id of ['1', '3', '4', '5', '6', '7', '8', '9']) await end(id);
    await over;
    expect(batch.current()).toEqual({
      ...{ kind: 'refresh', state: 'ended', total: 10, good: 8, waiting: 1, needingYou: 1 },
      named: [{ connectionId: '2', what: 'The password changed.' }],
    });
    batch.end();
    expect(batch.current()).toBeNull();
  });

  it('that is canceled begins no other, and waits for what has begun', async () => {
    const { batch, begun, end } = setUp();
    const over = batch.start('refresh');
    await end('0');
    batch.end();
    expect(batch.current()?.state).toBe('canceling');
    for (const id of ['1', '2', '3', '4']) await end(id);
    await over;
    expect(begun).toEqual(['0', '1', '2', '3', '4']);
    expect(batch.current()).toMatchObject({ state: 'ended', total: 10, good: 5 });
  });

  it('is not begun again while it is under way', async () => {
    const { batch, begun } = setUp();
    void batch.start('refresh');
    void batch.start('test');
    expect(batch.current()?.kind).toBe('refresh');
    expect(begun).toHaveLength(4);
  });

  it('leaves out what is removed meanwhile', async () => {
    const { all, batch, end } = setUp();
    const over = batch.start('refresh');
    all.splice(4, 6);
    for (const id of ['0', '1', '2', '3']) await end(id);
    await over;
    expect(batch.current()).toMatchObject({ state: 'ended', total: 4, good: 4 });
  });

  it('comes to its end whatever happens', async () => {
    const { batch } = setUp();
    await batch.start('test');
    expect(batch.current()).toMatchObject({ state: 'ended', good: 0, needingYou: 10 });
  });
});
