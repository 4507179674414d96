import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';

const root = join(import.meta.dirname, '../..');
const cache = join(root, '.cache');

/** Scripts of a folder as plain JavaScript. */
export interface Bundle {
  /** Where they are, each at its name with `.mjs`. */
  readonly folder: string;
  readonly drop: () => Promise<void>;
}

/** Scripts of a folder of the project as plain JavaScript, since compiling them anew for each of a few hundred processes would take minutes. */
export async function bundleOf(folder: string, ...names: readonly string[]): Promise<Bundle> {
  await mkdir(cache, { recursive: true });
  // Inside the project, so that what is not bundled is found in its node_modules.
  const outDir = await mkdtemp(join(cache, 'bundle-'));
  await build({
    // As the command line is built, but so that errors can be read.
    configFile: join(root, 'vite.cli.config.ts'),
    root: folder,
    logLevel: 'error',
    build: {
      outDir,
      emptyOutDir: false,
      license: false,
      ssr: true,
      minify: false,
      rollupOptions: {
        input: Object.fromEntries(names.map((name) => [name, join(folder, `${name}.ts`)])),
        output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: 'chunks/[name]-[hash].mjs' },
      },
    },
  });
  return { folder: outDir, drop: () => rm(outDir, { recursive: true, force: true }) };
}
