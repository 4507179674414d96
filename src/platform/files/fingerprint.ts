import type { BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { errorCode } from './error-code';

/** Tells one state of a file from another without reading it; the system's error code when there is nothing to look at. A rename does not change it. */
export async function fingerprint(path: string): Promise<string> {
  try {
    return fingerprintOf(await stat(path, { bigint: true }));
  } catch (error) {
    return errorCode(error);
  }
}

export function fingerprintOf({ ino, size, mtimeNs }: BigIntStats): string {
  return `${ino}/${size}/${mtimeNs}`;
}
