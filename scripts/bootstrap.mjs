import { ensureKeytar } from './bootstrap/keytar.mjs';
import { ensureNpmPackages } from './bootstrap/npm-packages.mjs';
import { CannotGoOn } from './bootstrap/project.mjs';
import { ensureSystemPackages } from './bootstrap/system-packages.mjs';

const OLDEST_NODE = 20;

/**
 * Installs what is missing for a goal, `start` or `test`, and says what it does. Idempotent, and quick when nothing is
 * missing. Throws {@link CannotGoOn} when a person has to act first.
 */
export async function bootstrap(goal) {
  checkNode();
  await ensureNpmPackages();
  if (goal === 'test') await ensureSystemPackages(['browser', 'sessionBus', 'secretService'], 'Testing');
  await ensureKeytar();
}

function checkNode() {
  const major = Number.parseInt(process.versions.node, 10);
  if (major >= OLDEST_NODE) return;
  throw new CannotGoOn(
    `This needs Node ${OLDEST_NODE} or newer, and this is Node ${process.versions.node}. Get it from https://nodejs.org`,
  );
}
