import { readFileSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vite';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

/**
 * Commander can start programs for commands that are files of their own. There are none, and what it loads for them takes a tenth of
 * the time that `--help` may take.
 */
function withoutSubprograms(): Plugin {
  const nothing = '\0no-subprograms';
  return {
    name: 'without-subprograms',
    enforce: 'pre',
    resolveId: (id, importer = '') =>
      id === 'node:child_process' && importer.includes('/node_modules/commander/') ? nothing : null,
    load: (id) => (id === nothing ? 'export {};' : null),
  };
}

/**
 * The command line, for plain Node: everything is bundled but keytar and fs-native-extensions, which have native parts. What a command
 * doesn't need is in chunks that it doesn't load. With `--mode single`, one script for a single executable.
 */
export default defineConfig(({ mode }) => {
  const isSingle = mode === 'single';
  return {
    plugins: [withoutSubprograms()],
    define: { __APP_VERSION__: JSON.stringify(version) },
    ssr: { noExternal: true, external: ['keytar', 'fs-native-extensions'] },
    build: {
      ssr: 'src/cli/main.ts',
      license: { fileName: 'licenses.json' },
      outDir: isSingle ? 'out/single' : 'out/cli',
      target: 'node20',
      minify: true,
      sourcemap: false,
      rollupOptions: {
        output: isSingle
          ? { format: 'cjs', entryFileNames: 'main.cjs', codeSplitting: false }
          : { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'chunks/[name]-[hash].cjs' },
      },
    },
  };
});
