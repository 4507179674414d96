import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ReleaseFolder } from '../../../src/core/storage/ports';
import { createFolderLock } from '../../../src/platform/files/folder-lock';
import { programOf } from '../../support/programs';
import { canMount, makeReadOnly, mountDisk } from '../../support/small-disk';
import { temporaryFolder } from './support';

/** Another process that takes the lock and gives it back as it is told. */
async function anotherProcess(folder: string) {
  const { execArgv, script } = programOf('platform/files/folder-lock-process');
  const child = spawn(process.execPath, [...execArgv, script, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
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
    pid: child.pid,
    freeze: () => child.kill('SIGSTOP'),
    tell: async (word: 'take' | 'release' | 'count'): Promise<string> => {
      child.stdin.write(`${word}\n`);
      return String((await lines.next()).value);
    },
  };
}

/** Takes the folder's lock, which nobody may have, in this process. */
async function take(folder: string): Promise<ReleaseFolder> {
  const taken = await createFolderLock({ folder, patience: 0 }).take();
  if (!taken.ok) throw new Error(`process ${taken.holder?.processId} has the folder`);
  onTestFinished(() => taken.release(false));
  return taken.release;
}

/** Who has the folder's lock; `nobody` once this process could take it. */
async function holderOf(folder: string, patience = 0) {
  const taken = await createFolderLock({ folder, patience }).take();
  if (!taken.ok) return taken.holder;
  await taken.release(false);
  return 'nobody';
}

describe('the lock on the data folder', { timeout: 60_000 }, () => {
  it('is held for as long as its holder lives, and goes to the next when it is given back', async () => {
    const folder = await temporaryFolder();
    const other = await anotherProcess(folder);
    expect(await other.tell('take')).toBe('held');
    expect(await holderOf(folder, 200)).toMatchObject({ processId: other.pid });
    expect(await other.tell('release')).toBe('released');
    const release = await take(folder);
    const waiting = other.tell('take');
    await release(false);
    expect(await waiting).toBe('held');
  });

  it('tells whoever is refused which process has it, and since when', async () => {
    const folder = await temporaryFolder();
    const other = await anotherProcess(folder);
    const before = Date.now();
    await other.tell('take');
    const after = Date.now();
    const holder = await holderOf(folder);
    if (holder === 'nobody' || holder === null) throw new Error('nobody has it');
    expect(holder.processId).toBe(other.pid);
    expect(holder.since).toBeGreaterThanOrEqual(before);
    expect(holder.since).toBeLessThanOrEqual(after);
  });

  it.each(['', 'no JSON', '{"processId":"1","since":2}', '{"processId":0,"since":2}', '[]'])(
    'refuses all the same when it cannot be read who has it (%s)',
    async (text) => {
      const folder = await temporaryFolder();
      await take(folder);
      await writeFile(join(folder, 'folder.holder.json'), text);
      expect(await holderOf(folder)).toBeNull();
      await rm(join(folder, 'folder.holder.json'));
      expect(await holderOf(folder)).toBeNull();
    },
  );

  it('lets several processes that come and go never get in each other’s way', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'count'), '0');
    const processes = await Promise.all([1, 2].map(() => anotherProcess(folder)));
    expect(await Promise.all(processes.map(({ tell }) => tell('count')))).toEqual(['counted', 'counted']);
    expect(await readFile(join(folder, 'count'), 'utf8')).toBe('200');
  });

  it('ends with a process that is killed, for whoever waits then and whoever comes later', async () => {
    const folder = await temporaryFolder();
    const other = await anotherProcess(folder);
    await other.tell('take');
    const waiting = holderOf(folder, 30_000);
    await other.kill();
    expect(await waiting).toBe('nobody');
    expect(await holderOf(folder)).toBe('nobody');
  });

  it('tells the next whether the one before gave it back as clean', async () => {
    const folder = await temporaryFolder();
    const isClean = async (leave: boolean) => {
      const taken = await createFolderLock({ folder, patience: 0 }).take();
      if (!taken.ok) throw new Error('somebody has it');
      await taken.release(leave);
      return taken.isClean;
    };
    expect([await isClean(true), await isClean(true), await isClean(false), await isClean(true)]).toEqual([
      false,
      true,
      true,
      false,
    ]);
    const other = await anotherProcess(folder);
    await other.tell('take');
    await other.kill();
    expect(await isClean(true)).toBe(false);
    const holder = join(folder, 'folder.holder.json');
    await writeFile(holder, (await readFile(holder, 'utf8')).slice(0, -1));
    expect(await isClean(true)).toBe(false);
  });

  it('is not taken from a process that stands still: it may be in the middle of something', async () => {
    const folder = await temporaryFolder();
    const other = await anotherProcess(folder);
    await other.tell('take');
    other.freeze();
    expect(await holderOf(folder, 200)).toMatchObject({ processId: other.pid });
  });

  it('does not believe what is written of a holder: the process of that number may be another one by now', async () => {
    const folder = await temporaryFolder();
    const holder = { processId: process.pid, since: Date.now() };
    for (const name of ['folder.lock', 'folder.holder.json'])
      await writeFile(join(folder, name), JSON.stringify(holder));
    expect(await holderOf(folder)).toBe('nobody');
  });

  it('is had by one only of many that find the remains of a dead process at once', async () => {
    const folder = await temporaryFolder();
    const other = await anotherProcess(folder);
    await other.tell('take');
    await other.kill();
    const takers = Array.from({ length: 12 }, () => createFolderLock({ folder, patience: 0 }).take());
    const held = (await Promise.all(takers)).flatMap((taken) => (taken.ok ? [taken.release] : []));
    expect(held).toHaveLength(1);
    for (const release of held) await release(false);
  });

  it('is on a new file when somebody has deleted the old one', async () => {
    const folder = await temporaryFolder();
    const release = await take(folder);
    await release(false);
    await rm(join(folder, 'folder.lock'));
    await take(folder);
    expect(await holderOf(folder)).toMatchObject({ processId: process.pid });
  });

  it('stands in no way where there can be none', async () => {
    const folder = join(await temporaryFolder(), 'data');
    await writeFile(folder, 'in the way');
    expect([await holderOf(folder), await holderOf(folder)]).toEqual(['nobody', 'nobody']);
    await rm(folder);
    await take(folder);
    expect(await holderOf(folder)).toMatchObject({ processId: process.pid });
  });

  it.runIf(canMount)('stands in no way on a disk that is read-only', async () => {
    const folder = await temporaryFolder();
    onTestFinished(mountDisk(folder, 'size=64k'));
    onTestFinished(makeReadOnly(folder));
    expect(await holderOf(folder)).toBe('nobody');
    expect(await readdir(folder)).toEqual([]);
  });

  it.runIf(canMount)('keeps others out on a full disk, and names nobody who has gone', async () => {
    const folder = await temporaryFolder();
    onTestFinished(mountDisk(folder, 'size=64k'));
    await writeFile(join(folder, 'folder.holder.json'), '{"processId":1,"since":2}');
    await writeFile(join(folder, 'filler'), Buffer.alloc(100_000)).catch(() => undefined);
    await take(folder);
    expect(await holderOf(folder)).toBeNull();
  });

  it('sweeps away what a process left that was killed in noting that it has the folder, and nothing else', async () => {
    const folder = await temporaryFolder();
    const others = ['.folder.holder.json.mine', '.other.json.0123456789ab'];
    for (const name of ['.folder.holder.json.0123456789ab', ...others]) await writeFile(join(folder, name), '{"pro');
    await take(folder);
    expect((await readdir(folder)).sort()).toEqual([...others, 'folder.holder.json', 'folder.lock'].sort());
  });

  it.runIf(process.platform !== 'win32')('makes its folder and its files for their owner only', async () => {
    const folder = join(await temporaryFolder(), 'data');
    await mkdir(folder, { mode: 0o755 });
    await take(folder);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await readdir(folder)).sort()).toEqual(['folder.holder.json', 'folder.lock']);
    for (const name of await readdir(folder)) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
  });
});
