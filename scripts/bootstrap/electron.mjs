import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CannotGoOn, root, say } from './project.mjs';
import { run } from './run.mjs';

const packageFolder = join(root, 'node_modules', 'electron');
const memoryFile = join(root, '.cache', 'electron-unreachable.json');
const REACH_TIMEOUT = 5_000;
const DOWNLOAD_TIMEOUT = 15 * 60_000;
const REMEMBER_UNREACHABLE = 6 * 60 * 60_000;

/**
 * Finds the folder that holds Electron's binary, downloading it once if its host can be reached. Resolves to `null`,
 * having said so with the remedies, when there is no way to get it.
 */
export async function findElectron() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) {
    if (existsSync(join(override, executablePath()))) return override;
    throw new CannotGoOn(`ELECTRON_OVERRIDE_DIST_PATH is ${override}, but that folder has no ${executablePath()}.`);
  }
  if (isDownloaded()) return join(packageFolder, 'dist');
  if (wasUnreachableLately()) {
    say(
      `${unreachable()}\n  The last try was less than six hours ago. To try again now, remove .cache/electron-unreachable.json.`,
    );
    return null;
  }
  if ((await hostAnswers()) && (await download())) return join(packageFolder, 'dist');
  rememberUnreachable();
  say(unreachable());
  return null;
}

/** The executable within a folder of Electron's, as Electron's own package names it. */
export function executablePath(platform = process.platform) {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return platform === 'win32' ? 'electron.exe' : 'electron';
}

/** The version of Electron that package-lock.json names. */
export function electronVersion() {
  return JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')).version;
}

function unreachable() {
  return (
    `Can't download Electron from ${new URL(baseUrl()).host}. Set ELECTRON_MIRROR to a mirror of its releases, ` +
    "ELECTRON_OVERRIDE_DIST_PATH to a folder with Electron's files, " +
    'or HTTPS_PROXY to a proxy together with ELECTRON_GET_USE_PROXY=true.'
  );
}

function isDownloaded() {
  const dist = join(packageFolder, 'dist');
  const version = readOrEmpty(join(dist, 'version')).trim().replace(/^v/, '');
  if (version !== electronVersion()) return false;
  // Electron's own package takes it for installed only with this file, which it writes last.
  return readOrEmpty(join(packageFolder, 'path.txt')) === executablePath() && existsSync(join(dist, executablePath()));
}

/** The variables are those that @electron/get reads, in its order. */
function baseUrl() {
  const { env } = process;
  const mirror = env.npm_config_electron_mirror || env.NPM_CONFIG_ELECTRON_MIRROR || env.ELECTRON_MIRROR;
  return URL.canParse(mirror) ? mirror : 'https://github.com/electron/electron/releases/download/';
}

/** A firewall that swallows packets would keep the download waiting for minutes. A proxy is left to the download itself. */
async function hostAnswers() {
  if (process.env.ELECTRON_GET_USE_PROXY) return true;
  try {
    await fetch(baseUrl(), { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(REACH_TIMEOUT) });
    return true;
  } catch {
    return false;
  }
}

async function download() {
  say(`Downloading Electron ${electronVersion()} (about 120 MB, once).`);
  const { code, output } = await run(process.execPath, [join(packageFolder, 'install.js')], {
    timeout: DOWNLOAD_TIMEOUT,
  });
  if (code === 0 && isDownloaded()) return true;
  say(`The download failed: ${output.match(/^\w*Error: .*$/m)?.[0] ?? 'no reason given'}`);
  return false;
}

/** Another route (a mirror, a proxy) or another version is another question. Hashed, since addresses may hold passwords. */
function route() {
  const { HTTPS_PROXY, ELECTRON_GET_USE_PROXY } = process.env;
  const parts = [electronVersion(), baseUrl(), ELECTRON_GET_USE_PROXY ? (HTTPS_PROXY ?? 'proxy') : 'direct'];
  return createHash('sha256').update(parts.join(' ')).digest('hex');
}

function wasUnreachableLately() {
  try {
    const memory = JSON.parse(readFileSync(memoryFile, 'utf8'));
    const age = Date.now() - memory.at;
    return memory.route === route() && age >= 0 && age < REMEMBER_UNREACHABLE;
  } catch {
    return false;
  }
}

function rememberUnreachable() {
  mkdirSync(join(root, '.cache'), { recursive: true });
  writeFileSync(memoryFile, JSON.stringify({ route: route(), at: Date.now() }));
}

function readOrEmpty(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
