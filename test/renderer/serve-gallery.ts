import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build, type InlineConfig } from 'vite';
import { PANEL_PARTS } from '../../vite.panel';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};

/** Which build of React a page has. */
export type ReactBuild = 'production' | 'development';

export interface ServedGallery {
  readonly origin: string;
  close(): Promise<void>;
}

/**
 * Builds a page as the product's renderer is built, and serves it on an ephemeral port of 127.0.0.1.
 * With React's `development` build, what React warns of is on the console.
 */
export async function servePage(root: URL, reactBuild: ReactBuild = 'production'): Promise<ServedGallery> {
  const folder = await mkdtemp(join(tmpdir(), 'panel-'));
  await buildWith(reactBuild, {
    root: fileURLToPath(root),
    configFile: false,
    logLevel: 'warn',
    base: './',
    plugins: [react()],
    build: {
      outDir: folder,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      target: 'chrome140',
      chunkSizeWarningLimit: 4000,
      rolldownOptions: PANEL_PARTS,
    },
  });
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const file = join(folder, path === '/' ? 'index.html' : path);
    const answer = async () => {
      if (!file.startsWith(folder)) throw new Error('outside');
      await stat(file);
      response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
      // The names of assets tell their content. Chromium keeps a script that it has compiled only with one it may keep.
      if (path.startsWith('/assets/')) response.setHeader('cache-control', 'max-age=31536000, immutable');
      createReadStream(file).pipe(response);
    };
    answer().catch(() => response.writeHead(404).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Vite takes React's build from the environment, where Vitest has said `test`. */
async function buildWith(reactBuild: string, config: InlineConfig): Promise<void> {
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = reactBuild;
  try {
    await build(config);
  } finally {
    process.env.NODE_ENV = before;
  }
}
