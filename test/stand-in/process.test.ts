import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPackageWithOptions } from '@electron/asar';
import { _electron } from 'playwright';
import { afterAll, describe, expect, it } from 'vitest';
import { makeStandInDist } from './make-dist.mjs';
import { FIXTURE, logged, standInExecutable, startFixture } from './start-fixture';

const folder = mkdtempSync(join(tmpdir(), 'stand-in-process-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Processes started with this profile folder's name on their command line, zombies left out. */
async function chromiumsOf(pid: number): Promise<number[]> {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const command = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
    if (command.includes(`electron-stand-in-${pid}-`)) found.push(Number(name));
  }
  return found;
}

function runToEnd(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ code: number | null; output: string }> {
  return standInExecutable().then(
    (executable) =>
      new Promise((resolve) => {
        const child = spawn(executable, args, { env: { ...process.env, ...env } });
        let output = '';
        child.stdout.on('data', (data) => {
          output += data;
        });
        child.stderr.on('data', (data) => {
          output += data;
        });
        child.on('close', (code) => resolve({ code, output }));
      }),
  );
}

describe('the executable', () => {
  it('says the version of the Electron it stands in for', async () => {
    const { output } = await runToEnd(['--version']);
    expect(output.trim()).toMatch(/^v45\.\d+\.\d+$/);
  });

  it('is plain Node with ELECTRON_RUN_AS_NODE', async () => {
    const { output } = await runToEnd(['-p', 'process.versions.electron ?? 6 * 7'], { ELECTRON_RUN_AS_NODE: '1' });
    expect(output.trim()).toBe('42');
  });

  it('says what is wrong when there is no such app', async () => {
    const { code, output } = await runToEnd([join(folder, 'nothing')]);
    expect(code).toBe(1);
    expect(output).toContain('Unable to find Electron app');
  });
});

it('refuses before it is ready, and after, what Electron refuses then', async () => {
  const early = [
    'session.defaultSession',
    "session.fromPartition('x')",
    "net.fetch('https://x.invalid')",
    'new Notification({})',
    "new Tray('x.png')",
    'screen.getPrimaryDisplay()',
    "globalShortcut.register('Alt+A', () => {})",
    "globalShortcut.unregister('Alt+A')",
    'new BrowserWindow()',
  ];
  const late = ['app.enableSandbox()', 'app.disableHardwareAcceleration()'];
  const attempts = (all: readonly string[]) =>
    all.map((what) => `try { ${what}; console.log('let ' + ${JSON.stringify(what)}); } catch {}`).join('\n');
  const source = await mkdtemp(join(folder, 'early-'));
  await writeFile(join(source, 'package.json'), JSON.stringify({ name: 'early', type: 'module', main: 'main.mjs' }));
  await writeFile(
    join(source, 'main.mjs'),
    `import { app, BrowserWindow, globalShortcut, net, Notification, screen, session, Tray } from 'electron';
${attempts(early)}
app.whenReady().then(() => {
${attempts(late)}
console.log('done');
app.exit(0);
});`,
  );
  const { output } = await runToEnd([source, `--user-data-dir=${join(source, 'data')}`]);
  expect(output.split('\n').filter((line) => line.startsWith('let ') || line === 'done')).toEqual(['done']);
});

describe('a second start', () => {
  it('ends, and tells the first what it was asked', async () => {
    const first = await startFixture();
    try {
      await first.app.firstWindow();
      const { code } = await runToEnd([FIXTURE, `--user-data-dir=${first.userData}`, 'open:this']);
      expect(code).toBe(3);
      await expect
        .poll(() => logged(first.app, 'second-instance'))
        .toEqual([['second-instance', 'open:this', process.cwd(), { from: 'fixture' }]]);
    } finally {
      await first.stop();
    }
  });
});

describe('when the app ends', () => {
  it('by quitting, no Chromium and no profile is left', async () => {
    const { app, stop } = await startFixture();
    await app.firstWindow();
    const pid = app.process().pid ?? 0;
    expect(await chromiumsOf(pid)).not.toEqual([]);
    await stop();
    await expect.poll(() => chromiumsOf(pid)).toEqual([]);
    expect((await readdir(tmpdir())).filter((name) => name.startsWith(`electron-stand-in-${pid}-`))).toEqual([]);
  });

  it('by being killed, no Chromium is left, and the next start removes the profile', async () => {
    const { app } = await startFixture();
    await app.firstWindow();
    const pid = app.process().pid ?? 0;
    expect(await chromiumsOf(pid)).not.toEqual([]);
    const closed = app.waitForEvent('close');
    process.kill(pid, 'SIGKILL');
    await closed;
    await expect.poll(() => chromiumsOf(pid), { timeout: 10_000 }).toEqual([]);
    const next = await startFixture();
    await next.app.firstWindow();
    await next.stop();
    expect((await readdir(tmpdir())).filter((name) => name.startsWith(`electron-stand-in-${pid}-`))).toEqual([]);
  });

  it('by a signal, it quits in order', async () => {
    const { app } = await startFixture();
    await app.firstWindow();
    const closed = app.waitForEvent('close');
    const electron = app.process();
    electron.kill('SIGTERM');
    await closed;
    expect(electron.exitCode).toBe(0);
  });
});

describe('a packaged app', () => {
  it('runs from the archive beside the executable', async () => {
    const dist = await mkdtemp(join(folder, 'dist-'));
    await cp(await makeStandInDist(), dist, { recursive: true });
    const source = join(folder, 'source');
    await cp(FIXTURE, source, { recursive: true });
    await createPackageWithOptions(source, join(dist, 'resources', 'app.asar'), { unpack: '*.png' });
    const app = await _electron.launch({
      executablePath: join(dist, 'electron'),
      args: [`--user-data-dir=${join(folder, 'data')}`],
    });
    try {
      const page = await app.firstWindow();
      await page.waitForSelector('h1');
      const facts = await app.evaluate(({ app: electronApp }) => [
        electronApp.isPackaged,
        electronApp.getVersion(),
        process.resourcesPath,
      ]);
      expect(facts).toEqual([true, '1.2.3', join(dist, 'resources')]);
      expect(await page.evaluate(() => window.bridge.add(1, 2))).toBe(3);
    } finally {
      const unpacked = await app.evaluate(({ app: electronApp }) => electronApp.getAppPath());
      await app.close();
      await rm(unpacked, { recursive: true, force: true });
    }
  });
});
