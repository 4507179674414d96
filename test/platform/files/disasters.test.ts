import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Conf from 'conf';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createStateFile } from '../../../src/platform/files/connections-file';
import { stateOf } from './states';
import { temporaryFolder } from './support';

const isRoot = process.getuid?.() === 0;

/** Mounts a file system in memory; only root may, and not in every container. */
function mount(folder: string, options: string): boolean {
  if (!isRoot || process.platform !== 'linux') return false;
  try {
    execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function unmount(folder: string): void {
  execFileSync('/bin/umount', ['--lazy', folder]);
}

async function mountable(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'ptt-mount-'));
  const can = mount(folder, 'size=64k');
  if (can) unmount(folder);
  await rm(folder, { recursive: true });
  return can;
}
const canMount = await mountable();

/** Saves in another process, kills it after so many lines of its report, and returns the report. */
async function saveAndKill(folder: string, lines: number): Promise<string[]> {
  const script = fileURLToPath(new URL('./save-forever.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let report = '';
  child.stdout.on('data', (data) => {
    report += String(data);
    // Somewhere in the middle of what it does next.
    if (report.split('\n').length > lines) setTimeout(() => child.kill('SIGKILL'), Math.random() * 8);
  });
  await once(child, 'close');
  return report.trim().split('\n');
}

describe('the connections file in a disaster', { timeout: 120_000 }, () => {
  it('is the old one or the new one, whole, however often the process is killed in mid-save', async () => {
    const folder = await temporaryFolder();
    for (let round = 0; round < 6; round += 1) {
      const report = await saveAndKill(folder, 4 + round * 3);
      const numberOf = (verb: string) => Number(report.findLast((line) => line.startsWith(verb))?.split(' ')[1]);
      const loaded = await createStateFile({ folder }).load();
      expect(loaded.kind).toBe('loaded');
      const count = loaded.kind === 'loaded' ? loaded.state.connections.length : -1;
      expect([numberOf('done'), numberOf('begin')]).toContain(count);
      expect(loaded).toEqual({ kind: 'loaded', state: stateOf(count) });
      expect(await readdir(folder)).toEqual(['connections.json']);
    }
  });

  it.runIf(canMount)('stays as it was on a full disk, which its store alone would have cut short', async () => {
    const folder = await temporaryFolder();
    const full = join(folder, 'full');
    await mkdir(full);
    mount(full, 'size=96k');
    onTestFinished(() => unmount(full));
    const file = createStateFile({ folder: full });
    await file.save(stateOf(20));
    await expect(file.save(stateOf(100))).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(await readdir(full)).toEqual(['connections.json']);
    expect(await createStateFile({ folder: full }).load()).toEqual({ kind: 'loaded', state: stateOf(20) });
    await file.save(stateOf(21));
    expect(await file.load()).toEqual({ kind: 'loaded', state: stateOf(21) });

    new Conf({ cwd: full, configName: 'connections' }).store = { ...stateOf(100) };
    expect(await file.load()).toMatchObject({ kind: 'bad', reason: 'it is not JSON' });
  });

  it.runIf(canMount)(
    'stays as it was on a disk that has become read-only, and a bad one cannot be set aside there',
    async () => {
      const folder = await temporaryFolder();
      const disk = join(folder, 'disk');
      await mkdir(disk);
      mount(disk, 'size=256k');
      onTestFinished(() => unmount(disk));
      const file = createStateFile({ folder: disk });
      await file.save(stateOf(2));
      execFileSync('/bin/mount', ['-o', 'remount,ro', disk]);
      await expect(file.save(stateOf(3))).rejects.toMatchObject({ code: 'EROFS' });
      expect(await createStateFile({ folder: disk }).load()).toEqual({ kind: 'loaded', state: stateOf(2) });
      execFileSync('/bin/mount', ['-o', 'remount,rw', disk]);
      await writeFile(join(disk, 'connections.json'), 'bad');
      execFileSync('/bin/mount', ['-o', 'remount,ro', disk]);
      await expect(createStateFile({ folder: disk }).load()).rejects.toMatchObject({ code: 'EROFS' });
    },
  );

  it('says so, with the code, when its folder cannot be made', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'in-the-way'), '');
    const file = createStateFile({ folder: join(folder, 'in-the-way') });
    await expect(file.save(stateOf(1))).rejects.toMatchObject({ code: expect.stringMatching(/EEXIST|ENOTDIR/) });
  });

  it.runIf(process.platform !== 'win32')('is set aside when it is no file at all', async () => {
    const folder = await temporaryFolder();
    const unreadable = createServer().listen(join(folder, 'connections.json'));
    onTestFinished(() => void unreadable.close());
    await once(unreadable, 'listening');
    const loaded = await createStateFile({ folder }).load();
    expect(loaded).toMatchObject({ kind: 'bad', reason: 'something that is no file is in its place' });
    expect(await readdir(folder)).toEqual([loaded.kind === 'bad' ? loaded.setAsideAs : '']);
  });
});
