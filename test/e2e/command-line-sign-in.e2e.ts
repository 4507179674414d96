import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { Browser } from '../practice/support/browser';
import { passThePages } from '../practice/support/pages';
import { expect, test, type WholeApp } from './app';
import { refreshTokens } from './keychain';
import { trayLabels } from './witness';

const BUILT = resolve(import.meta.dirname, '../../out/cli/main.cjs');

/** The command line beside the app. */
function start(tray: WholeApp, ...args: readonly string[]) {
  const child: ChildProcess = spawn(process.execPath, [BUILT, ...args], {
    env: { ...process.env, ...tray.keyring.env, PARTNER_TOKEN_TRAY_DATA: tray.dataFolder },
  });
  let shown = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      shown += text;
    });
  const ended = once(child, 'close').then(([code]) => ({ code, shown }));
  return { child, ended, shown: () => shown };
}

test('the app signs in for the command line, and stops when that is interrupted', async ({ tray }) => {
  await tray.panel();
  const added = await start(tray, 'practice').ended;
  expect(added).toMatchObject({ code: 0, shown: expect.stringContaining('"Practice" is ready') });

  await test.step('in its own window, which Ctrl+C closes', async () => {
    const signing = start(tray, 'sign-in', 'practice');
    await expect.poll(signing.shown).toContain('Sign in in the window that Partner Token Tray opens. Ctrl+C cancels.');
    const page = await tray.signInPage();
    const closed = page.waitForEvent('close');
    signing.child.kill('SIGINT');
    expect(await signing.ended).toMatchObject({
      code: 130,
      shown: expect.stringContaining('Canceled. Nothing changed.'),
    });
    await closed;
    expect(await refreshTokens(tray.keyring)).toEqual([]);
  });

  await test.step('by an address that the command line shows', async () => {
    const signing = start(tray, 'sign-in', 'practice', '--no-browser');
    await expect.poll(signing.shown).toMatch(/http:\S+\n/);
    const [address = ''] = /http:\S+/.exec(signing.shown()) ?? [];
    const { origin } = new URL(address);
    const browser = await passThePages(await tray.practice.partner(), await new Browser(origin).open(address));
    if (browser.left === null) throw new Error(`Still at "${browser.title}".`);
    await fetch(browser.left);
    const ended = await signing.ended;
    expect(ended).toMatchObject({ code: 0, shown: expect.stringMatching(/Signed in to "Practice" as \S+ with MFA\./) });
    await expect.poll(() => trayLabels(tray.electron)).toContain('Practice – 90 days left');
  });
});
