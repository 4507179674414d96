import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DAY } from '../../src/core/model/time';
import { paste } from '../support/paste';
import { expect, test } from './app';
import { entriesOf, keptSecrets, refreshTokens } from './keychain';
import { startAgain } from './second-process';
import { cardOf, startPractising, startSignedIn } from './steps';
import {
  anythingIsVisible,
  approachTray,
  clickInTray,
  clickNotification,
  clickTray,
  losePanel,
  panelIsVisible,
  seenNotifications,
  trayLabels,
  trayToolTip,
} from './witness';

test('opens its panel at a first start, and not later', async ({ tray }) => {
  const panel = await tray.panel();
  await expect(panel.getByRole('heading', { name: 'Sign in once. Never let it expire.' })).toBeVisible();
  await expect.poll(() => trayToolTip(tray.electron)).toBe('Partner Token Tray – No connections yet');
  await startPractising(tray);
  await tray.restart();
  await expect.poll(() => trayToolTip(tray.electron)).toContain('Practice');
  expect(tray.electron.windows()).toEqual([]);
  await clickInTray(tray.electron, 'Practice – ');
  await expect(cardOf(await tray.panel(), 'Practice')).toBeFocused();
});

test.describe('a panel that loses the focus', () => {
  test.use({ panelStays: false });

  test('hides, but not while it is pinned, a form holds something, or a sign-in is open', async ({ tray }) => {
    let panel = await tray.panel();
    const blur = () =>
      tray.electron.evaluate(({ BrowserWindow }) => {
        const found = BrowserWindow.getAllWindows().find((window) => window.webContents.getURL().startsWith('app:'));
        found?.emit('blur', {});
      });
    const hidesOnBlur = () =>
      // Right after it was shown, the panel takes the focus back once.
      expect(async () => {
        await blur();
        expect(await anythingIsVisible(tray.electron)).toBe(false);
      }).toPass();
    await startPractising(tray);
    const pin = panel.getByRole('button', { name: 'Keep open when you click elsewhere' });
    await pin.click();
    await expect(pin).toHaveAttribute('aria-pressed', 'true');
    for (const _ of [1, 2]) await blur();
    expect(await anythingIsVisible(tray.electron)).toBe(true);
    await pin.click();
    await expect(pin).toHaveAttribute('aria-pressed', 'false');
    await hidesOnBlur();
    await clickInTray(tray.electron, 'Open');
    await expect.poll(() => anythingIsVisible(tray.electron)).toBe(true);
    await test.step('what was entered', async () => {
      await panel.getByRole('button', { name: 'Add connection' }).click();
      await paste(
        panel.getByLabel('Paste anything'),
        'AZURE_TENANT_ID=contoso.com\nAZURE_CLIENT_SECRET=Zq8~held.by.nobody',
      );
      await expect(panel.getByText('The panel stays open until you save or leave this form.')).toBeVisible();
      const draft = { tenant: 'contoso.com' };
      await expect
        .poll(() => panel.evaluate(() => window.tray.readDrafts()))
        .toEqual({ ok: true, value: { drafts: { add: draft }, open: 'add' } });
      for (const _ of [1, 2]) await blur();
      expect(await panelIsVisible(tray.electron)).toBe(true);
      // As when it has been hidden for long.
      await tray.electron.evaluate(({ BrowserWindow }) => {
        for (const window of BrowserWindow.getAllWindows()) window.destroy();
      });
      await expect.poll(() => tray.electron.windows()).toEqual([]);
      await clickInTray(tray.electron, 'Open');
      panel = await tray.panel();
      await expect(panel.getByRole('textbox', { name: 'Tenant' })).toHaveValue('contoso.com');
      await expect(panel.locator('input[name=secret]')).toHaveValue('');
      await panel.getByRole('button', { name: 'Cancel' }).click();
      await hidesOnBlur();
      await clickInTray(tray.electron, 'Open');
    });
    await cardOf(panel, 'Practice')
      .getByRole('button', { name: /^Sign in(?:,|$)/ })
      .click();
    await tray.signInPage();
    for (const _ of [1, 2]) await blur();
    expect(await panelIsVisible(tray.electron)).toBe(true);
  });
});

test('the icon shows and hides the panel, and the menu opens it at a connection', async ({ tray }) => {
  await startPractising(tray);
  expect(await anythingIsVisible(tray.electron)).toBe(true);
  await clickTray(tray.electron);
  await expect.poll(() => anythingIsVisible(tray.electron)).toBe(false);
  await expect(async () => {
    await clickTray(tray.electron);
    expect(await anythingIsVisible(tray.electron)).toBe(true);
  }).toPass();
  await (await tray.panel()).getByRole('button', { name: 'Close' }).click();
  await expect.poll(() => anythingIsVisible(tray.electron)).toBe(false);
  await clickInTray(tray.electron, 'Practice – ');
  await expect.poll(() => anythingIsVisible(tray.electron)).toBe(true);
  await expect(cardOf(await tray.panel(), 'Practice')).toBeFocused();

  // As it was left, also at the next start.
  const facts = () =>
    tray.electron.evaluate(({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows().find(({ webContents }) => webContents.getURL().startsWith('app:'));
      return window && [...window.getSize(), Math.round(window.webContents.getZoomFactor() * 100)];
    });
  expect(await facts()).toEqual([400, 640, 100]);
  await tray.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(520, 700));
  await (await tray.panel()).keyboard.press('Control+Equal');
  await expect.poll(facts).toEqual([520, 700, 110]);
  await tray.restart();
  await expect.poll(() => trayToolTip(tray.electron)).toContain('Practice');
  // The page of the first one is lost while it's loaded, which is no matter of the next.
  await approachTray(tray.electron);
  await losePanel(tray.electron);
  await approachTray(tray.electron);
  await (await tray.panel()).getByRole('article').waitFor({ state: 'attached' });
  expect(await anythingIsVisible(tray.electron)).toBe(false);
  await clickTray(tray.electron);
  await expect.poll(() => anythingIsVisible(tray.electron)).toBe(true);
  await (await tray.panel()).getByRole('article').waitFor();
  expect(await facts()).toEqual([520, 700, 110]);
});

test('a second start shows the panel of the first', async ({ tray }) => {
  await startPractising(tray);
  await clickTray(tray.electron);
  await expect.poll(() => anythingIsVisible(tray.electron)).toBe(false);
  expect(await startAgain(tray, [])).toMatchObject({ code: 0 });
  await expect.poll(() => anythingIsVisible(tray.electron)).toBe(true);
  await expect(cardOf(await tray.panel(), 'Practice')).toBeVisible();
});

test('quitting clears a copied token from the clipboard', async ({ tray }) => {
  const card = await startSignedIn(tray);
  await card.getByRole('button', { name: 'Copy access token' }).click();
  await expect(card).toContainText('Copied');
  const atTheEnd = await tray.electron.evaluate(async ({ app, clipboard }) => {
    const before = await clipboard.readText();
    const after = new Promise<string>((resolve) => {
      app.once('will-quit', (event) => {
        event.preventDefault();
        resolve(clipboard.readText());
      });
    });
    app.quit();
    return { before, after: await after };
  });
  expect(atTheEnd.before).toMatch(/^eyJ/);
  expect(atTheEnd.after).toBe('');
});

test('a copied token carries the marks that keep it out of clipboard histories', async ({ tray }) => {
  const card = await startSignedIn(tray);
  await card.getByRole('button', { name: 'Copy access token' }).click();
  await expect(card).toContainText('Copied');
  const types = await tray.electron.evaluate(async ({ clipboard }) =>
    (await clipboard.read()).flatMap((item) => item.types),
  );
  const marks: Partial<Record<NodeJS.Platform, string>> = {
    linux: 'x-kde-passwordManagerHint',
    darwin: 'org.nspasteboard.ConcealedType',
    win32: 'CanIncludeInClipboardHistory',
  };
  expect(types.join('\n')).toContain(marks[process.platform]);
});

test('a global shortcut copies, and one that is taken is refused in words', async ({ tray }) => {
  const card = await startSignedIn(tray);
  const panel = await tray.panel();
  const connectionId = (await card.getAttribute('data-card')) ?? '';
  const setShortcut = (accelerator: string) =>
    panel.evaluate((copyShortcut) => window.tray.updateSettings({ copyShortcut }), { accelerator, connectionId });

  expect(await setShortcut('CommandOrControl+Alt+T')).toMatchObject({ ok: true });
  expect(
    await tray.electron.evaluate(({ globalShortcut }) => globalShortcut.isRegistered('CommandOrControl+Alt+T')),
  ).toBe(true);
  expect(await setShortcut('Not+A+Shortcut')).toMatchObject({ ok: false, field: 'copyShortcut' });
  await tray.restart();
  await expect
    .poll(() => tray.electron.evaluate(({ globalShortcut }) => globalShortcut.isRegistered('CommandOrControl+Alt+T')))
    .toBe(true);
});

test('removing a connection removes all of it', async ({ tray }) => {
  const card = await startSignedIn(tray);
  const panel = await tray.panel();
  expect(await keptSecrets(tray.keyring)).toHaveLength(2);
  await card.getByRole('button', { name: /^More(?:,|$)/ }).click();
  await panel.getByRole('menuitem', { name: 'Remove' }).click();
  await panel.getByRole('alertdialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(card).toBeHidden();
  await expect.poll(() => entriesOf(tray.keyring)).toEqual([]);
  await expect.poll(() => trayLabels(tray.electron)).not.toContain('Practice');
  await expect.poll(() => readFile(join(tray.dataFolder, 'connections.json'), 'utf8')).not.toContain('Practice');
  await expect.poll(() => readdir(tray.dataFolder)).not.toContain('practice.json');
  await expect(panel.getByRole('switch', { name: 'Network' })).toBeHidden();
});

test('a revoked token needs a person: one notification, whose button signs in', async ({ tray }) => {
  const card = await startSignedIn(tray);
  await tray.practice.revoke();
  await tray.practice.advance(2 * DAY);
  await expect(card).toContainText('The refresh token was revoked');
  const title = 'Practice: action needed';
  await expect
    .poll(() => seenNotifications(tray.electron))
    .toEqual([{ title, body: expect.stringContaining('revoked'), button: 'Sign in' }]);
  await tray.practice.advance(DAY);
  await clickNotification(tray.electron, title);
  await expect((await tray.signInPage()).locator('#passwd')).toBeVisible();
  expect(await seenNotifications(tray.electron)).toHaveLength(1);
});

test('a message that is not the panel’s own is refused', async ({ tray }) => {
  const card = await startSignedIn(tray);
  const panel = await tray.panel();
  const held = await refreshTokens(tray.keyring);
  const id = (await card.getAttribute('data-card')) ?? '';
  const refused = { ok: false, what: 'Something went wrong in the app.' };
  const badIds = ['', '../../x', `${id}0`, 'constructor'];
  for (const bad of badIds)
    expect(await panel.evaluate((wrong) => window.tray.removeConnection({ id: wrong }), bad)).toMatchObject(refused);
  expect(
    await panel.evaluate((more) => window.tray.removeConnection(more), Object.assign({ id }, { force: true })),
  ).toMatchObject(refused);
  const fromElsewhere = await tray.electron.evaluate(
    async ({ BrowserWindow }, wanted) => {
      const preload = BrowserWindow.getAllWindows().length > 0 ? wanted.preload : '';
      const other = new BrowserWindow({
        show: false,
        webPreferences: { preload, sandbox: true, contextIsolation: true },
      });
      await other.loadURL('data:text/html,<title>other</title>');
      const answer: unknown = await other.webContents.executeJavaScript(
        `window.tray.removeConnection({ id: '${wanted.id}' })`,
      );
      other.destroy();
      return answer;
    },
    { id, preload: join(import.meta.dirname, '../../out/preload/panel.cjs') },
  );
  expect(fromElsewhere).toMatchObject(refused);
  expect(await refreshTokens(tray.keyring)).toEqual(held);
  await expect(card).toContainText('Fine');
});
