import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DAY } from '../../src/core/model/time';
import { expect, test } from './app';
import { refreshTokens } from './keychain';
import { cardOf, comeBackSignedIn, startPractising, startSignedIn } from './steps';
import { seenNotifications, trayToolTip } from './witness';

test('a locked keychain is found before a sign-in starts', async ({ tray }) => {
  const card = await startPractising(tray);
  const panel = await tray.panel();
  await tray.keyring.lock();
  await card.getByRole('button', { name: 'Sign in', exact: true }).click();
  const notifications = panel.getByRole('region', { name: 'Notifications' });
  await expect(notifications).toContainText('The keychain is locked.');
  expect(tray.electron.windows()).toHaveLength(1);
  await expect.poll(() => trayToolTip(tray.electron)).toBe('Partner Token Tray – The keychain is locked.');

  await tray.keyring.unlock();
  await notifications.getByRole('button', { name: 'Try again' }).click();
  await expect(notifications).toBeHidden();
  await card.getByRole('button', { name: 'Sign in', exact: true }).click();
  await comeBackSignedIn(tray);
  await expect(card).toContainText('Fine, 90 days left');
});

test('a token obtained while the keychain fails stays in memory until it can be kept', async ({ tray }) => {
  const card = await startPractising(tray);
  const panel = await tray.panel();
  await card.getByRole('button', { name: 'Sign in', exact: true }).click();
  const page = await tray.signInPage();
  await expect(page.locator('#loginfmt')).toBeVisible();
  await tray.keyring.lock();
  await comeBackSignedIn(tray);
  await expect(panel.getByRole('region', { name: 'Notifications' })).toContainText('The keychain is locked.');
  await tray.keyring.unlock();
  expect(await refreshTokens(tray.keyring)).toEqual([]);
  await panel.getByRole('region', { name: 'Notifications' }).getByRole('button', { name: 'Try again' }).click();
  await expect(card).toContainText('Fine, 90 days left');
  expect(await refreshTokens(tray.keyring)).toHaveLength(1);
});

test('a corrupted settings file is set aside, and the keychain brings the connections back', async ({ tray }) => {
  await startSignedIn(tray);
  const held = await refreshTokens(tray.keyring);
  const file = join(tray.dataFolder, 'connections.json');
  await tray.quit();
  const good = await readFile(file, 'utf8');
  await writeFile(file, good.slice(0, good.length / 2));
  await tray.restart();

  await expect.poll(() => trayToolTip(tray.electron)).toContain('The connections file was damaged');
  const told = async () => (await seenNotifications(tray.electron)).map(({ title }) => title);
  await expect.poll(told).toContain('The connections file was damaged and has been set aside.');
  const files = async () => (await readdir(tray.dataFolder)).filter((name) => /^connections\..+/.test(name));
  await expect.poll(async () => (await files()).length, 'one set aside, and one anew').toBeGreaterThan(1);
  // It may have been refreshed by now.
  expect(await refreshTokens(tray.keyring)).toEqual(expect.arrayContaining(held));

  await tray.electron.evaluate(() => globalThis.witness.trays.at(-1)?.tray.emit('click', {}, {}, {}));
  const card = cardOf(await tray.panel(), 'Practice');
  await expect(card).toContainText('Fine, 90 days left');
  const [newest] = await refreshTokens(tray.keyring);
  await tray.practice.advance(7 * DAY);
  await expect.poll(async () => (await refreshTokens(tray.keyring))[0]).not.toBe(newest);
  await expect(card).toContainText('Fine, 90 days left');
});
