import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { firstPaintBudget } from './scripts/first-paint';
import { PANEL_PARTS } from './vite.panel';

/**
 * Everything is bundled but Electron itself, and keytar and fs-native-extensions, which have native parts: one file to read instead of several
 * hundred makes the tray icon appear sooner, and the installed app carries no node_modules besides.
 */
const BUNDLED = ['@azure/msal-node', 'electron-store', 'valibot'];

/** What was bundled, each with its license: the package's notices and its bill of materials are made of this. */
const LICENSES = { fileName: 'licenses.json' };

export default defineConfig({
  main: {
    build: {
      license: LICENSES,
      outDir: 'out/main',
      target: 'node20',
      sourcemap: false,
      externalizeDeps: { exclude: BUNDLED },
      rollupOptions: {
        input: { index: 'src/main/index.ts' },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      license: LICENSES,
      outDir: 'out/preload',
      sourcemap: false,
      // A sandboxed preload can require nothing but Electron's own part.
      externalizeDeps: false,
      rollupOptions: {
        input: { panel: 'src/preload/panel.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    // Loaded from app://panel/.
    base: './',
    plugins: [react(), firstPaintBudget()],
    build: {
      license: LICENSES,
      outDir: 'out/renderer',
      minify: true,
      sourcemap: false,
      // The content security policy allows no data: fonts and no fetch.
      assetsInlineLimit: 0,
      // One sheet beside the script, so that the first paint has the right ground.
      cssCodeSplit: false,
      // Read from the disk.
      chunkSizeWarningLimit: 1500,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: 'src/renderer/index.html', ...PANEL_PARTS },
    },
  },
});
