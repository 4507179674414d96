import { createServer } from 'node:net';
import { createServer as createSecureServer } from 'node:tls';
import type { Locator, Page } from 'playwright/test';
import { issue } from '../support/x509';
import { expect, test, type WholeApp } from './app';
import { refreshTokens } from './keychain';
import { cardOf, comeBackSignedIn, goTo, signIn, startPractising, startSignedIn } from './steps';
import { seenNotifications } from './witness';

async function replaceSecret(panel: Page, card: Locator, secret: string): Promise<Locator> {
  await card.getByRole('button', { name: 'More', exact: true }).click();
  await panel.getByRole('menuitem', { name: 'Replace secret' }).click();
  const dialog = panel.getByRole('dialog');
  await dialog.getByLabel('New client secret for Practice').fill(secret);
  await dialog.getByRole('button', { name: 'Replace', exact: true }).click();
  return dialog;
}

async function openSignIn(tray: WholeApp, card: Locator): Promise<Page> {
  await card
    .getByRole('button', { name: /^Sign in/ })
    .first()
    .click();
  return tray.signInPage();
}

/** The sign-in window's title, as the person sees it. */
function windowTitles(tray: WholeApp): Promise<string[]> {
  return tray.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => window.getTitle()),
  );
}

async function expectNothingKept(tray: WholeApp): Promise<void> {
  await expect.poll(() => tray.electron.windows().length, 'only the panel is open').toBe(1);
  expect(await refreshTokens(tray.keyring)).toEqual([]);
}

test('a wrong client secret is named, and replacing it helps', async ({ tray }) => {
  const panel = await tray.panel();
  const card = await startPractising(tray);

  const dialog = await replaceSecret(panel, card, 'Wr8~Q~This\u200bIsNotTheRightSecretAtAll_000000');
  await expect(dialog).toContainText('The secret contains an invisible zero-width space (U+200B).');
  await panel.keyboard.press('Escape');

  await expect(await replaceSecret(panel, card, 'Wr8~Q~ThisIsNotTheRightSecretAtAll_000000')).toBeHidden();
  await openSignIn(tray, card);
  await comeBackSignedIn(tray);
  await expect(card).toContainText('The client secret is wrong.');
  await expectNothingKept(tray);

  const { clientSecret } = await tray.practice.partner();
  await expect(await replaceSecret(panel, card, clientSecret)).toBeHidden();
  await openSignIn(tray, card);
  await comeBackSignedIn(tray);
  await expect(card).toContainText('Fine, 90 days left');
});

test('closing the window is no failure', async ({ tray }) => {
  const card = await startPractising(tray);
  const page = await openSignIn(tray, card);
  await expect(card).toContainText('Signing in…');
  await page.close();
  await expect(card).toContainText('Sign in to get a refresh token');
  await expect(card.getByRole('note', { name: 'Problem' })).toBeHidden();
  await expect(card.getByRole('button', { name: 'Sign in', exact: true })).toBeEnabled();
  await expectNothingKept(tray);
  expect(await seenNotifications(tray.electron)).toEqual([]);
});

test('a sign-in can be cancelled from the card', async ({ tray }) => {
  const card = await startPractising(tray);
  await openSignIn(tray, card);
  await card.getByRole('button', { name: 'Cancel sign-in' }).click();
  await expect(card).toContainText('Sign in to get a refresh token');
  await expectNothingKept(tray);
});

test('a wrong password is refused by the sign-in page, and the right one goes on', async ({ tray }) => {
  const card = await startPractising(tray);
  await openSignIn(tray, card);
  await signIn(tray, { wrongPassword: 'not-the-password' });
  await expect(card).toContainText('Fine, 90 days left');
});

test('MFA that is refused is named', async ({ tray }) => {
  const card = await startPractising(tray);
  await openSignIn(tray, card);
  await signIn(tray, { mfa: 'cancel' });
  await expect(card).toContainText("MFA wasn't completed.");
  await expectNothingKept(tray);
});

test('consent that is refused is named, and can be given', async ({ tray }) => {
  const card = await startPractising(tray);
  await openSignIn(tray, card);
  await signIn(tray, { consent: 'cancel' });
  await expect(card).toContainText('Consent was declined.');
  await expectNothingKept(tray);
  await card.getByRole('button', { name: 'Sign in with consent' }).click();
  await signIn(tray);
  await expect(card).toContainText('Fine, 90 days left');
});

test('a reply with a forged state is not believed', async ({ tray }) => {
  const card = await startPractising(tray);
  const page = await openSignIn(tray, card);
  const { redirectUri } = await tray.practice.partner();
  await expect(page.locator('#loginfmt')).toBeVisible();
  await goTo(page, `${redirectUri}?code=forged&state=forged`);
  await expect(card).toContainText("The reply didn't belong to this sign-in, so nothing of it was kept.");
  await expectNothingKept(tray);
});

test('a page that is not safe is not opened, and the window says so', async ({ tray }) => {
  const card = await startPractising(tray);
  const page = await openSignIn(tray, card);
  await expect(page.locator('#loginfmt')).toBeVisible();
  for (const address of ['http://127.0.0.1:9/?code=1', 'http://localhost:8401/?code=1&state=2'])
    await test.step(address, async () => {
      await goTo(page, address);
      await expect
        .poll(() => windowTitles(tray))
        .toContain(`Blocked: ${new URL(address).host}, which isn't secure (no HTTPS) — Sign in: Practice`);
      await expect(page.locator('#loginfmt')).toBeVisible();
    });
  await signIn(tray);
  await expect(card).toContainText('Fine, 90 days left');
});

test('a page cannot give itself another title', async ({ tray }) => {
  const card = await startPractising(tray);
  const page = await openSignIn(tray, card);
  await expect(page.locator('#loginfmt')).toBeVisible();
  await page.evaluate(() => {
    document.title = 'login.microsoftonline.com';
  });
  await expect.poll(() => page.title()).toBe('login.microsoftonline.com');
  const { host } = new URL(page.url());
  expect(await windowTitles(tray)).toContain(`${host} — Sign in: Practice`);
});

test('with no network there is a sentence instead of a window', async ({ tray }) => {
  const card = await startPractising(tray);
  await tray.practice.setNetwork(false);
  await card.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(card).toContainText('The server refused the network connection.');
  await expectNothingKept(tray);
});

test('a page that cannot be reached ends the sign-in with a sentence', async ({ tray }) => {
  const card = await startPractising(tray);
  const servers = [
    // Speaks no TLS: what a page gets from a proxy that inspects traffic badly, or from a wrong port (ERR_SSL_PROTOCOL_ERROR).
    createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
    // Of old (ERR_SSL_VERSION_OR_CIPHER_MISMATCH).
    createSecureServer({
      ...issue({ name: 'localhost', hosts: ['127.0.0.1'] }),
      ...({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL@SECLEVEL=0' } as const),
    }),
  ];
  for (const server of servers) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const page = await openSignIn(tray, card);
    await expect(page.locator('#loginfmt')).toBeVisible();
    await expect(card).not.toContainText('TLS');
    await goTo(page, `https://127.0.0.1:${port}/`);
    await expect(card).toContainText("This computer and the server couldn't agree on TLS.");
    await expectNothingKept(tray);
    server.close();
  }
});

test('another account than before is not taken', async ({ tray }) => {
  const card = await startSignedIn(tray);
  const held = await refreshTokens(tray.keyring);
  const { users } = await tray.practice.partner();
  const other = users.find(({ username }) => username.startsWith('reader'))?.username ?? '';
  const page = await openSignIn(tray, card);
  await page.getByRole('button', { name: 'Use another account' }).click();
  await signIn(tray, { username: other });
  await expect(card).toContainText(`You signed in as ${other}, but this connection belongs to a different account.`);
  await expect(card).toContainText('account/other');
  await card.getByRole('button', { name: 'Copy details' }).click();
  await expect.poll(() => tray.clipboardText()).toMatch(/^Code: account\/other\n/);
  await expect(card).toContainText('Fine, 90 days left');
  expect(await refreshTokens(tray.keyring)).toEqual(held);

  await test.step('but may have a connection of its own, with the same application', async () => {
    const panel = await tray.panel();
    await card.getByRole('button', { name: 'Add as another connection' }).click();
    await panel.getByRole('textbox', { name: 'Name' }).fill('Reader');
    await panel.getByRole('button', { name: 'Add and sign in' }).click();
    await signIn(tray, { username: other, consent: 'given' });
    await expect(cardOf(panel, 'Reader')).toContainText(other);
    await expect(card).not.toContainText(other);
  });
});

test('a sign-in without MFA works, with a clear warning', async ({ tray }) => {
  const card = await startPractising(tray);
  const { users, password } = await tray.practice.partner();
  const page = await openSignIn(tray, card);
  await page.locator('#loginfmt').fill(users.find(({ signIn: how }) => how === 'none')?.username ?? '');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.locator('#passwd').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: 'Accept' }).click();
  await expect(card).toContainText('No MFA: sign in again');
  await expect(card.getByRole('note')).toContainText('You signed in without MFA.');
});

test('a federated provider may open a window of its own, under the same rules', async ({ tray }) => {
  const card = await startPractising(tray);
  const { users, password } = await tray.practice.partner();
  const page = await openSignIn(tray, card);
  await page.locator('#loginfmt').fill(users.find(({ signIn: how }) => how === 'federated')?.username ?? '');
  await page.getByRole('button', { name: 'Next' }).click();
  const opened = tray.electron.waitForEvent('window');
  await page.locator('#open').click();
  const popup = await opened;
  await popup.locator('input[type=password]').fill(password);
  await expect
    .poll(() => windowTitles(tray))
    .toEqual(expect.arrayContaining([expect.stringMatching(/^127\.0\.0\.1:\d+ — Sign in: Practice$/)]));
  await popup.locator('button.go').click();
  await page.getByRole('button', { name: 'Accept' }).click();
  await expect(card).toContainText('Fine, 90 days left');
  await expect.poll(() => tray.electron.windows().length).toBe(1);
});

test('a second request for a sign-in brings the open window to the front', async ({ tray }) => {
  const card = await startPractising(tray);
  await openSignIn(tray, card);
  const panel = await tray.panel();
  const id = await card.getAttribute('data-card');
  await panel.evaluate((wanted) => void window.tray.signIn({ id: wanted }), id ?? '');
  await expect.poll(() => tray.electron.windows().length).toBe(2);
  await comeBackSignedIn(tray);
  await expect(card).toContainText('Fine, 90 days left');
});
