import { createHash, randomBytes } from 'node:crypto';
import { lstat, mkdtemp, realpath, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { isPrivate, isPrivateFolder, makePrivateFolder } from './trust';

/** The longest path of a socket in bytes: macOS has room for 104 with the zero at the end, Linux for 108. */
export const LONGEST_PATH = 103;
const TEMPORARY = 'partner-token-tray-';
const PIPE = '\\\\.\\pipe\\partner-token-tray-';

/** The agent's own folder in the data folder. */
export function agentFolder(dataFolder: string): string {
  return join(dataFolder, 'agent');
}

/**
 * What every address of a data folder begins with, by whichever links it is reached. So a copy of the folder does not lead
 * to the keeper of the original. Rejects when there is no such folder.
 */
export async function markOf(dataFolder: string): Promise<string> {
  return createHash('sha256')
    .update(await realpath(dataFolder))
    .digest('hex')
    .slice(0, 8);
}

/**
 * New addresses to listen at, the best first; each is new, so that nobody can be there already. On macOS and Linux they are paths
 * in folders that are this user's alone:
 * - in the data folder, which every process that asks knows, whatever its environment is, and which outlives a logout;
 * - in the runtime folder of the session, if the data folder's path is too long, or its file system has no sockets;
 * - in a new temporary folder.
 *
 * On Windows they are names of pipes that cannot be guessed: whoever comes first may take any name.
 */
export async function* newAddresses(dataFolder: string, mark: string): AsyncGenerator<string> {
  if (process.platform === 'win32') {
    yield `${PIPE}${mark}-${randomBytes(16).toString('hex')}`;
    return;
  }
  const name = `${mark}-${randomBytes(4).toString('hex')}`;
  const inData = join(agentFolder(dataFolder), name);
  if (fits(inData)) yield inData;

  const runtime = await runtimeFolder();
  const inRuntime = runtime && join(runtime, 'partner-token-tray', name);
  if (inRuntime && fits(inRuntime) && (await makePrivateFolder(dirname(inRuntime)))) yield inRuntime;

  const prefix = join(tmpdir(), TEMPORARY);
  if (fits(join(`${prefix}123456`, name))) yield join(await mkdtemp(prefix), name);
}

/** What is to be thought of an address that stands in a note. */
export type Standing = 'ours' | 'gone' | 'not-ours';

/** Looks who made what is at an address, before anything is sent there. Rejects with the system's error. */
export async function standingOf(address: string, mark: string): Promise<Standing> {
  if (!isOf(address, mark)) return 'gone';
  if (process.platform === 'win32') return 'ours';
  try {
    if (!(await isPrivateFolder(dirname(address)))) return 'not-ours';
    const found = await lstat(address);
    return found.isSocket() && isPrivate(found) ? 'ours' : 'not-ours';
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'gone';
    throw error;
  }
}

/** Removes what is left of an address at which nobody listens any more. Never rejects. */
export async function clearAway(address: string, mark: string): Promise<void> {
  if (process.platform === 'win32' || !isOf(address, mark)) return;
  const standing = await standingOf(address, mark).catch(() => 'not-ours');
  if (standing === 'ours') await rm(address, { force: true }).catch(() => undefined);
  const folder = dirname(address);
  if (basename(folder).startsWith(TEMPORARY)) await rmdir(folder).catch(() => undefined);
}

function isOf(address: string, mark: string): boolean {
  if (process.platform === 'win32') return address.startsWith(`${PIPE}${mark}-`);
  return isAbsolute(address) && fits(address) && basename(address).startsWith(`${mark}-`);
}

function fits(path: string): boolean {
  return Buffer.byteLength(path) <= LONGEST_PATH;
}

/** `XDG_RUNTIME_DIR`, if it is what it should be. */
async function runtimeFolder(): Promise<string | null> {
  const named = process.env.XDG_RUNTIME_DIR;
  if (!named || !isAbsolute(named)) return null;
  return (await isPrivateFolder(named).catch(() => false)) ? named : null;
}
