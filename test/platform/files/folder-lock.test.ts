import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createFolderLock } from '../../../src/platform/files/folder-lock';

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ptt-lock-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Another process that takes the lock and gives it back as it is told. */
async function anotherProcess(folder: string) {
  const script = fileURLToPath(new URL('./folder-lock-process.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  onTestFinished(kill);
  await lines.next();
  return {
    kill,
    freeze: () => child.kill('SIGSTOP'),
    tell: async (word: 'take' | 'end' | 'count' | 'hog'): Promise<string> => {
      child.stdin.write(`${word}\n`);
      return String((await lines.next()).value);
    },
  };
}

describe('the lock on the data folder', { timeout: 60_000 }, () => {
  it('is held by one process at a time, and goes to the next when it is given back', async () => {
    const folder = await temporaryFolder();
    const other = await anotherProcess(folder);
    const lock = createFolderLock({ folder, patience: 50 });
    expect(await other.tell('take')).toBe('held');
    expect(await lock.take()).toBeNull();
    expect(await other.tell('end')).toBe('ended');
    const tenure = await lock.take();
    expect(tenure).not.toBeNull();
    const waiting = other.tell('take');
    await tenure?.end();
    expect(await waiting).toBe('held');
  });

  it('lets several processes that come and go never get in each other’s way', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'count'), '0');
    const processes = await Promise.all([1, 2, 3].map(() => anotherProcess(folder)));
    expect(await Promise.all(processes.map(({ tell }) => tell('count')))).toEqual(['counted', 'counted', 'counted']);
    expect(await readFile(join(folder, 'count'), 'utf8')).toBe('300');
  });

  it('ends with a process that is killed, for whoever waits then', async () => {
    const folder = await temporaryFolder();
    const other = await anotherProcess(folder);
    await other.tell('take');
    const waiting = createFolderLock({ folder }).take();
    await other.kill();
    const tenure = await waiting;
    expect(tenure).not.toBeNull();
    await tenure?.end();
  });

  it('is not taken from a process that stands still: it may be in the middle of something', async () => {
    const folder = await temporaryFolder();
    const other = await anotherProcess(folder);
    await other.tell('take');
    other.freeze();
    expect(await createFolderLock({ folder, patience: 200 }).take()).toBeNull();
  });

  it('does not believe what stands in the file: the process of that number may be another one by now', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'folder.lock'), JSON.stringify({ pid: process.pid, parent: process.ppid }));
    const tenure = await createFolderLock({ folder, patience: 0 }).take();
    expect(tenure?.othersWereHere).toBe(true);
    await tenure?.end();
  });

  it('is had by one only of many that find the remains of a dead process at once', async () => {
    const folder = await temporaryFolder();
    const other = await anotherProcess(folder);
    await other.tell('take');
    await other.kill();
    const takers = Array.from({ length: 12 }, () => createFolderLock({ folder, patience: 0 }).take());
    const tenures = (await Promise.all(takers)).filter((tenure) => tenure !== null);
    expect(tenures).toHaveLength(1);
    await tenures[0]?.end();
  });

  it('tells whether somebody else was inside meanwhile', async () => {
    const folder = await temporaryFolder();
    const [mine, theirs] = [createFolderLock({ folder }), createFolderLock({ folder })];
    const visit = async (lock: typeof mine) => {
      const tenure = await lock.take();
      await tenure?.end();
      return tenure?.othersWereHere;
    };
    expect([await visit(mine), await visit(mine)]).toEqual([true, false]);
    expect([await visit(theirs), await visit(mine), await visit(mine)]).toEqual([true, true, false]);
  });

  it('comes to those who wait, also when a process takes it again as soon as it has given it back', async () => {
    const folder = await temporaryFolder();
    const other = await anotherProcess(folder);
    await other.tell('hog');
    const lock = createFolderLock({ folder });
    for (let turn = 0; turn < 3; turn += 1) {
      const tenure = await lock.take();
      expect(tenure).not.toBeNull();
      await tenure?.end();
    }
  });

  it('is on a new file when somebody has deleted the old one', async () => {
    const folder = await temporaryFolder();
    const lock = createFolderLock({ folder, patience: 0 });
    await (await lock.take())?.end();
    await rm(join(folder, 'folder.lock'));
    const tenure = await lock.take();
    expect(tenure?.othersWereHere).toBe(true);
    expect(await createFolderLock({ folder, patience: 0 }).take()).toBeNull();
    await tenure?.end();
  });

  it('stands in no way where there can be none, and says that others may have been there, also the next time', async () => {
    const folder = join(await temporaryFolder(), 'data');
    const lock = createFolderLock({ folder, patience: 0 });
    const visit = async () => {
      const tenure = await lock.take();
      await tenure?.end();
      return tenure?.othersWereHere;
    };
    expect([await visit(), await visit()]).toEqual([true, false]);
    await rename(folder, `${folder}-away`);
    await writeFile(folder, 'in the way');
    expect([await visit(), await visit()]).toEqual([true, true]);
    await rm(folder);
    await rename(`${folder}-away`, folder);
    expect([await visit(), await visit()]).toEqual([true, false]);
  });

  it.runIf(process.platform !== 'win32')('makes its folder and its file for their owner only', async () => {
    const folder = join(await temporaryFolder(), 'data');
    await (await createFolderLock({ folder }).take())?.end();
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect(await readdir(folder)).toEqual(['folder.lock']);
    expect((await stat(join(folder, 'folder.lock'))).mode & 0o777).toBe(0o600);
  });
});
