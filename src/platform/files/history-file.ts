import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HistoryFile } from '../../core/storage/ports';
import { ensureFolder, removeStages, writeDurably } from './durable-write';
import { errorCode } from './error-code';

/**
 * The histories, `history.jsonl` in a folder for its owner only: a line an entry, new ones at the end. Every method rejects with the
 * system's error. What a crash cuts off in the middle of a line is that line.
 */
export function createHistoryFile(folder: string): HistoryFile {
  const path = join(folder, 'history.jsonl');
  return {
    read: async () => {
      try {
        return (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');
      } catch (error) {
        if (errorCode(error) === 'ENOENT') return [];
        throw error;
      }
    },
    append: async (lines) => {
      await ensureFolder(folder);
      const file = await open(path, 'a', 0o600);
      try {
        const { size } = await file.stat();
        // A line that was cut off is ended first. A part of a write that failed does not stay.
        await file.writeFile(`\n${lines.join('\n')}\n`, 'utf8').catch(async (error: unknown) => {
          await file.truncate(size).catch(() => undefined);
          throw error;
        });
      } finally {
        await file.close();
      }
    },
    replace: async (lines) => {
      await ensureFolder(folder);
      await removeStages(path);
      await writeDurably(path, lines.map((line) => `${line}\n`).join(''));
    },
  };
}
