import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DAY } from '../../core/model/time';
import type { HistoryStore } from '../../core/storage/ports';
import { errorCode } from './error-code';
import { writePrivateFile } from './private-file';
import { setAside } from './set-aside';

/**
 * One small file per connection in `folder`, for its owner only. A write leaves the old text or the new one, whole, whoever
 * else writes at the same moment. Every method rejects with the system's error, or with a RangeError for an id that is none.
 */
export function createHistoryStore(folder: string): HistoryStore {
  let isSwept = false;
  const pathOf = (id: string): string => {
    if (!/^[0-9a-f]{32}$/.test(id)) throw new RangeError('not the id of a connection');
    return join(folder, `${id}.json`);
  };
  return {
    read: async (id) => {
      try {
        return await readFile(pathOf(id), 'utf8');
      } catch (error) {
        if (errorCode(error) === 'ENOENT') return null;
        throw error;
      }
    },
    write: async (id, text) => {
      const path = pathOf(id);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writePrivateFile(path, text);
      if (isSwept) return;
      isSwept = true;
      await sweep(folder, basename(path)).catch(() => undefined);
    },
    setAside: async (id) => void (await setAside(pathOf(id), new Date())),
    remove: async (id) => {
      const path = pathOf(id);
      for (const name of await namesIn(folder)) {
        const isItsOwn = name === basename(path) || name.startsWith(`${basename(path)}.`);
        if (isItsOwn || stagedFor(name) === basename(path)) await rm(join(folder, name), { force: true });
      }
    },
  };
}

/** Removes what writes that were cut off left behind: half-written files a day older than the one just written, by the disk's own clock. */
async function sweep(folder: string, justWritten: string): Promise<void> {
  const now = (await stat(join(folder, justWritten))).mtimeMs;
  for (const name of await namesIn(folder)) {
    if (stagedFor(name) === null) continue;
    const path = join(folder, name);
    if ((await stat(path)).mtimeMs < now - DAY) await rm(path, { force: true });
  }
}

/** The name of the file that was to come of a half-written one, `null` of any other. */
function stagedFor(name: string): string | null {
  return /^\.(?<file>[0-9a-f]{32}\.json)\.[0-9a-f]{12}$/.exec(name)?.groups?.file ?? null;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
