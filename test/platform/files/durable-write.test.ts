import fs from 'node:fs';
import { chmod, mkdir, readdir, readFile, readlink, stat, symlink, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { basename, join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { NotAFileError, writeDurably } from '../../../src/platform/files/durable-write';
import { canMount, mountDisk } from '../../support/small-disk';
import { temporaryFolder } from './support';

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});

const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

/** Lets a call of the system fail with this code while the test lasts, wherever `when` says so. */
function failing(method: 'link' | 'rename', code: string): void {
  const original = fs.promises[method];
  const fail = () => Promise.reject(Object.assign(new Error(`${code}: made up`), { code }));
  Reflect.set(fs.promises, method, fail);
  syncBuiltinESMExports();
  onTestFinished(() => {
    Reflect.set(fs.promises, method, original);
    syncBuiltinESMExports();
  });
}

/** What is flushed, in order: the names of files and folders. With a code, flushing a folder fails with it. */
async function watchFlushes(codeOfFolders: string | null = null): Promise<string[]> {
  const flushed: string[] = [];
  const handle = await fs.promises.open(folder);
  const prototype: object = Object.getPrototypeOf(handle);
  await handle.close();
  const original: unknown = Reflect.get(prototype, 'sync');
  if (typeof original !== 'function') throw new Error('no way to flush');
  Reflect.set(prototype, 'sync', async function (this: fs.promises.FileHandle) {
    const isFolder = (await this.stat()).isDirectory();
    flushed.push(isFolder ? 'the folder' : basename(await readlink(`/proc/self/fd/${this.fd}`)));
    if (isFolder && codeOfFolders !== null)
      throw Object.assign(new Error(`${codeOfFolders}: made up`), { code: codeOfFolders });
    await Reflect.apply(original, this, []);
  });
  onTestFinished(() => void Reflect.set(prototype, 'sync', original));
  return flushed;
}

describe('a file that is written durably', () => {
  it.runIf(process.platform !== 'win32')('is for its owner only, whatever the umask', async () => {
    const before = process.umask(0);
    onTestFinished(() => void process.umask(before));
    const path = join(folder, 'token.txt');
    await writeDurably(path, 'a token');
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
      await writeDurably(path, 'a token');
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
      await expect(writeDurably(join(folder, name), 'a token')).rejects.toThrow(NotAFileError);
    expect(await readFile(target, 'utf8')).toBe('kept');
    expect(await readlink(join(folder, 'link'))).toBe(target);
    expect((await readdir(folder)).sort()).toEqual(['dangling', 'elsewhere.txt', 'folder', 'link']);
  });

  it('leaves nothing behind where it cannot be written', async () => {
    await expect(writeDurably(join(folder, 'no', 'such', 'folder.txt'), 'a token')).rejects.toThrow(/ENOENT/);
    expect(await readdir(folder)).toEqual([]);
  });

  it.runIf(canMount)('leaves the old one, and nothing else, on a disk that is full', async () => {
    onTestFinished(mountDisk(folder, 'size=64k'));
    const path = join(folder, 'token.txt');
    await writeDurably(path, 'old');
    await expect(writeDurably(path, 'x'.repeat(100_000))).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['token.txt']);
  });

  it('leaves the old one, and nothing else, where it cannot be put in its place', async () => {
    const path = join(folder, 'token.txt');
    await writeDurably(path, 'old');
    failing('rename', 'EIO');
    await expect(writeDurably(path, 'new')).rejects.toMatchObject({ code: 'EIO' });
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['token.txt']);
  });

  it.each(['EPERM', 'ENOTSUP'])('is written also where files cannot have two names (%s)', async (code) => {
    failing('link', code);
    await writeDurably(join(folder, 'token.txt'), 'a token');
    expect(await readFile(join(folder, 'token.txt'), 'utf8')).toBe('a token');
    expect(await readdir(folder)).toEqual(['token.txt']);
  });

  it.runIf(process.platform === 'linux')('is on the disk itself, and its name is, when that is said', async () => {
    const flushed = await watchFlushes();
    await writeDurably(join(folder, 'token.txt'), 'a token');
    await writeDurably(join(folder, 'token.txt'), 'another');
    const stage = expect.stringMatching(/^\.token\.txt\.[0-9a-f]{12}$/);
    expect(flushed).toEqual([stage, 'the folder', stage, 'the folder']);
  });

  it.runIf(process.platform === 'linux')('is written where no folder can be flushed', async () => {
    await watchFlushes('EINVAL');
    await writeDurably(join(folder, 'token.txt'), 'a token');
    expect(await readFile(join(folder, 'token.txt'), 'utf8')).toBe('a token');
  });

  it.runIf(process.platform === 'linux')('is not called written when the disk fails to flush its folder', async () => {
    await watchFlushes('EIO');
    await expect(writeDurably(join(folder, 'token.txt'), 'a token')).rejects.toMatchObject({ code: 'EIO' });
  });
});
