import { gzipSync } from 'node:zlib';
import type { Plugin, Rollup } from 'vite';

/** What the panel may load before its first paint, compressed. */
const MOST = 180 * 1024;

/**
 * Fails the build of the renderer when what it loads before the first paint has grown too large: then something that a person has to ask
 * for first is imported where `later` should load it (`src/renderer/parts/later.tsx`).
 */
export function firstPaintBudget(): Plugin {
  return {
    name: 'first-paint-budget',
    apply: 'build',
    generateBundle(_, bundle) {
      const size = firstChunks(bundle).reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0);
      const words = `${Math.round(size / 1024)} KB compressed before the first paint, of ${MOST / 1024} KB at most`;
      if (size > MOST) this.error(words);
      this.info(words);
    },
  };
}

/** The entry, and all that it imports at once. */
function firstChunks(bundle: Rollup.OutputBundle): readonly Rollup.OutputChunk[] {
  const found = new Set<Rollup.OutputChunk>();
  const visit = (name: string) => {
    const chunk = bundle[name];
    if (chunk?.type !== 'chunk' || found.has(chunk)) return;
    found.add(chunk);
    for (const imported of chunk.imports) visit(imported);
  };
  for (const [name, chunk] of Object.entries(bundle)) if (chunk.type === 'chunk' && chunk.isEntry) visit(name);
  return [...found];
}
