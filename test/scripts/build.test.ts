import { readFileSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { INPUTS } from '../../scripts/bootstrap/build.mjs';

const ROOT = resolve(import.meta.dirname, '../..');
const CONFIGS = ['electron.vite.config.ts', 'vite.cli.config.ts'];

/** A file and all of ours that it imports, by their places in the project. */
function withImports(file: string): readonly string[] {
  const imports = readFileSync(resolve(ROOT, file), 'utf8').matchAll(/from '(\.[^']+)'/g);
  return [
    file,
    ...Array.from(imports, ([, path = '']) => withImports(`${posix.join(posix.dirname(file), path)}.ts`)).flat(),
  ];
}

test('the app is built anew when anything changes that says how it is built', () => {
  const files = CONFIGS.flatMap(withImports);
  expect(files.length).toBeGreaterThan(CONFIGS.length);
  expect(files.filter((file) => !INPUTS.includes(file))).toEqual([]);
});
