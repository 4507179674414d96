// npm start: installs what is missing, builds what has changed, and runs the app with the arguments given.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from './bootstrap/build.mjs';
import { executablePath } from './bootstrap/electron.mjs';
import { CannotGoOn, root, say } from './bootstrap/project.mjs';
import { bootstrap } from './bootstrap.mjs';

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];

try {
  const electron = await bootstrap('start');
  await ensureBuilt();
  if (electron.isStandIn) announceStandIn();
  runApp(electron);
} catch (error) {
  if (!(error instanceof CannotGoOn)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function announceStandIn() {
  say("Running on the stand-in for Electron: the app's own code, with Chromium showing its windows.");
  if (!hasDisplay()) say("There's no display, so you won't see any windows. Press Ctrl+C to stop.");
}

function runApp(electron) {
  const env = { ...process.env };
  // Set by editors built on Electron in their terminals; it would turn Electron into plain Node.
  delete env.ELECTRON_RUN_AS_NODE;
  const child = spawn(
    join(electron.folder, executablePath()),
    [...sandboxArguments(electron), root, ...process.argv.slice(2)],
    {
      env,
      stdio: 'inherit',
    },
  );
  for (const signal of FORWARDED) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`Couldn't start the app: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('close', (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
  });
}

/** Chromium refuses to run sandboxed as root. The stand-in sees to this itself. */
function sandboxArguments(electron) {
  return process.getuid?.() === 0 && !electron.isStandIn ? ['--no-sandbox'] : [];
}

function hasDisplay() {
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}
