import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { forbidCoreDumps } from '../../../src/main/system/core-dumps';

describe.runIf(process.platform === 'linux')('a process on Linux', () => {
  let child: ChildProcess;
  let logged: string[];
  const log = (event: string) => void logged.push(event);

  beforeEach(async () => {
    logged = [];
    const limit = 'ulimit -S -c "$(ulimit -H -c)"';
    child = spawn('sh', ['-c', `${limit}; echo ready; exec sleep 600`], { stdio: ['ignore', 'pipe', 'ignore'] });
    if (child.stdout) await once(child.stdout, 'data');
  });
  afterEach(() => child.kill('SIGKILL'));

  /** Soft and hard, as the system knows them. */
  const limitsOf = (pid: number | undefined) =>
    /^Max core file size +(\S+ +\S+)/m.exec(readFileSync(`/proc/${pid}/limits`, 'utf8'))?.[1]?.split(/ +/);

  test('leaves no core dump; a program that it starts may still ask for one', async () => {
    const [soft, hard] = limitsOf(child.pid) ?? [];
    expect(soft).toBe(hard);
    forbidCoreDumps(log, child.pid);
    await expect.poll(() => limitsOf(child.pid)).toEqual(['1', hard]);
    expect(logged).toEqual([]);
  });

  test('says in the log that it could not be done', async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
    forbidCoreDumps(log, child.pid);
    await expect.poll(() => logged).toEqual(['core-dumps-not-forbidden']);
  });
});
