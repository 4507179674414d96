// npm run package makes this system's installers; npm run package:dir only the folder that they would install.
import { build } from 'electron-builder';
import { ensureBuilt } from './bootstrap/build.mjs';
import { electronVersion } from './bootstrap/electron.mjs';
import { CannotGoOn, root, say } from './bootstrap/project.mjs';
import { bootstrap } from './bootstrap.mjs';
import { writeLegalFilesOfApp } from './package/legal-files.mjs';

const folderOnly = process.argv.includes('--dir');

try {
  await makePackage();
} catch (error) {
  if (!(error instanceof CannotGoOn)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function makePackage() {
  const electron = await bootstrap('start');
  if (electron.isStandIn && !folderOnly)
    throw new CannotGoOn('Installers need the real Electron. With the stand-in, use npm run package:dir.');
  await ensureBuilt();
  await writeLegalFilesOfApp();
  await build({
    projectDir: root,
    dir: folderOnly,
    config: {
      extends: 'electron-builder.yml',
      electronDist: electron.folder,
      electronVersion: electronVersion(),
      // Fuses are bits in the real binary.
      ...(electron.isStandIn ? { electronFuses: null } : {}),
    },
  });
  say('The package is in dist/.');
}
