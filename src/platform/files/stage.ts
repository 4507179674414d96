import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { SavedState } from '../../core/storage/ports';
import { errorCode } from './error-code';
import { fingerprintOf } from './fingerprint';

/** What `conf` and `electron-store` have in common, as far as it is used. */
interface Store {
  readonly path: string;
  store: Record<string, unknown>;
}

/** How a store is to be made. Everything is a valid option of `electron-store`; `conf` calls `name` `configName`. */
interface StoreOptions {
  readonly cwd: string;
  readonly name: string;
  readonly fileExtension: 'json';
  readonly configFileMode: number;
  readonly clearInvalidConfig: false;
  readonly serialize: (value: Record<string, unknown>) => string;
}

export type CreateStore = (options: StoreOptions) => Store | Promise<Store>;

/** The store of the command line: electron-store's own base, with no Electron in it. */
export const createConf: CreateStore = async ({ name, ...options }) => {
  const { default: Conf } = await import('conf');
  return new Conf({ ...options, configName: name });
};

/**
 * Writes the state to `path` so that at every moment the old or the new file stands there, whole, and the new one does when this
 * resolves, to the new one's fingerprint, even if the power fails. Rejects with the system's error, and then the old file
 * is untouched.
 *
 * The store writes beside the file, not over it: on a disk that fills up in mid-write, conf 16 puts a file that is cut short
 * in place of the good one and reports success (measured: its writer ignores a short write), inside a Snap it writes in
 * place, and it never flushes the folder. So what it wrote is read back and flushed, and only then renamed.
 */
export async function writeState(
  path: string,
  name: string,
  state: SavedState,
  createStore: CreateStore,
): Promise<string> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Best effort: a folder of somebody else's cannot be closed to them.
  if (process.platform !== 'win32') await chmod(folder, 0o700).catch(() => undefined);
  const stage = `${name}.next-${randomBytes(6).toString('hex')}`;
  let written = '';
  try {
    let text = '';
    const serialize = (value: Record<string, unknown>) => {
      text = JSON.stringify(value, undefined, '\t');
      return text;
    };
    const form = { fileExtension: 'json', configFileMode: 0o600, clearInvalidConfig: false } as const;
    const store = await createStore({ cwd: folder, name: stage, ...form, serialize });
    store.store = { ...state };
    written = await verify(store.path, text);
    await replace(path, store.path);
  } catch (error) {
    await removeStages(folder, name, stage).catch(() => undefined);
    throw error;
  }
  await flushFolder(folder);
  return written;
}

/** Removes what saves that were cut off left behind, and nothing else. `only`: of one save. */
export async function removeStages(folder: string, name: string, only?: string): Promise<void> {
  const pattern = /^(?<stage>.+\.next-[0-9a-f]{12})\.json(?:\.tmp-\d{10}[0-9a-f]{6})?$/;
  for (const file of await readdir(folder)) {
    const stage = pattern.exec(file)?.groups?.stage;
    if (stage === undefined || !stage.startsWith(`${name}.next-`)) continue;
    if (only === undefined || stage === only) await rm(join(folder, file), { force: true });
  }
}

async function verify(path: string, text: string): Promise<string> {
  const file = await open(path, 'r+');
  try {
    const written = await file.readFile('utf8');
    if (written !== text) {
      const message = `the disk took only ${written.length} of ${text.length} characters`;
      throw Object.assign(new Error(message), { code: 'ENOSPC' });
    }
    await file.sync();
    return fingerprintOf(await file.stat({ bigint: true }));
  } finally {
    await file.close();
  }
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

/** Makes the rename itself last. Windows has no such call, and needs none: NTFS journals its folders. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
