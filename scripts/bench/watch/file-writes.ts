import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { sep } from 'node:path';

/**
 * Counts the files that this process writes in a folder from now on: those that are renamed or linked to their place there,
 * and those that are written in place. One that is renamed twice on its way counts once. To be called before the code to
 * watch is loaded, since some of it keeps functions of its own.
 */
export function countFileWrites(folder: string): () => number {
  let count = 0;
  const counted = new Set<string>();
  const isInside = (path: unknown): path is string => typeof path === 'string' && path.startsWith(folder + sep);
  const write = (path: unknown) => {
    if (!isInside(path)) return;
    count += 1;
    counted.add(path);
  };
  const move = (from: unknown, to: unknown) => {
    if (!isInside(to)) return;
    if (typeof from !== 'string' || !counted.delete(from)) count += 1;
    counted.add(to);
  };
  const watch = (name: string, before: (...args: unknown[]) => void) => {
    replace(fs, name, before);
    replace(fs, `${name}Sync`, before);
    replace(fs.promises, name, before);
  };
  watch('rename', move);
  watch('link', move);
  watch('copyFile', (_from, to) => write(to));
  watch('writeFile', write);
  watch('appendFile', write);
  watch('open', (path, flags) => {
    if (typeof flags === 'string' && flags.startsWith('a')) write(path);
  });
  syncBuiltinESMExports();
  return () => count;
}

function replace(owner: object, name: string, before: (...args: unknown[]) => void): void {
  const original: unknown = Reflect.get(owner, name);
  if (typeof original !== 'function') return;
  const replacement = new Proxy(original, {
    apply: (target, self, args) => {
      before(...args);
      return Reflect.apply(target, self, args);
    },
  });
  Reflect.set(owner, name, replacement);
}
