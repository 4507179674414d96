import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'playwright/test';
import { type SecretService, startSecretService } from '../support/secret-service';

const root = resolve(import.meta.dirname, '../..');
/** Chromium refuses to be sandboxed as root. */
const AS_ROOT = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** What `npm run package:dir` has made for this system. */
async function packagedApp(): Promise<string> {
  const dist = join(root, 'dist');
  if (process.platform === 'linux') return join(dist, 'linux-unpacked/partner-token-tray');
  if (process.platform === 'win32') return join(dist, 'win-unpacked/Partner Token Tray.exe');
  const folder = (await readdir(dist)).find((name) => name === 'mac' || name.startsWith('mac-'));
  return join(dist, folder ?? 'mac', 'Partner Token Tray.app/Contents/MacOS/Partner Token Tray');
}

test.describe('the packaged app', () => {
  let keyring: SecretService;
  let dataFolder: string;

  test.beforeAll(async () => {
    keyring = await startSecretService();
    dataFolder = await mkdtemp(join(tmpdir(), 'ptt-packaged-'));
  });

  test.afterAll(async () => {
    await keyring.stop();
    await rm(dataFolder, { recursive: true, force: true });
  });

  test('tells its version', async () => {
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    const { stdout } = await promisify(execFile)(await packagedApp(), ['--version', ...AS_ROOT]);
    expect(stdout.trim()).toBe(version);
  });

  // No debugger may look at it, so that its log has to tell.
  test('opens its panel from the archive', async () => {
    const app = spawn(await packagedApp(), [...AS_ROOT, `--user-data-dir=${dataFolder}`], {
      env: { ...process.env, ...keyring.env, PARTNER_TOKEN_TRAY_KEEP_PANEL: '1' },
      stdio: 'ignore',
    });
    const ended = once(app, 'exit');
    try {
      const log = () => readFile(join(dataFolder, 'logs', 'main.log'), 'utf8').catch(() => '');
      await expect.poll(log).toContain('panel-ready');
    } finally {
      app.kill();
      await ended;
    }
  });

  for (const unsafe of [
    '--remote-debugging-port=0',
    '--js-flags=--expose-gc',
    '--load-extension=/tmp',
    '--inspect-port=0',
  ])
    test(`says that it doesn't start with ${unsafe}, and ends`, async () => {
      const folder = join(dataFolder, 'unsafe');
      // An import says everything on standard error; otherwise a box would, on Windows and macOS.
      const args = [unsafe, '--import-token=Nobody', ...AS_ROOT, `--user-data-dir=${folder}`];
      const run = promisify(execFile)(await packagedApp(), args, { env: { ...process.env, ...keyring.env } });
      const { code, stderr } = await run.then(
        () => ({ code: 0, stderr: '' }),
        (error: { code: number; stderr: string }) => error,
      );
      expect(code).toBe(2);
      expect(stderr).toContain(`doesn't start with ${unsafe.split('=')[0]}`);
    });
});
