import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createFolderLock } from '../../../src/platform/files/folder-lock';

/**
 * Works with a folder's lock as it is told on stdin, a word a line, and answers each on stdout: `take`, `end`, `count` (adds
 * one to a number in a file, with the lock, a hundred times), `hog` (takes it again and again, until it is killed).
 */
const folder = process.argv[2] ?? '';
const lock = createFolderLock({ folder });
const tenures: Array<{ end(): Promise<void> }> = [];

const perform: Record<string, () => Promise<string>> = {
  take: async () => {
    const tenure = await lock.take();
    if (tenure) tenures.push(tenure);
    return tenure ? 'held' : 'refused';
  },
  end: async () => {
    for (const tenure of tenures.splice(0)) await tenure.end();
    return 'ended';
  },
  count: async () => {
    for (let time = 0; time < 100; time += 1) await countOnce();
    return 'counted';
  },
  hog: async () => {
    void (async () => {
      for (;;) await (await lock.take())?.end();
    })();
    return 'hogging';
  },
};

async function countOnce(): Promise<void> {
  const tenure = await lock.take();
  const path = join(folder, 'count');
  const before = Number(await readFile(path, 'utf8'));
  await writeFile(path, String(before + 1));
  await tenure?.end();
}

process.stdout.write('ready\n');
for await (const word of createInterface(process.stdin)) process.stdout.write(`${await perform[word]?.()}\n`);
