import { readFileSync } from 'node:fs';
import { defineConfig } from 'vite';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

/**
 * The command line, for plain Node: everything is bundled but keytar and fs-native-extensions, which have native parts. What a command
 * doesn't need is in chunks that it doesn't load. With `--mode single`, one script for a single executable.
 */
export default defineConfig(({ mode }) => {
  const isSingle = mode === 'single';
  return {
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
          : { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  };
});
