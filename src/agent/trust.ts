import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Stats } from 'node:fs';
import { chmod, lstat, mkdir } from 'node:fs/promises';

const OTHERS = 0o077;

/** Whether something is this user's, and closed to all others. On Windows that is for the folder around it to see to: the profile's is. */
export function isPrivate({ uid, mode }: Pick<Stats, 'uid' | 'mode'>): boolean {
  const me = process.geteuid?.();
  return me === undefined || (uid === me && (mode & OTHERS) === 0);
}

/** Whether there is a folder of that name, and no link, that is this user's alone. Rejects with the system's error. */
export async function isPrivateFolder(path: string): Promise<boolean> {
  const found = await lstat(path);
  return found.isDirectory() && isPrivate(found);
}

/**
 * Makes a folder for this user alone, or closes one of theirs to others. Resolves to whether that worked: somebody else may
 * have been first, and some file systems know no owners. Its parent has to exist.
 */
export async function makePrivateFolder(path: string): Promise<boolean> {
  try {
    await mkdir(path, { mode: 0o700 }).catch(() => undefined);
    const found = await lstat(path);
    if (!found.isDirectory()) return false;
    if (isPrivate(found)) return true;
    if (found.uid === process.geteuid?.()) await chmod(path, 0o700);
    return await isPrivateFolder(path);
  } catch {
    return false;
  }
}

/** What only somebody can say who knows the key (in hex), about a nonce of the one who asks. */
export function proofOf(key: string, nonce: string): string {
  return createHmac('sha256', Buffer.from(key, 'hex')).update(`agent welcome ${nonce}`).digest('hex');
}

/** Whether the proof is the right one. */
export function isProof(proof: string, key: string, nonce: string): boolean {
  const right = Buffer.from(proofOf(key, nonce), 'hex');
  const given = Buffer.from(proof, 'hex');
  return given.length === right.length && timingSafeEqual(given, right);
}
