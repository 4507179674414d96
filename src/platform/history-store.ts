import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { HistoryStore } from '../core/ports';
import { errorCode } from './state-file/error-code';

/**
 * One small file per connection in `folder`, for its owner only. A write leaves the old text or the new one, whole. Every
 * method rejects with the system's error, or with a RangeError for an id that is none.
 */
export function createHistoryStore(folder: string): HistoryStore {
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
      const stage = `${path}.next`;
      const file = await open(stage, 'w', 0o600);
      try {
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(stage, path);
    },
    remove: async (id) => {
      const path = pathOf(id);
      await rm(`${path}.next`, { force: true });
      await rm(path, { force: true });
    },
  };
}
