import { DAY } from '../../src/core/model/time';
import { expect, test } from '../../test/e2e/app';
import { cardOf, signIn, startPractising, switchNetwork } from '../../test/e2e/steps';
import { clickNotification, seenNotifications } from '../../test/e2e/witness';
import { paste } from '../../test/support/paste';
import { Album } from './album';

test('the story of a refresh token', async ({ tray }) => {
  const album = new Album();
  const { electron, practice } = tray;
  const panel = await tray.panel();
  const card = cardOf(panel, 'Practice');
  const notificationTitled = (title: RegExp) =>
    expect.poll(async () => (await seenNotifications(electron)).at(-1)?.title ?? '').toMatch(title);

  await test.step('The app starts. Without any connection, it offers Partner Center or the practice cloud.', async () => {
    await expect(panel.getByRole('button', { name: /Try it in the practice cloud/ })).toBeVisible();
    await album.window(panel, 'first-screen');
  });

  await test.step('To connect Partner Center, the app says what to register, with each value to copy.', async () => {
    await panel.getByRole('button', { name: /Connect to Partner Center/ }).click();
    await album.window(panel, 'register');
    await panel.getByRole('button', { name: 'I already have an application' }).click();
  });

  await test.step('A form takes the values from whatever is pasted, says where each is found, and checks as you type.', async () => {
    await paste(panel.getByLabel('Paste anything'), 'AZURE_TENANT_ID=contoso.com\nAZURE_CLIENT_SECRET=made-up~secret');
    await album.window(panel, 'paste-anything');
    await panel.getByRole('textbox', { name: /Name/ }).fill('Contoso DE');
    await panel.getByRole('textbox', { name: /Tenant/ }).fill('contoso');
    await panel.getByRole('textbox', { name: /client\) ID/ }).fill('not a guid');
    await panel.getByRole('textbox', { name: /Name/ }).focus();
    await album.window(panel, 'add-connection');
    await panel.getByRole('button', { name: 'More options' }).click();
    await album.window(panel, 'add-connection-more');
    await panel.keyboard.press('Escape');
  });

  await test.step('We try the practice cloud: a simulated Entra ID and Partner Center, on this computer only.', async () => {
    await startPractising(tray);
    await album.window(panel, 'waits-for-sign-in');
    await album.desktop(electron, 'tray-new');
  });

  await test.step('We sign in, in a separate window: account, password, MFA, consent.', async () => {
    await card.getByRole('button', { name: 'Sign in', exact: true }).click();
    const page = await tray.signInPage();
    await expect(page.locator('#loginfmt, #passwd')).toBeVisible();
    await album.window(page, 'sign-in-page');
    await signIn(tray, {
      pause: async (what, where) => album.window(where, `sign-in-${what}`),
    });
  });

  await test.step('The refresh token is in the keychain, and valid for 90 days.', async () => {
    await expect(card).toContainText('Fine, 90 days left');
    await album.window(panel, 'fine');
    await album.desktop(electron, 'tray-fine');
  });

  await test.step('A week passes. The app refreshed the token automatically: 90 days again.', async () => {
    await panel.getByRole('button', { name: '+1 week' }).click();
    await expect(card).toContainText('Fine, 90 days left');
    await album.window(panel, 'a-week-later');
  });

  await test.step('The network goes down. The app retries without disturbing anybody.', async () => {
    await switchNetwork(tray, false);
    await practice.advance(2 * DAY);
    await expect(card).toContainText(/Offline/);
    await album.window(panel, 'offline');
    await album.desktop(electron, 'tray-offline');
  });

  await test.step("62 days without a network: one notification, while there's still time.", async () => {
    await practice.advance(60 * DAY);
    await notificationTitled(/expires in/);
    await expect(card).toContainText(/Expires in/);
    await album.window(panel, 'expires-soon');
    await album.desktop(electron, 'tray-soon');
  });

  await test.step('The network is back. The app refreshes the token right away, and the notification is gone.', async () => {
    await switchNetwork(tray, true);
    await expect(card).toContainText('Fine, 90 days left');
    await album.window(panel, 'back');
  });

  await test.step('Someone revokes all sessions. Only you can fix that, so the app tells you right away.', async () => {
    await practice.revoke();
    await practice.advance(2 * DAY);
    await notificationTitled(/action needed/);
    await album.window(panel, 'needs-you');
    await album.desktop(electron, 'tray-needs-you');
  });

  await test.step('One click on the notification opens the sign-in, with the account filled in.', async () => {
    await clickNotification(electron, 'Practice: action needed');
    await signIn(tray, { consent: 'given' });
    await expect(card).toContainText('Fine, 90 days left');
  });

  await test.step('The network stays down for 92 days: the token expires, and the app tells you.', async () => {
    await switchNetwork(tray, false);
    await practice.advance(92 * DAY);
    await notificationTitled(/has expired/);
    await album.window(panel, 'expired');
    await album.desktop(electron, 'tray-expired');
    await switchNetwork(tray, true);
    await clickNotification(electron, 'Practice has expired');
    await signIn(tray, { consent: 'given' });
    await expect(card).toContainText('Fine, 90 days left');
  });

  await test.step('One click copies an access token. The app clears it from the clipboard.', async () => {
    await card.getByRole('button', { name: 'Copy access token' }).click();
    await expect(card).toContainText('Copied');
    await album.window(panel, 'copied');
  });

  await test.step('A test calls Partner Center and says in a sentence what works.', async () => {
    await card.getByRole('button', { name: 'More', exact: true }).click();
    await panel.getByRole('menuitem', { name: 'Test connection' }).click();
    await expect(panel.getByRole('dialog')).toContainText('Harbour Practice Partners');
    await album.window(panel, 'test');
    await panel.getByRole('button', { name: 'Close' }).last().click();
  });

  await test.step('The same token serves other resources, and comes as a header or a snippet.', async () => {
    await card.getByRole('button', { name: 'More', exact: true }).click();
    await panel.getByRole('menuitem', { name: 'Copy as…' }).click();
    await expect(panel.getByRole('dialog')).toBeVisible();
    await album.window(panel, 'another-form');
    await panel.getByRole('button', { name: 'Cancel' }).click();
  });

  await test.step("The connection's page draws what has happened to its token, and what will.", async () => {
    await card.getByRole('heading').getByRole('link').click();
    await expect(panel.getByRole('heading', { name: 'Remaining lifetime' })).toBeVisible();
    await album.window(panel, 'its-page');
    await panel.getByRole('heading', { name: 'History' }).scrollIntoViewIfNeeded();
    await album.window(panel, 'its-history');
    await panel.keyboard.press('Escape');
  });

  await test.step('Settings: start at login, the panel, the clipboard, notifications and quiet hours, other programs.', async () => {
    await panel.getByRole('button', { name: 'Settings' }).click();
    await album.window(panel, 'settings');
    await panel.keyboard.press('Escape');
  });

  await test.step('The same in the dark.', async () => {
    await panel.evaluate(() => window.tray.updateSettings({ theme: 'dark' }));
    await expect(card).toBeVisible();
    await album.window(panel, 'dark');
  });
  await album.close();
});
