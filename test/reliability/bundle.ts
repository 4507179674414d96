import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));
const cache = join(here, '../../.cache');

/** Scripts of a folder as plain JavaScript. */
export interface Bundle {
  readonly path: (name: string) => string;
  readonly drop: () => Promise<void>;
}

/** Scripts of this folder as plain JavaScript, since compiling them anew for each of a few hundred processes would take minutes. */
export function bundle(...names: string[]): Promise<Bundle> {
  return bundleOf(here, ...names);
}

/** Scripts of any folder of the project as plain JavaScript. */
export async function bundleOf(folder: string, ...names: string[]): Promise<Bundle> {
  await mkdir(cache, { recursive: true });
  // Inside the project, so that what is not bundled is found in its node_modules.
  const outDir = await mkdtemp(join(cache, 'bundle-'));
  await build({
    configFile: false,
    root: folder,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['keytar', 'fs-native-extensions'] },
    build: {
      outDir,
      target: 'node20',
      ssr: true,
      minify: false,
      rollupOptions: {
        input: names.map((name) => join(folder, `${name}.ts`)),
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  });
  return {
    path: (name) => join(outDir, `${name}.mjs`),
    drop: () => rm(outDir, { recursive: true, force: true }),
  };
}
