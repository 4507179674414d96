import { randomBytes } from 'node:crypto';
import { chmod, link, lstat, mkdir, open, readdir, rename, rm, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { errorCode } from './error-code';

/** Something that is no ordinary file stands in the way: a folder, a link, a device. */
export class NotAFileError extends Error {
  override readonly name = 'NotAFileError';
}

/**
 * Writes a file for its owner only (mode 0600; on Windows as its folder is protected) so that at every moment the old or the new
 * one stands there, whole, and the new one does when this resolves, even if the power fails: temporary file, fsync, rename, fsync of
 * the folder. An ordinary file of that name is replaced. Rejects with {@link NotAFileError}, or with the system's error; then nothing
 * is left behind.
 */
export async function writeDurably(path: string, text: string): Promise<void> {
  const stage = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`);
  try {
    const file = await open(stage, 'wx', 0o600);
    try {
      await file.writeFile(text, 'utf8');
      await file.sync();
    } finally {
      await file.close();
    }
    await place(stage, path);
  } catch (error) {
    await rm(stage, { force: true }).catch(() => undefined);
    throw error;
  }
  await flushFolder(dirname(path));
}

/** Removes a file so that it stays gone even if the power fails. Resolves to whether there was one; rejects with the system's error. */
export async function removeDurably(path: string): Promise<boolean> {
  try {
    await unlink(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
  await flushFolder(dirname(path));
  return true;
}

/** Makes a folder of the app, for its owner only. */
export async function ensureFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Best effort: a folder of somebody else's cannot be closed to them.
  if (process.platform !== 'win32') await chmod(folder, 0o700).catch(() => undefined);
}

/** Removes what writes of this file that were cut off left behind. Nobody may be writing it. */
export async function removeStages(path: string): Promise<void> {
  const isStage = (name: string) => name.startsWith(`.${basename(path)}.`) && /\.[0-9a-f]{12}$/.test(name);
  for (const name of (await readdir(dirname(path))).filter(isStage))
    await rm(join(dirname(path), name), { force: true });
}

async function place(stage: string, path: string): Promise<void> {
  if (await isOrdinaryFile(path)) return replace(path, stage);
  // Unlike a rename, a link refuses what has come to stand there since.
  try {
    await link(stage, path);
  } catch (error) {
    if (!WITHOUT_LINKS.has(errorCode(error))) throw error;
    return replace(path, stage);
  }
  await rm(stage, { force: true });
}

/** Some file systems, such as that of memory sticks, have no hard links. */
const WITHOUT_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EISDIR', 'EINVAL']);

/** `false` when nothing is there. */
async function isOrdinaryFile(path: string): Promise<boolean> {
  try {
    if ((await lstat(path)).isFile()) return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
  throw new NotAFileError('something that is no ordinary file is in the way');
}

/** On Windows a virus scanner or an indexer may hold the old file for a moment. */
async function replace(path: string, by: string): Promise<void> {
  for (let triesLeft = process.platform === 'win32' ? 10 : 0; ; triesLeft -= 1) {
    try {
      return await rename(by, path);
    } catch (error) {
      if (triesLeft === 0 || !['EPERM', 'EACCES', 'EBUSY'].includes(errorCode(error))) throw error;
      await wait(100);
    }
  }
}

/**
 * Makes the rename itself last. Windows has no such call, and needs none: NTFS journals its folders. Network drives may have none
 * either: they say EINVAL or EBADF. Source: PostgreSQL, `fsync_fname_ext`.
 */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r').catch(() => null);
  try {
    await handle?.sync();
  } catch (error) {
    if (!['EINVAL', 'EBADF'].includes(errorCode(error))) throw error;
  } finally {
    await handle?.close();
  }
}
