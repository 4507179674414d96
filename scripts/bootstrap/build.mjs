import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { CannotGoOn, root, say } from './project.mjs';
import { run } from './run.mjs';

const stampFile = join(root, 'out', '.stamp');
const RESULTS = ['main/index.js', 'preload/panel.cjs', 'renderer/index.html', 'cli/main.cjs'];
export const INPUTS = [
  'src',
  'electron.vite.config.ts',
  'vite.cli.config.ts',
  'vite.panel.ts',
  'scripts/first-paint.ts',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
];

/** Builds the bundles in out/ unless those there were made of the very same files. */
export async function ensureBuilt() {
  const stamp = stampOfInputs();
  if (isUpToDate(stamp)) return;
  say('Building the app.');
  const result = await build(stamp);
  if (result.code !== 0) throw new CannotGoOn(`Couldn't build the app:\n${result.output.trimEnd()}`);
}

/** Builds in any case. Resolves to the builder's exit code and what it printed. */
export async function build(stamp = stampOfInputs()) {
  const tool = (...path) => join(root, 'node_modules', ...path);
  const results = await Promise.all(
    [
      [tool('electron-vite', 'bin', 'electron-vite.js'), 'build'],
      [tool('vite', 'bin', 'vite.js'), 'build', '--config', 'vite.cli.config.ts'],
    ].map((command) => run(process.execPath, command, { cwd: root })),
  );
  const code = results.find((result) => result.code !== 0)?.code ?? 0;
  if (code === 0) writeFileSync(stampFile, stamp);
  return { code, output: stripVTControlCharacters(results.map(({ output }) => output).join('\n')) };
}

function isUpToDate(stamp) {
  try {
    return readFileSync(stampFile, 'utf8') === stamp && RESULTS.every((file) => existsSync(join(root, 'out', file)));
  } catch {
    return false;
  }
}

/** Sizes and times of change are enough: git and editors both touch what they change. */
function stampOfInputs() {
  const hash = createHash('sha256').update(process.version);
  for (const input of INPUTS) addToHash(hash, join(root, input));
  return hash.digest('hex');
}

function addToHash(hash, path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) {
    hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\n`);
    return;
  }
  for (const name of readdirSync(path).sort()) addToHash(hash, join(path, name));
}
