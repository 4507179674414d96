import { chmodSync, copyFileSync, cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inject } from 'postject';
import { CannotGoOn, root } from '../bootstrap/project.mjs';
import { run } from '../bootstrap/run.mjs';
import { writeLegalFilesOfSingle } from './legal-files.mjs';

const BUNDLE = join(root, 'out', 'single');
const FOLDER = join(root, 'dist', 'cli');
const PROGRAM = join(FOLDER, process.platform === 'win32' ? 'partner-token.exe' : 'partner-token');
/** Node looks for this in itself. Source: Node's documentation, "Single executable applications". */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';
/** Native modules can't be in the program. vite.cli.config.ts has the script look for them beside it. */
const BESIDE = [
  join('keytar', 'build', 'Release', 'keytar.node'),
  join('fs-native-extensions', 'prebuilds', `${process.platform}-${process.arch}`, 'fs-native-extensions.node'),
];

/**
 * Makes a program of this Node and the command line. Resolves to the folder that has all of it, and to the program in there.
 * Throws CannotGoOn.
 */
export async function makeSingle() {
  await orStop('bundle the command line', join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', ...MODE);
  await writeLegalFilesOfSingle(FOLDER, licensesOfNode());
  copyFileSync(join(root, 'LICENSE'), join(FOLDER, 'LICENSE.txt'));
  cpSync(join(root, 'assets', 'servers'), join(FOLDER, 'servers'), { recursive: true });
  for (const file of BESIDE) copyBeside(join(root, 'node_modules', file));
  await makeProgram();
  return { folder: FOLDER, program: PROGRAM };
}

const MODE = ['--config', 'vite.cli.config.ts', '--mode', 'single'];

async function makeProgram() {
  const config = join(BUNDLE, 'sea.json');
  const blob = join(BUNDLE, 'sea.blob');
  const settings = {
    main: join(BUNDLE, 'main.cjs'),
    output: blob,
    disableExperimentalSEAWarning: true,
    useCodeCache: true,
  };
  writeFileSync(config, JSON.stringify(settings));
  await orStop('prepare the program', '--experimental-sea-config', config);
  copyFileSync(process.execPath, PROGRAM);
  chmodSync(PROGRAM, 0o755);
  await sign('--remove-signature');
  await inject(PROGRAM, 'NODE_SEA_BLOB', readFileSync(blob), { sentinelFuse: FUSE, machoSegmentName: 'NODE_SEA' });
  await sign('--sign', '-');
}

/** macOS runs nothing whose signature is wrong. A name of its own is for whoever publishes it to sign with. */
async function sign(...how) {
  if (process.platform !== 'darwin') return;
  const { code, output } = await run('codesign', [...how, PROGRAM]);
  if (code !== 0) throw new CannotGoOn(`Couldn't sign the program:\n${output.trimEnd()}`);
}

function copyBeside(file) {
  if (!existsSync(file)) throw new CannotGoOn(`${file} is missing. Run npm install.`);
  copyFileSync(file, join(FOLDER, file.split(/[/\\]/).at(-1)));
}

/** Node's installers and archives bring the text, at different places. */
function licensesOfNode() {
  const folder = dirname(process.execPath);
  const file = ['LICENSE', join('..', 'LICENSE'), join('..', 'share', 'doc', 'nodejs', 'copyright')]
    .map((path) => join(folder, path))
    .find(existsSync);
  const text = file
    ? readFileSync(file, 'utf8').trim()
    : `https://github.com/nodejs/node/blob/${process.version}/LICENSE`;
  return `It contains Node ${process.version}:\n\n${text}\n`;
}

async function orStop(what, ...args) {
  const { code, output } = await run(process.execPath, args, { cwd: root });
  if (code !== 0) throw new CannotGoOn(`Couldn't ${what}:\n${output.trimEnd()}`);
}
