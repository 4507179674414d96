import fs from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createConnectionsFile } from '../../../src/platform/files/connections-file';
import { stateOf } from './states';
import { temporaryFolder } from './support';

/** Lets every reading of a file fail as the system does when it has run out of something, until the result is called. */
function failToRead(code: string): () => void {
  const { readFile } = fs.promises;
  const restore = () => {
    Reflect.set(fs.promises, 'readFile', readFile);
    syncBuiltinESMExports();
  };
  const fail = () => Promise.reject(Object.assign(new Error(`${code}: cannot be read`), { code }));
  Reflect.set(fs.promises, 'readFile', fail);
  syncBuiltinESMExports();
  onTestFinished(restore);
  return restore;
}

it.each(['EMFILE', 'EBUSY', 'EIO', 'EACCES'])(
  'a good connections file that cannot be read for a moment (%s) is left alone, and read later',
  async (code) => {
    const folder = await temporaryFolder();
    await createConnectionsFile(folder).save(stateOf(2));
    const before = await readFile(join(folder, 'connections.json'), 'utf8');
    const file = createConnectionsFile(folder);
    const restore = failToRead(code);
    await expect(file.load()).rejects.toMatchObject({ code });
    restore();
    expect(await readdir(folder)).toEqual(['connections.json']);
    expect(await readFile(join(folder, 'connections.json'), 'utf8')).toBe(before);
    expect(await file.load()).toEqual({ kind: 'loaded', state: stateOf(2) });
  },
);
