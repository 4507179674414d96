import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Puts a disk of its own, in memory, over a folder. `options` are those of tmpfs: `size=256k,mode=700`. Returns what takes it away. */
export function mountDisk(folder: string, options: string): () => void {
  execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
  return () => void execFileSync('/bin/umount', ['--lazy', folder]);
}

/**
 * Makes a folder read-only for whoever opens a file from now on, as a disk becomes on which the system has found a fault; what is
 * open stays so. Returns what makes it writable again.
 */
export function makeReadOnly(folder: string): () => void {
  execFileSync('/bin/mount', ['--bind', folder, folder]);
  execFileSync('/bin/mount', ['-o', 'remount,bind,ro', folder]);
  return () => void execFileSync('/bin/umount', ['--lazy', folder]);
}

/** Whether disks can be mounted: only root may, and not in every container. */
export const canMount = ((): boolean => {
  if (process.getuid?.() !== 0 || process.platform !== 'linux') return false;
  const folder = mkdtempSync(join(tmpdir(), 'ptt-mount-'));
  try {
    mountDisk(folder, 'size=64k')();
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
})();
