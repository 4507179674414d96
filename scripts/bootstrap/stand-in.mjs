import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CannotGoOn, root } from './project.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

const folder = join(root, '.cache', 'stand-in');

/**
 * Prepares the stand-in for Electron (test/stand-in) and resolves to the folder that ELECTRON_OVERRIDE_DIST_PATH takes.
 * It needs Linux and Chromium.
 */
export async function prepareStandIn() {
  if (process.platform !== 'linux')
    throw new CannotGoOn('Without Electron there is nothing to run: its stand-in works on Linux only.');
  await ensureSystemPackages(['browser'], 'The stand-in for Electron');
  const { makeStandInDist } = await import(pathToFileURL(join(root, 'test', 'stand-in', 'make-dist.mjs')).href);
  await makeStandInDist(folder);
  return folder;
}
