import type { Stats } from 'node:fs';
import { constants, open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** A file that holds a secret can't be used: it can't be read, or others than its owner can. */
export class PrivateFileError extends Error {
  override readonly name = 'PrivateFileError';
  constructor(readonly problem: 'gone' | 'exposed' | 'too-large') {
    super(problem);
  }
}

/** No secret is longer. */
const MOST_BYTES = 64 * 1024;

/**
 * Reads a file that holds a secret: an ordinary file of this user or of root that nobody else can read or change. In the folder of
 * systemd's credentials, whose files an access list opens to the service's user alone, its mask shows as the group's right to read. On
 * Windows only the folder protects it. Rejects with {@link PrivateFileError}. Source: systemd.exec(5), "Credentials".
 */
export async function readPrivateFile(path: string): Promise<Buffer> {
  // A pipe that nobody writes to would be waited for forever; Windows has no such flag.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch(() => {
    throw new PrivateFileError('gone');
  });
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new PrivateFileError('gone');
    if (isExposed(stats, path)) throw new PrivateFileError('exposed');
    if (stats.size > MOST_BYTES) throw new PrivateFileError('too-large');
    return await file.readFile().catch(() => {
      throw new PrivateFileError('gone');
    });
  } finally {
    await file.close();
  }
}

function isExposed({ uid, mode }: Stats, path: string): boolean {
  if (process.platform === 'win32') return false;
  if (uid !== 0 && uid !== process.getuid?.()) return true;
  const credentials = process.env.CREDENTIALS_DIRECTORY;
  const isCredential = credentials !== undefined && dirname(resolve(path)) === resolve(credentials);
  return (mode & (isCredential ? 0o037 : 0o077)) !== 0;
}
