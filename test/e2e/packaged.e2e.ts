import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { extractFile, listPackage } from '@electron/asar';
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

/** Where Electron keeps what comes with the packaged app. */
async function resources(): Promise<string> {
  const program = dirname(await packagedApp());
  return process.platform === 'darwin' ? resolve(program, '../Resources') : join(program, 'resources');
}

interface Package {
  readonly name: string;
  readonly version: string;
}

/** Every package of others that something in the packaged app comes from: bundled, copied, a font, Electron. */
async function packagesWithin(archive: string): Promise<readonly Package[]> {
  const installed = async (name: string): Promise<Package> =>
    JSON.parse(await readFile(join(root, 'node_modules', name, 'package.json'), 'utf8'));
  const files = listPackage(archive, { isPack: false }).map((file) => file.replaceAll('\\', '/').slice(1));
  const copied = files
    .filter((file) => /^node_modules\/(?:@[^/]+\/)?[^/]+\/package\.json$/.test(file))
    .map((file): Package => JSON.parse(extractFile(archive, join(file)).toString('utf8')));
  const bundled = await Promise.all(
    ['main', 'renderer'].map(async (part): Promise<Package[]> => {
      return JSON.parse(await readFile(join(root, 'out', part, 'licenses.json'), 'utf8'));
    }),
  );
  const fonts = files.some((file) => /\/inter-.*\.woff2$/.test(file)) ? ['@fontsource-variable/inter'] : [];
  return [...copied, ...bundled.flat(), ...(await Promise.all(['electron', ...fonts].map(installed)))];
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

  test('carries its own license, those of all that it contains, and a bill of materials', async () => {
    const folder = await resources();
    const read = (file: string) => readFile(join(folder, file), 'utf8');
    expect(await read('LICENSE.txt')).toBe(await readFile(join(root, 'LICENSE'), 'utf8'));
    const packages = await packagesWithin(join(folder, 'app.asar'));
    expect(packages.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['electron', 'react', '@azure/msal-node', 'keytar', 'bare-semver']),
    );
    const notices = await read('THIRD-PARTY-NOTICES.txt');
    for (const { name, version } of packages) expect(notices).toContain(`\n${name} ${version}\nLicense: `);
    const bill = JSON.parse(await read('sbom.cdx.json'));
    expect(bill.bomFormat).toBe('CycloneDX');
    expect(bill.metadata.component.name).toBe('partner-token-tray');
    const listed = bill.components.map((component: Package) => `${component.name}@${component.version}`);
    expect(listed.sort()).toEqual([...new Set(packages.map(({ name, version }) => `${name}@${version}`))].sort());
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
      if (process.platform === 'linux')
        expect(await readFile(`/proc/${app.pid}/limits`, 'utf8')).toMatch(/^Max core file size +1 /m);
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
