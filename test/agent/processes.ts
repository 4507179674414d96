import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { build } from 'vite';
import { afterAll, beforeAll, onTestFinished } from 'vitest';

export interface Processes {
  /** What a process of its own prints to its end. `uid`: as another user, for which this has to be root's. */
  run(program: 'ask', dataFolder: string, uid?: number): Promise<string>;
  /** A process that goes on until it is killed; it has printed its first line. */
  start(program: 'keep', dataFolder: string): Promise<ChildProcessByStdio<null, Readable, null>>;
}

/** Programs of this folder as processes. They are bundled to a place where every user can read them. */
export function processes(): Processes {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ptt-programs-'));
    await bundle(folder);
    await chmod(folder, 0o755);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const spawnOne = (program: string, dataFolder: string, uid?: number) => {
    const child = spawn(process.execPath, [join(folder, `${program}.mjs`), dataFolder], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    return child;
  };
  return {
    run: (program, dataFolder, uid) => text(spawnOne(program, dataFolder, uid).stdout),
    start: async (program, dataFolder) => {
      const child = spawnOne(program, dataFolder);
      await once(child.stdout, 'data');
      return child;
    },
  };
}

async function bundle(outDir: string): Promise<void> {
  const here = import.meta.dirname;
  await build({
    configFile: false,
    root: here,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      outDir,
      target: 'node20',
      ssr: true,
      minify: false,
      rollupOptions: {
        input: ['ask', 'keep'].map((name) => join(here, `${name}.ts`)),
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  });
}
