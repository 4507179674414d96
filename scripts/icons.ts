/**
 * npm run icons: draws every icon again from assets/mark.svg, assets/mark-small.svg and scripts/icons/glyphs.ts.
 *
 * assets/icon.{png,ico,icns}, assets/linux/: the app. assets/tray/<status>-<light|dark>.png: the tray on a light or a
 * dark taskbar, 16 pixels, with Electron's @1.25x, @1.5x, @2x and @3x beside it. assets/tray/<status>Template.png: macOS.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { iconFiles } from './icons/files';

const assets = fileURLToPath(new URL('../assets/', import.meta.url));
for (const folder of ['tray', 'linux']) rmSync(assets + folder, { recursive: true, force: true });

const files = iconFiles();
for (const [name, content] of files) {
  mkdirSync(dirname(assets + name), { recursive: true });
  writeFileSync(assets + name, content);
}
const bytes = [...files.values()].reduce((sum, content) => sum + content.length, 0);
console.log(`${files.size} files, ${Math.round(bytes / 1024)} KB, in assets/`);
