import { readFileSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vite';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

/** Modules that are loaded instead of others. Each costs what a command may take to start. */
const LEANER: Readonly<Record<string, { readonly of: string; readonly by: string; readonly code: string }>> = {
  // Commander can start programs for commands that are files of their own. There are none.
  subprograms: { of: 'node:child_process', by: '/node_modules/commander/', code: 'export {};' },
  // Three parts of undici, without its mocks, caches, and web sockets.
  undici: {
    of: 'undici',
    by: '/src/',
    code: [
      "export { fetch } from 'undici/lib/web/fetch/index.js';",
      "export { default as Agent } from 'undici/lib/dispatcher/agent.js';",
      "export { default as ProxyAgent } from 'undici/lib/dispatcher/proxy-agent.js';",
    ].join('\n'),
  },
};

const NATIVE = ['keytar', 'fs-native-extensions'];

/** A single executable can require nothing but Node's own modules, and files by their path: those with native code lie beside it. */
const BESIDE: Readonly<Record<string, string>> = {
  '../build/Release/keytar.node':
    "module.exports = require('node:module').createRequire(process.execPath)('./keytar.node');",
  'require-addon':
    "module.exports = () => require('node:module').createRequire(process.execPath)('./fs-native-extensions.node');",
};

function nativeBeside(): Plugin {
  return {
    name: 'native-beside',
    enforce: 'pre',
    resolveId: (id) => (id in BESIDE ? `\0beside:${id}` : null),
    load: (id) => (id.startsWith('\0beside:') ? BESIDE[id.slice('\0beside:'.length)] : null),
  };
}

function leaner(): Plugin {
  return {
    name: 'leaner',
    enforce: 'pre',
    resolveId: (id, importer = '') => {
      const found = Object.entries(LEANER).find(([, { of, by }]) => of === id && importer.includes(by));
      return found ? `\0leaner:${found[0]}` : null;
    },
    load: (id) => (id.startsWith('\0leaner:') ? LEANER[id.slice('\0leaner:'.length)]?.code : null),
  };
}

/**
 * The command line, for plain Node: everything is bundled but keytar and fs-native-extensions, which have native parts. What a command
 * doesn't need is in chunks that it doesn't load. It is CommonJS, which starts sooner. With `--mode single`, one script for a single
 * executable (scripts/package-cli.mjs).
 */
export default defineConfig(({ mode }) => {
  const isSingle = mode === 'single';
  return {
    plugins: isSingle ? [leaner(), nativeBeside()] : [leaner()],
    define: { __APP_VERSION__: JSON.stringify(version) },
    ssr: { noExternal: true, external: isSingle ? [] : NATIVE },
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
