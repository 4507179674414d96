import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHistoryFile } from '../../../src/platform/files/history-file';
import { canMount, makeReadOnly, mountDisk } from '../../support/small-disk';
import { temporaryFolder } from './support';

const NAME = 'history.jsonl';

async function fresh() {
  const folder = join(await temporaryFolder(), 'data');
  return { folder, path: join(folder, NAME), history: createHistoryFile(folder) };
}

/** A history on a disk of its own, of this size. */
async function onDisk(size: string) {
  const found = await fresh();
  await mkdir(found.folder);
  onTestFinished(mountDisk(found.folder, `size=${size}`));
  return found;
}

const lines = (count: number, length = 8) => Array.from({ length: count }, (_, at) => `"${'x'.repeat(length)}${at}"`);

describe('the history file', () => {
  it('is empty before anything was written, and gives back the lines that were, oldest first', async () => {
    const { folder, history } = await fresh();
    expect(await history.read()).toEqual([]);
    await history.append(['"one"', '"two"']);
    await history.append(['"three ✓"']);
    expect(await history.read()).toEqual(['"one"', '"two"', '"three ✓"']);
    expect(await readdir(folder)).toEqual([NAME]);
  });

  it('is replaced by fewer lines, or none, and goes on from there', async () => {
    const { folder, history } = await fresh();
    await history.append(lines(1000));
    await history.replace(['"kept"']);
    expect(await history.read()).toEqual(['"kept"']);
    await history.append(['"next"']);
    expect(await history.read()).toEqual(['"kept"', '"next"']);
    await history.replace([]);
    expect(await history.read()).toEqual([]);
    expect(await readdir(folder)).toEqual([NAME]);
  });

  it('loses the line that a crash cut off in the middle, and neither the one before nor the next', async () => {
    const { path, history } = await fresh();
    await history.append(['"one"']);
    await writeFile(path, `${await readFile(path, 'utf8')}"cut o`);
    await history.append(['"three"']);
    expect((await history.read()).filter((line) => /^".*"$/.test(line))).toEqual(['"one"', '"three"']);
  });

  it('that was being replaced when the process was killed is the old one, and what was left behind goes', async () => {
    const { folder, history } = await fresh();
    await history.append(['"one"']);
    const others = ['.history.jsonl.mine', '.notes.0123456789ab'];
    for (const name of ['.history.jsonl.0123456789ab', ...others]) await writeFile(join(folder, name), '"ha');
    expect(await history.read()).toEqual(['"one"']);
    await history.replace(['"two"']);
    expect((await readdir(folder)).sort()).toEqual([...others, NAME].sort());
  });

  it.runIf(canMount)('has all of the lines or none on a disk that fills up, and takes them later', async () => {
    const { folder, history } = await onDisk('64k');
    await history.append(lines(10));
    await writeFile(join(folder, 'filler'), Buffer.alloc(20_000));
    await expect(history.append(lines(100, 1000))).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(await history.read()).toEqual(lines(10));
    await history.append(['"after"']);
    expect(await history.read()).toEqual([...lines(10), '"after"']);
    await expect(history.replace(lines(100, 1000))).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(await history.read()).toEqual([...lines(10), '"after"']);
    expect((await readdir(folder)).sort()).toEqual(['filler', NAME].sort());
  });

  it.runIf(canMount)(
    'can still be read on a disk that has become read-only, and says that it takes nothing',
    async () => {
      const { folder, history } = await onDisk('64k');
      await history.append(['"one"']);
      onTestFinished(makeReadOnly(folder));
      await expect(history.append(['"two"'])).rejects.toMatchObject({ code: 'EROFS' });
      await expect(history.replace(['"two"'])).rejects.toMatchObject({ code: 'EROFS' });
      expect(await history.read()).toEqual(['"one"']);
    },
  );

  it('says so where it cannot be read, and writes over nothing', async () => {
    const { path, history } = await fresh();
    await mkdir(join(path, 'inside'), { recursive: true });
    await expect(history.read()).rejects.toMatchObject({ code: 'EISDIR' });
    await expect(history.append(['"one"'])).rejects.toThrow();
    await expect(history.replace(['"one"'])).rejects.toThrow();
    expect(await readdir(path)).toEqual(['inside']);
  });

  it.runIf(process.platform !== 'win32')('is for its owner only, however it came to be', async () => {
    const { folder, path, history } = await fresh();
    await history.append(['"one"']);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await history.replace(['"two"']);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });
});
