import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './app';
import { startPractising } from './steps';

const RENDERER = join(import.meta.dirname, '../../out/renderer');

test("the panel's origin has the renderer's own files and nothing else of the disk", async ({ tray }) => {
  const panel = await tray.panel();
  expect(panel.url()).toBe('app://panel/index.html');
  const fonts = await panel.evaluate(() =>
    document.fonts.load("16px 'Inter Variable'").then((loaded) => loaded.length),
  );
  expect(fonts).toBeGreaterThan(0);
  // A font that is navigated to is a download.
  const names = (await readdir(join(RENDERER, 'assets')))
    .filter((name) => !name.endsWith('.woff2'))
    .map((name) => `assets/${name}`);
  const answered = (paths: readonly string[]) =>
    tray.electron.evaluate(async ({ BrowserWindow }, asked) => {
      const panel = BrowserWindow.getAllWindows().find(({ webContents }) => webContents.getURL().startsWith('app:'));
      if (!panel) throw new Error('no panel');
      const found: string[] = [];
      for (const path of asked) {
        const loaded = panel.webContents.loadURL(path).then(
          () => true,
          () => false,
        );
        const isThere = new Promise<boolean>((tell) => {
          panel.webContents.once('did-navigate', (_event, _url, status) => tell(status === 200));
          void loaded.then((isLoaded) => isLoaded || tell(false));
        });
        if (await isThere) found.push(path);
      }
      return found;
    }, paths);
  const own = ['index.html', ...names].map((path) => `app://panel/${path}`);
  expect(await answered(own)).toEqual(own);
  const others = [
    '',
    '/',
    'main/index.js',
    '../main/index.js',
    '..%2fmain%2findex.js',
    'assets/..%5c..%5cmain%5cindex.js',
  ];
  expect(await answered(others.map((path) => `app://panel/${path}`))).toEqual([]);
  expect(await answered(['app://other/index.html', 'app://panel.evil/index.html'])).toEqual([]);
});

test("the panel's policy lets in neither styles nor scripts of anybody else, and stops nothing of its own", async ({
  tray,
}) => {
  const panel = await tray.panel();
  const complaints: string[] = [];
  panel.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) complaints.push(message.text());
  });
  await panel.reload();
  const card = await startPractising(tray);
  await card.getByRole('button', { name: 'More', exact: true }).click();
  await panel.getByRole('menuitem', { name: 'Edit' }).click();
  await expect(panel.getByRole('textbox', { name: 'Name' })).toBeVisible();
  expect(complaints).toEqual([]);
  const blocked = await panel.evaluate(async () => {
    const seen: string[] = [];
    const allSeen = new Promise<void>((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => {
        if (seen.push(event.effectiveDirective) === 4) resolve();
      });
    });
    const put = (tag: string, text: string) => {
      const element = document.createElement(tag);
      element.textContent = text;
      document.head.append(element);
    };
    put('style', 'body { display: none }');
    put('script', 'document.title = "mine"');
    document.body.setAttribute('style', 'display: none');
    await fetch('app://panel/index.html').catch(() => undefined);
    await allSeen;
    return { seen, display: getComputedStyle(document.body).display, title: document.title };
  });
  expect(blocked.seen).toEqual(['style-src-elem', 'script-src-elem', 'style-src-attr', 'connect-src']);
  expect(blocked.display).not.toBe('none');
  expect(blocked.title).not.toBe('mine');
});
