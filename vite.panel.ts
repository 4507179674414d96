import type { BuildEnvironmentOptions } from 'vite';

/**
 * How the panel's code is divided, in the app as in its tests: what the first paint needs, and the rest. In one piece each: what is
 * loaded piece by piece is paid for piece by piece.
 */
export const PANEL_PARTS: NonNullable<BuildEnvironmentOptions['rolldownOptions']> = {
  output: {
    // The panel's own scheme serves no other names.
    entryFileNames: 'assets/panel-[hash].js',
    chunkFileNames: 'assets/[name]-[hash].js',
    codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }, { name: 'rest' }] },
  },
  // One module has the words of core for all; what the first paint has no use for comes with the rest.
  treeshake: { moduleSideEffects: [{ test: /[\\/]src[\\/](?:core|ipc)[\\/]/, sideEffects: false }] },
};
