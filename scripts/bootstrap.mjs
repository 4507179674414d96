import { findElectron } from './bootstrap/electron.mjs';
import { buildKeytar, keytarLoads, prepareKeytar } from './bootstrap/keytar.mjs';
import { ensureNpmPackages } from './bootstrap/npm-packages.mjs';
import { CannotGoOn } from './bootstrap/project.mjs';
import { isStandIn, prepareStandIn } from './bootstrap/stand-in.mjs';
import { ensureSystemPackages } from './bootstrap/system-packages.mjs';

const OLDEST_NODE = [20, 19];

/**
 * Installs what is missing for a goal, `start` or `test`, and says what it does. Idempotent, and quick when nothing is
 * missing. Resolves to the folder that holds Electron or its stand-in. Throws {@link CannotGoOn} when a person has to
 * act first.
 */
export async function bootstrap(goal) {
  checkNode();
  await ensureNpmPackages();
  const electron = await findElectron();
  if (electron === null && process.platform !== 'linux')
    throw new CannotGoOn("The app can't run without Electron. The stand-in for it works only on Linux.");

  const needs = [];
  if (electron === null || goal === 'test') needs.push('browser');
  if (goal === 'test') needs.push('sessionBus', 'secretService', 'terminal');
  const hasKeytar = keytarLoads();
  if (!hasKeytar) needs.push(...(await prepareKeytar()));
  await ensureSystemPackages(needs, `npm ${goal}`);
  if (!hasKeytar) await buildKeytar();

  if (electron !== null) return { folder: electron, isStandIn: isStandIn(electron) };
  return { folder: await prepareStandIn(), isStandIn: true };
}

/** vite and @electron/get, which is an ES module that Electron's package loads with `require`, want this much. */
function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  throw new CannotGoOn(
    `You need Node ${OLDEST_NODE.join('.')} or newer, and this is Node ${process.versions.node}. Get it from https://nodejs.org.`,
  );
}
