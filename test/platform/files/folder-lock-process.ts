import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ReleaseFolder } from '../../../src/core/storage/ports';
import { createFolderLock } from '../../../src/platform/files/folder-lock';

/**
 * Works with a folder's lock as it is told on stdin, a word a line, and answers each on stdout: `take`, `release`, `count` (adds
 * one to a number in a file, having the folder, a hundred times).
 */
const folder = process.argv[2] ?? '';
const lock = createFolderLock({ folder });
const held: ReleaseFolder[] = [];

const perform: Record<string, () => Promise<string>> = {
  take: async () => {
    const taken = await lock.take();
    if (taken.ok) held.push(taken.release);
    return taken.ok ? 'held' : 'refused';
  },
  release: async () => {
    for (const release of held.splice(0)) await release(false);
    return 'released';
  },
  count: async () => {
    for (let time = 0; time < 100; time += 1) await countOnce();
    return 'counted';
  },
};

async function countOnce(): Promise<void> {
  const taken = await lock.take();
  const path = join(folder, 'count');
  const before = Number(await readFile(path, 'utf8'));
  await writeFile(path, String(before + 1));
  if (taken.ok) await taken.release(false);
}

process.stdout.write('ready\n');
for await (const word of createInterface(process.stdin)) process.stdout.write(`${await perform[word]?.()}\n`);
