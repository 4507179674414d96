import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createConnectionsFile } from '../../../src/platform/files/connections-file';
import { programOf } from '../../support/programs';
import { canMount, makeReadOnly, mountDisk } from '../../support/small-disk';
import { stateOf } from './states';
import { temporaryFolder } from './support';

/** Saves in another process, kills it after so many lines of its report, and returns the report. */
async function saveAndKill(folder: string, lines: number): Promise<string[]> {
  const { execArgv, script } = programOf('platform/files/save-forever');
  const child = spawn(process.execPath, [...execArgv, script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let report = '';
  child.stdout.on('data', (data) => {
    report += String(data);
    // Somewhere in the middle of what it does next.
    if (report.split('\n').length > lines) setTimeout(() => child.kill('SIGKILL'), Math.random() * 8);
  });
  await once(child, 'close');
  return report.trim().split('\n');
}

/** A disk of its own for the test, with a connections file of so many connections. */
async function diskWith(count: number, size: string) {
  const disk = join(await temporaryFolder(), 'disk');
  await mkdir(disk);
  onTestFinished(mountDisk(disk, `size=${size}`));
  const file = createConnectionsFile(disk);
  await file.save(stateOf(count));
  return { disk, file };
}

describe('the connections file in a disaster', { timeout: 120_000 }, () => {
  it('is the old one or the new one, whole, however often the process is killed in mid-save', async () => {
    const folder = await temporaryFolder();
    for (let round = 0; round < 6; round += 1) {
      const report = await saveAndKill(folder, 4 + round * 3);
      const numberOf = (verb: string) => Number(report.findLast((line) => line.startsWith(verb))?.split(' ')[1]);
      const loaded = await createConnectionsFile(folder).load();
      expect(loaded.kind).toBe('loaded');
      const count = loaded.kind === 'loaded' ? loaded.state.connections.length : -1;
      expect([numberOf('done'), numberOf('begin')]).toContain(count);
      expect(loaded).toEqual({ kind: 'loaded', state: stateOf(count) });
      expect(await readdir(folder)).toEqual(['connections.json']);
    }
  });

  it.runIf(canMount)('stays as it was on a disk that fills up in mid-save, and leaves no half one behind', async () => {
    const { disk, file } = await diskWith(20, '96k');
    const before = await readFile(join(disk, 'connections.json'), 'utf8');
    // More than is left, so that the disk takes a part of it.
    await expect(file.save(stateOf(100))).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(await readdir(disk)).toEqual(['connections.json']);
    expect(await readFile(join(disk, 'connections.json'), 'utf8')).toBe(before);
    expect(await createConnectionsFile(disk).load()).toEqual({ kind: 'loaded', state: stateOf(20) });
    await file.save(stateOf(21));
    expect(await file.load()).toEqual({ kind: 'loaded', state: stateOf(21) });
  });

  it.runIf(canMount)('stays as it was on a disk without room for one more file', async () => {
    const { disk, file } = await diskWith(2, '256k,nr_inodes=3');
    await writeFile(join(disk, 'another'), '');
    await expect(file.save(stateOf(3))).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(await createConnectionsFile(disk).load()).toEqual({ kind: 'loaded', state: stateOf(2) });
  });

  it.runIf(canMount)('stays as it was on a disk that has become read-only', async () => {
    const { disk, file } = await diskWith(2, '256k');
    const makeWritable = makeReadOnly(disk);
    await expect(file.save(stateOf(3))).rejects.toMatchObject({ code: 'EROFS' });
    expect(await createConnectionsFile(disk).load()).toEqual({ kind: 'loaded', state: stateOf(2) });
    makeWritable();
    await file.save(stateOf(3));
    expect(await file.load()).toEqual({ kind: 'loaded', state: stateOf(3) });
  });

  it.runIf(canMount)('that is bad on a read-only disk is not read at all, since it cannot be set aside', async () => {
    const { disk } = await diskWith(2, '256k');
    await writeFile(join(disk, 'connections.json'), 'bad');
    onTestFinished(makeReadOnly(disk));
    await expect(createConnectionsFile(disk).load()).rejects.toMatchObject({ code: 'EROFS' });
  });

  it('says so, with the code, when its folder cannot be made', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'in-the-way'), '');
    const file = createConnectionsFile(join(folder, 'in-the-way'));
    await expect(file.save(stateOf(1))).rejects.toMatchObject({ code: expect.stringMatching(/EEXIST|ENOTDIR/) });
  });

  it.runIf(process.platform !== 'win32')('is set aside when it is no file at all', async () => {
    const folder = await temporaryFolder();
    const unreadable = createServer().listen(join(folder, 'connections.json'));
    onTestFinished(() => void unreadable.close());
    await once(unreadable, 'listening');
    const loaded = await createConnectionsFile(folder).load();
    expect(loaded).toMatchObject({ kind: 'bad' });
    expect(await readdir(folder)).toEqual([loaded.kind === 'bad' ? loaded.setAsideAs : '']);
  });
});
