import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './project.mjs';

const folder = join(root, '.cache', 'stand-in');

/**
 * Prepares the stand-in for Electron (test/stand-in) and resolves to the folder that ELECTRON_OVERRIDE_DIST_PATH takes.
 * Chromium shows its windows.
 */
export async function prepareStandIn() {
  const { makeStandInDist } = await import(pathToFileURL(join(root, 'test', 'stand-in', 'make-dist.mjs')).href);
  await makeStandInDist(folder);
  return folder;
}

/** Whether a folder that serves as Electron's holds the stand-in. */
export function isStandIn(dist) {
  return existsSync(join(dist, 'STAND-IN.txt'));
}
