import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { CannotGoOn, root, say } from './project.mjs';
import { run, runNpm } from './run.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

const folder = join(root, 'node_modules', 'keytar');

/** Whether keytar, the bridge to the OS keychain, can be used. Costs milliseconds. */
export function keytarLoads() {
  if (!isBuilt()) return false;
  try {
    createRequire(join(root, 'package.json'))('keytar');
    return true;
  } catch {
    return false;
  }
}

/**
 * Fetches keytar's own prebuilt binary if there is none yet and its host answers. When not, nothing is said: the compiler
 * is next. Resolves to what the system must have before {@link buildKeytar}.
 */
export async function prepareKeytar() {
  say('Preparing keytar, which connects to the keychain of the operating system.');
  if (!isBuilt()) await downloadPrebuilt();
  if (await loadsInNewProcess()) return [];
  return isBuilt() ? ['libsecret'] : ['compiler', 'python', 'libsecretHeaders'];
}

/** Builds keytar unless it loads by now. It is N-API: one build serves Node and Electron. */
export async function buildKeytar() {
  if (await loadsInNewProcess()) return;
  await ensureSystemPackages(['compiler', 'python', 'libsecretHeaders'], 'Building keytar');
  say('Building keytar with node-gyp.');
  const { code, output } = await runNpm(['run', 'build', '--loglevel=error'], { cwd: folder, env: buildEnvironment() });
  if (code !== 0) throw new CannotGoOn(`Couldn't build keytar:\n${output.trimEnd()}`);
  if (!(await loadsInNewProcess()))
    throw new CannotGoOn("keytar was built but doesn't load. Run this to see why: node -e \"require('keytar')\"");
}

function isBuilt() {
  return existsSync(join(folder, 'build', 'Release', 'keytar.node'));
}

async function loadsInNewProcess() {
  return isBuilt() && (await run(process.execPath, ['-e', "require('keytar')"], { cwd: root })).code === 0;
}

async function downloadPrebuilt() {
  const tool = join(root, 'node_modules', 'prebuild-install', 'bin.js');
  if (existsSync(tool)) await run(process.execPath, [tool], { cwd: folder, timeout: 20_000 });
}

/** node-gyp would fetch Node's headers from the web, though most installations of Node have them at hand. */
function buildEnvironment() {
  const prefix = dirname(dirname(process.execPath));
  const isAtHand = existsSync(join(prefix, 'include', 'node', 'node_api.h'));
  // One compiler for each processor, where node-gyp would take one.
  return { JOBS: 'max', ...process.env, ...(isAtHand ? { npm_config_nodedir: prefix } : {}) };
}
