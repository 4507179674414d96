// npm run demo: the story of one refresh token, told by the app itself, unattended. Leaves pictures in demo/.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './bootstrap/build.mjs';
import { CannotGoOn, root, say } from './bootstrap/project.mjs';
import { bootstrap } from './bootstrap.mjs';

try {
  const electron = await bootstrap('test');
  await ensureBuilt();
  if (electron.isStandIn)
    say('Running on the stand-in for Electron: the pictures show a drawn tray, notifications, and desktop.');
  rmSync(join(root, 'demo'), { recursive: true, force: true });
  const { status } = spawnSync(
    process.execPath,
    [join(root, 'node_modules', 'playwright', 'cli.js'), 'test', '--config', 'scripts/demo/playwright.config.ts'],
    { cwd: root, stdio: 'inherit', env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: electron.folder } },
  );
  process.exitCode = status ?? 1;
} catch (error) {
  if (!(error instanceof CannotGoOn)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
