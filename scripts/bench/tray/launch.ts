import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const WITNESS = fileURLToPath(new URL('./witness.cjs', import.meta.url));

/** Starts an app and ends it once its icon is in the tray. Resolves to the milliseconds that this took. */
export async function timeToTray(electron: string, app: string): Promise<number> {
  const home = await mkdtemp(join(tmpdir(), 'ptt-tray-'));
  // Nobody's keyring: there is no bus at this address.
  const nowhere = { HOME: home, XDG_RUNTIME_DIR: home, DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(home, 'bus')}` };
  const began = performance.now();
  const child = spawn(electron, ['-r', WITNESS, app, `--user-data-dir=${join(home, 'data')}`], {
    env: { PATH: process.env.PATH ?? '', ...nowhere },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, to be ended with all that it has started.
    detached: true,
  });
  const closed = once(child, 'close');
  let printed = '';
  try {
    return await new Promise<number>((resolve, reject) => {
      child.stdout.on('data', (chunk: Buffer) => {
        printed += chunk.toString('utf8');
        if (/^tray$/m.test(printed)) resolve(performance.now() - began);
      });
      child.stderr.on('data', (chunk: Buffer) => {
        printed += chunk.toString('utf8');
      });
      child.on('error', reject);
      child.on('exit', () => reject(new Error(`${app} ended without a tray: ${printed}`)));
    });
  } finally {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    await closed;
    await rm(home, { recursive: true, force: true });
  }
}
