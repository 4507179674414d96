import { chmod, mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { NotAFileError, writePrivateFile } from '../../../src/platform/files/private-file';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ptt-private-'));
  return () => rm(folder, { recursive: true, force: true });
});

const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

describe('a private file', () => {
  it.runIf(process.platform !== 'win32')('is for its owner only, whatever the umask', async () => {
    const before = process.umask(0);
    onTestFinished(() => void process.umask(before));
    const path = join(folder, 'token.txt');
    await writePrivateFile(path, 'a token');
    expect(await readFile(path, 'utf8')).toBe('a token');
    expect(await modeOf(path)).toBe(0o600);
    expect(await readdir(folder)).toEqual(['token.txt']);
  });

  it.runIf(process.platform !== 'win32')(
    'takes the place of an ordinary file, and is private though that was not',
    async () => {
      const path = join(folder, 'token.txt');
      await writeFile(path, 'something longer than the token');
      await chmod(path, 0o644);
      await writePrivateFile(path, 'a token');
      expect(await readFile(path, 'utf8')).toBe('a token');
      expect(await modeOf(path)).toBe(0o600);
    },
  );

  it('goes neither through a link nor over it, nor over a folder', async () => {
    const target = join(folder, 'elsewhere.txt');
    await writeFile(target, 'kept');
    await symlink(target, join(folder, 'link'));
    await symlink(join(folder, 'nowhere'), join(folder, 'dangling'));
    await mkdir(join(folder, 'folder'));
    for (const name of ['link', 'dangling', 'folder'])
      await expect(writePrivateFile(join(folder, name), 'a token')).rejects.toThrow(NotAFileError);
    expect(await readFile(target, 'utf8')).toBe('kept');
    expect(await readlink(join(folder, 'link'))).toBe(target);
    expect((await readdir(folder)).sort()).toEqual(['dangling', 'elsewhere.txt', 'folder', 'link']);
  });

  it('leaves nothing behind where it cannot be written', async () => {
    await expect(writePrivateFile(join(folder, 'no', 'such', 'folder.txt'), 'a token')).rejects.toThrow(/ENOENT/);
    expect(await readdir(folder)).toEqual([]);
  });
});
