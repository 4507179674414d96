import { cp, lstat, rename } from 'node:fs/promises';
import { basename } from 'node:path';
import { errorCode } from './error-code';

/**
 * Moves a bad file (or what stands in its place) to `<name>.bad-<UTC time>`; where it cannot be moved, copies it. Never
 * deletes, never replaces an earlier one. Resolves to the new base name; rejects when neither can be done.
 */
export async function setAside(path: string, now: Date): Promise<string> {
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, '');
  const target = await freePath(`${path}.bad-${stamp}`);
  try {
    await rename(path, target);
  } catch {
    await cp(path, target, { recursive: true, errorOnExist: true, force: false });
  }
  return basename(target);
}

async function freePath(wanted: string): Promise<string> {
  let path = wanted;
  for (let number = 2; await exists(path); number += 1) path = `${wanted}-${number}`;
  return path;
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}
