import { DAY } from '../../src/core/model/time';
import { expect, test } from './app';
import { refreshTokens } from './keychain';
import { cardOf, signIn, startPractising, switchNetwork } from './steps';
import { clickInTray, clickNotification, seenNotifications, trayLabels, trayToolTip } from './witness';

test('keeps a refresh token alive from the first sign-in on, and brings an expired one back', async ({ tray }) => {
  const { electron, keyring, practice } = tray;
  const panel = await tray.panel();
  const card = cardOf(panel, 'Practice');
  const titles = async () => (await seenNotifications(electron)).map(({ title }) => title);

  await test.step('a first connection, signed in with password, MFA and consent', async () => {
    await startPractising(tray);
    await expect.poll(() => trayToolTip(electron)).toBe('Partner Token Tray – Sign in to Practice');
    await card.getByRole('button', { name: 'Sign in', exact: true }).click();
    const page = await tray.signInPage();
    await expect.poll(() => titleOfWindowWith(page.url())).toMatch(/^127\.0\.0\.1:\d+ — Sign in: Practice$/);
    await signIn(tray);
    await expect(card).toContainText('Fine, 90 days left');
    await expect(card).toContainText((await practice.partner()).username);
    await expect.poll(() => electron.windows().length).toBe(1);
  });

  const first = await test.step('its token is in the keychain, and no other', async () => {
    const tokens = await refreshTokens(keyring);
    expect(tokens).toHaveLength(1);
    expect(tokens[0]?.length).toBeGreaterThan(1000);
    return tokens[0];
  });

  const second = await test.step('a week passes, and it is refreshed by itself', async () => {
    await panel.getByRole('button', { name: '+1 week' }).click();
    await expect.poll(async () => (await refreshTokens(keyring))[0]).not.toBe(first);
    await expect(card).toContainText('Fine, 90 days left');
    const tokens = await refreshTokens(keyring);
    expect(tokens[1] ?? first).toBe(first);
    return tokens[0];
  });

  await test.step('no more than two tokens are kept', async () => {
    await panel.getByRole('button', { name: '+1 week' }).click();
    await expect.poll(async () => (await refreshTokens(keyring))[0]).not.toBe(second);
    await expect.poll(() => refreshTokens(keyring)).not.toContain(first);
    expect((await refreshTokens(keyring)).length).toBeLessThanOrEqual(2);
  });

  await test.step('the network is away for 62 days: one notification, once', async () => {
    await switchNetwork(tray, false);
    await practice.advance(62 * DAY);
    await expect(card).toContainText('Expires in 28 days');
    await expect.poll(titles).toEqual(['Practice expires in 28 days']);
    await expect(panel.getByRole('region', { name: 'Notifications' })).toContainText('Practice expires in 28 days');
    await expect.poll(() => trayToolTip(electron)).toBe('Partner Token Tray – Practice expires in 28 days');
    await practice.advance(DAY);
    await expect(card).toContainText('Expires in 27 days');
    expect(await titles()).toHaveLength(1);
  });

  await test.step('the network is back: refreshed, and the notification is moot', async () => {
    await switchNetwork(tray, true);
    await expect(card).toContainText('Fine, 90 days left');
    await expect(panel.getByRole('region', { name: 'Notifications' })).toBeHidden();
    await expect.poll(() => trayToolTip(electron)).toBe('Partner Token Tray – Practice is fine, 90 days left');
  });

  await test.step('the network is away until the token expires', async () => {
    await switchNetwork(tray, false);
    await practice.advance(92 * DAY);
    await expect(card).toContainText('Expired 2 days ago, offline');
    await expect.poll(titles).toEqual(['Practice expires in 28 days', 'Practice has expired']);
    // A try may be under way, which the menu says first.
    await expect.poll(() => trayLabels(electron)).toContain('Practice – expired');
    const notifications = panel.getByRole('region', { name: 'Notifications' });
    await expect(notifications).toContainText('Practice has expired');
    await expect(notifications).not.toContainText('28 days');
  });

  await test.step('signed in again from the notification, with the account filled in', async () => {
    await switchNetwork(tray, true);
    await expect(card).not.toContainText('offline');
    await clickNotification(electron, 'Practice has expired');
    const page = await tray.signInPage();
    await expect(page.locator('#passwd')).toBeVisible();
    await expect(page.locator('body')).toContainText((await practice.partner()).username);
    await signIn(tray, { consent: 'given' });
    await expect(card).toContainText('Fine, 90 days left');
    expect(await titles()).toEqual(['Practice expires in 28 days', 'Practice has expired']);
    await expect(panel.getByRole('region', { name: 'Notifications' })).toBeHidden();
  });

  await test.step('its access token is copied, and leaves the clipboard', async () => {
    expect(await panel.evaluate(() => window.tray.updateSettings({ clearClipboardAfter: 5000 }))).toMatchObject({
      ok: true,
    });
    await card.getByRole('button', { name: 'Copy access token' }).click();
    await expect(card).toContainText(/Copied · \d+ s left/);
    expect(await tray.clipboardText()).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/);
    await expect.poll(() => tray.clipboardText()).toBe('');
    await expect(card.getByRole('button', { name: 'Copy access token', exact: true })).toBeVisible();
  });

  await test.step('the same from the tray', async () => {
    await clickInTray(electron, 'Copy access token – Practice');
    await expect.poll(() => tray.clipboardText()).toMatch(/^eyJ/);
    await expect
      .poll(async () => (await seenNotifications(electron)).at(-1)?.body)
      .toBe('Access token copied. The app clears it from the clipboard in 5 seconds.');
  });

  await test.step('what somebody copies meanwhile is theirs', async () => {
    await electron.evaluate(({ clipboard }) => clipboard.writeText('a shopping list'));
    await expect(card.getByRole('button', { name: 'Copy access token', exact: true })).toBeVisible();
    expect(await tray.clipboardText()).toBe('a shopping list');
  });

  await test.step('after a restart all is as it was', async () => {
    const held = (await refreshTokens(keyring))[0];
    await tray.restart();
    await expect.poll(() => trayToolTip(tray.electron)).toBe('Partner Token Tray – Practice is fine, 90 days left');
    expect((await refreshTokens(keyring))[0]).toBe(held);
  });

  function titleOfWindowWith(url: string): Promise<string> {
    return electron.evaluate(({ BrowserWindow }, wanted) => {
      const found = BrowserWindow.getAllWindows().find((window) => window.webContents.getURL() === wanted);
      return found?.getTitle() ?? '';
    }, url);
  }
});
