import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CannotGoOn, root, say } from './project.mjs';
import { runNpm } from './run.mjs';

const lockFile = join(root, 'package-lock.json');
const installedFile = join(root, 'node_modules', '.package-lock.json');
const stampFile = join(root, 'node_modules', '.package-lock-stamp');

/**
 * Brings node_modules to what package-lock.json says, if it is not there already. No package's install script runs:
 * the one that matters, keytar's, has a step of its own.
 */
export async function ensureNpmPackages() {
  const stamp = createHash('sha256').update(readFileSync(lockFile)).digest('hex');
  if (readOrNull(stampFile) === stamp) return;
  if (installedMatchesLock()) {
    writeFileSync(stampFile, stamp);
    return;
  }
  say('Installing the npm packages in package-lock.json (npm install).');
  // Not `npm ci`: it refuses a lock file that lacks another system's optional binaries, which npm leaves out whenever a
  // registry does not serve them. The log level keeps back warnings of packages that declare a newer Node than they need.
  const args = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier'];
  const { code } = await runNpm([...args, '--loglevel=error'], { cwd: root, show: true });
  if (code !== 0) throw new CannotGoOn("npm couldn't install the packages. See its message above.");
  if (!installedMatchesLock())
    throw new CannotGoOn('npm installed different packages than those in package-lock.json.');
  writeFileSync(stampFile, stamp);
}

/** npm records what it installed; packages for other systems are in the lock file only. */
function installedMatchesLock() {
  const installed = readOrNull(installedFile);
  if (installed === null) return false;
  const wantedPackages = JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  const presentPackages = JSON.parse(installed).packages;
  return Object.entries(wantedPackages).every(([path, wanted]) => {
    if (path === '') return true;
    const present = presentPackages[path];
    if (present === undefined) return wanted.optional === true;
    return present.version === wanted.version && present.integrity === wanted.integrity;
  });
}

function readOrNull(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
