import { cp, link, lstat, rename } from 'node:fs/promises';
import { basename } from 'node:path';
import { errorCode } from './error-code';

/**
 * Moves a bad file (or what stands in its place) to `<name>.bad-<UTC time>`; where it cannot be moved, copies it. Never
 * deletes, never replaces an earlier one. Resolves to the new base name; rejects when neither can be done. One that `stays`
 * keeps its old name as well, where the file system knows files of two names, until another one is put in its place.
 */
export async function setAside(path: string, now: Date, stays = false): Promise<string> {
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, '');
  const target = await freePath(`${path}.bad-${stamp}`);
  try {
    if (stays && (await isLinked(path, target))) return basename(target);
    await rename(path, target);
  } catch {
    await cp(path, target, { recursive: true, errorOnExist: true, force: false });
  }
  return basename(target);
}

async function isLinked(path: string, target: string): Promise<boolean> {
  try {
    await link(path, target);
    return true;
  } catch {
    return false;
  }
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
