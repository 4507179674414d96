import { randomBytes } from 'node:crypto';
import { link, lstat, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errorCode } from './error-code';

/** Something that is no ordinary file stands in the way: a folder, a link, a device. */
export class NotAFileError extends Error {
  override readonly name = 'NotAFileError';
}

/**
 * Writes a file for its owner only (mode 0600; on Windows as its folder is protected), whole or not at all. An ordinary file of that
 * name is replaced. Rejects with {@link NotAFileError}, or with the system's error; then nothing is left behind.
 */
export async function writePrivateFile(path: string, text: string): Promise<void> {
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
  } finally {
    await rm(stage, { force: true });
  }
}

async function place(stage: string, path: string): Promise<void> {
  if (await isOrdinaryFile(path)) return rename(stage, path);
  // Unlike a rename, a link refuses what has come to stand there since.
  await link(stage, path).catch(async (error: unknown) => {
    if (!WITHOUT_LINKS.has(errorCode(error))) throw error;
    await rename(stage, path);
  });
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
