import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright/test';
import type { ConnectionSettings } from '../../src/core/model/connection';
import { EXCHANGE_CLIENT_ID } from '../../src/core/validation/sign-in-methods';
import { PARTNER } from '../../src/practice/tenant/directory';
import { expect, type WholeApp } from './app';
import { refreshTokens } from './keychain';
import { cardOf, passSignIn, startPractising, startSignedIn } from './steps';
import { test } from './system-browser';
import { clickInTray, openedAddresses, panelIsVisible, seenNotifications, trayLabels } from './witness';

/** Chooses another way to sign in than the connection's own. */
async function chooseWay(tray: WholeApp, card: Locator, way: string): Promise<void> {
  await card
    .getByRole('button', { name: /^(More ways to sign in|More)$/ })
    .first()
    .click();
  await (await tray.panel()).getByRole('menuitem', { name: way }).click();
}

/** A practice connection of a public client, put where the app would have put it: nothing of it is secret. */
async function startPractisingAs(tray: WholeApp, change: Partial<ConnectionSettings>): Promise<Locator> {
  await startPractising(tray);
  await tray.quit();
  const file = join(tray.dataFolder, 'connections.json');
  const state = JSON.parse(await readFile(file, 'utf8'));
  const [ready] = state.connections;
  const own = { id: 'c0de'.repeat(8), name: 'Public', application: { kind: 'public' }, credential: null };
  state.connections.push({ ...ready, ...own, signInMethod: 'device-code', ...change });
  await writeFile(file, JSON.stringify(state));
  await tray.restart();
  await expect.poll(() => trayLabels(tray.electron)).toContain('Public – not signed in: Sign in');
  await clickInTray(tray.electron, 'Open');
  const card = cardOf(await tray.panel(), 'Public');
  await expect(card).toContainText('Sign in to get a refresh token');
  return card;
}

/** The device code on a card. The code of a trouble is another. */
function codeOn(card: Locator): Locator {
  return card.getByRole('region', { name: 'Sign-in code' }).locator('code');
}

/** Types the code that the card shows on its page, and signs in there. */
async function signInWithCode(tray: WholeApp, card: Locator, page: Page): Promise<void> {
  await page.locator('#otc').fill((await codeOn(card).textContent()) ?? '');
  await page.getByRole('button', { name: 'Next' }).click();
  await passSignIn(tray, page, { consent: 'given' });
  await expect(page.getByRole('heading', { name: /^Are you trying to sign in to / })).toBeVisible();
}

/** The loopback address that a sign-in in the browser has its answer sent to. */
async function answerAddress(tray: WholeApp): Promise<string> {
  const address = (await openedAddresses(tray.electron)).at(-1) ?? '';
  return new URL(address).searchParams.get('redirect_uri') ?? '';
}

test.describe("the system's browser", () => {
  test('is a way to sign in, and stays it', async ({ tray, systemBrowser }) => {
    const card = await startPractising(tray);
    await chooseWay(tray, card, 'Sign in with browser');
    await expect(card).toContainText('Continue in your browser.');
    const page = await systemBrowser.nextPage();
    await passSignIn(tray, page);
    await expect(page.getByRole('heading', { name: 'You can close this page' })).toBeVisible();
    expect(page.url()).not.toContain('code=');
    await expect(card).toContainText('Fine, 90 days left');
    expect(tray.electron.windows()).toHaveLength(1);
    expect(await refreshTokens(tray.keyring)).toHaveLength(1);

    // The browser remembers who signed in, so that its page asks nothing more.
    await clickInTray(tray.electron, 'Sign in again');
    const again = await systemBrowser.nextPage();
    await expect(again.getByRole('heading', { name: 'You can close this page' })).toBeVisible();
    await expect.poll(() => refreshTokens(tray.keyring)).toHaveLength(2);
    await expect(card).toContainText('Fine, 90 days left');
  });

  test('is opened again when it is asked for, and believed only with its own state', async ({ tray }) => {
    const card = await startPractising(tray);
    await chooseWay(tray, card, 'Sign in with browser');
    await expect.poll(() => openedAddresses(tray.electron)).toHaveLength(1);
    await card.getByRole('button', { name: 'Open page again' }).click();
    await expect.poll(() => openedAddresses(tray.electron)).toHaveLength(2);
    const [first, second] = await openedAddresses(tray.electron);
    expect(second).toBe(first);
    const back = await answerAddress(tray);
    expect((await fetch(`${back}?code=forged&state=forged`)).status).toBe(400);
    await expect(card).toContainText('Continue in your browser.');
    await card.getByRole('button', { name: 'Cancel sign-in' }).click();
    await expect(card).toContainText('Sign in to get a refresh token');
    // Its port is free again; another app of these tests may have taken it, which knows nothing of this sign-in's state.
    const own = new URL(first ?? '').searchParams.get('state');
    const afterwards = await fetch(`${back}?code=late&state=${own}`).then(
      ({ status }) => status,
      () => 'nobody answers',
    );
    expect([400, 'nobody answers']).toContain(afterwards);
    expect(await refreshTokens(tray.keyring)).toEqual([]);
  });

  test('may be missing: then the address can be copied', async ({ tray }) => {
    const card = await startPractising(tray);
    await tray.electron.evaluate(({ shell }) => {
      shell.openExternal = () => Promise.reject(new Error('no browser'));
    });
    await chooseWay(tray, card, 'Sign in with browser');
    await expect(card).toContainText("Couldn't open a browser.");
    await card.getByRole('button', { name: 'Copy address' }).click();
    await expect.poll(() => tray.clipboardText()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/.*\/authorize\?/);
    await tray.quit();
  });
});

test.describe('conditional access that blocks the window of the app', () => {
  test('on its page: the card says so by itself, and its first button leads to the browser', async ({
    tray,
    systemBrowser,
  }) => {
    const card = await startPractising(tray);
    await tray.practice.setPolicy({ managedDevice: 53003 });
    await card.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(card.getByRole('button', { name: 'Use your browser' })).toBeVisible();
    const window = await tray.signInPage();
    await passSignIn(tray, window, { consent: 'given' });
    await expect(card).toContainText('Conditional Access blocked the sign-in.');
    // The page stays, to be read.
    await expect(window.getByText('does not meet the criteria')).toBeVisible();
    await card.getByRole('button', { name: 'Sign in with browser' }).click();
    await expect.poll(() => tray.electron.windows().length).toBe(1);
    await passSignIn(tray, await systemBrowser.nextPage());
    await expect(card).toContainText('Fine, 90 days left');
  });

  test('on its page: the panel comes to offer the browser, and goes on to when the window is closed', async ({
    tray,
    systemBrowser,
  }) => {
    const card = await startPractising(tray);
    await tray.practice.setPolicy({ managedDevice: 530003 });
    await (await tray.panel()).getByRole('button', { name: 'Close' }).click();
    await expect.poll(() => panelIsVisible(tray.electron)).toBe(false);
    await clickInTray(tray.electron, 'Sign in');
    const window = await tray.signInPage();
    await passSignIn(tray, window, { consent: 'given' });
    await expect(card.getByRole('button', { name: 'Sign in with browser' })).toBeVisible();
    await expect.poll(() => panelIsVisible(tray.electron)).toBe(true);
    await window.close();
    await expect(card.getByRole('button', { name: 'Cancel sign-in' })).toBeHidden();
    await expect(card).toContainText('Conditional Access requires a registered device.');
    await card.getByRole('button', { name: 'Sign in with browser' }).click();
    await passSignIn(tray, await systemBrowser.nextPage());
    await expect(card).toContainText('Fine, 90 days left');
  });

  test('on a page that says something else: the browser stays a way out, and nothing is claimed', async ({ tray }) => {
    const card = await startPractising(tray);
    await tray.practice.setPolicy({ managedDevice: 53003 });
    await tray.practice.fault('authorize', { kind: 'aadsts', code: 50058 }, 1);
    await card.getByRole('button', { name: 'Sign in', exact: true }).click();
    const window = await tray.signInPage();
    await expect(window.locator('#error[data-code="50058"]')).toBeVisible();
    await expect(card.getByRole('button', { name: 'Use your browser' })).toBeVisible();
    await expect(card).not.toContainText('Conditional access');
    await tray.quit();
  });

  test('when the code is traded: the card offers the browser', async ({ tray, systemBrowser }) => {
    const card = await startPractising(tray);
    await tray.practice.fault('token', { kind: 'aadsts', code: 53003 }, 1);
    await card.getByRole('button', { name: 'Sign in', exact: true }).click();
    await passSignIn(tray, await tray.signInPage());
    await expect(card).toContainText('Conditional Access blocked the sign-in.');
    await card.getByRole('button', { name: 'Sign in with browser' }).click();
    await passSignIn(tray, await systemBrowser.nextPage(), { consent: 'given' });
    await expect(card).toContainText('Fine, 90 days left');
  });

  test('when a token is refreshed: the notification leads to the browser', async ({ tray, systemBrowser }) => {
    const card = await startSignedIn(tray);
    await tray.practice.setPolicy({ conditionalAccess: 53003 });
    await card.getByRole('button', { name: 'Refresh now' }).click();
    await expect(card).toContainText('Conditional Access blocked the sign-in.');
    await expect.poll(async () => (await seenNotifications(tray.electron)).at(-1)?.button).toBe('Sign in with browser');
    await tray.practice.setPolicy({ conditionalAccess: null });
    const notifications = (await tray.panel()).getByRole('region', { name: 'Notifications' });
    await notifications.getByRole('button', { name: 'Sign in with browser' }).click();
    await passSignIn(tray, await systemBrowser.nextPage(), { consent: 'given' });
    await expect(card).toContainText('Fine, 90 days left');
    await expect(notifications).toBeHidden();
  });
});

test.describe('a device code', () => {
  test('signs a public client in', async ({ tray, systemBrowser }) => {
    const card = await startPractisingAs(tray, { clientId: PARTNER.publicClientId });
    await card.getByRole('button', { name: /^Sign in(?:,|$)/ }).click();
    await expect(card).toContainText('Enter this code to sign in');
    await expect(card).toContainText(/Expires in 14:\d\d/);
    await card.getByRole('button', { name: 'Copy code' }).click();
    await expect.poll(() => tray.clipboardText()).toBe((await codeOn(card).textContent()) ?? '');
    await card.getByRole('button', { name: 'Open page' }).click();
    const page = await systemBrowser.nextPage();
    await signInWithCode(tray, card, page);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Accept' }).click();
    await expect(card).toContainText('Fine, 90 days left');
    expect(await refreshTokens(tray.keyring)).toHaveLength(1);
  });

  test("signs in with Exchange Online's own application", async ({ tray, systemBrowser }) => {
    const card = await startPractisingAs(tray, {
      clientId: EXCHANGE_CLIENT_ID,
      resource: { kind: 'exchange-online' },
    });
    await expect(card.getByRole('button', { name: 'More ways to sign in' })).toBeHidden();
    await card.getByRole('button', { name: /^Sign in(?:,|$)/ }).click();
    await card.getByRole('button', { name: 'Open page' }).click();
    const page = await systemBrowser.nextPage();
    await signInWithCode(tray, card, page);
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(card).toContainText('Fine, 90 days left');
  });

  test('can be declined, cancelled, and be too late', async ({ tray, systemBrowser }) => {
    const card = await startPractisingAs(tray, { clientId: PARTNER.publicClientId });
    const signIn = card.getByRole('button', { name: /^Sign in(?:,|$)/ });
    await signIn.click();
    await expect(codeOn(card)).toBeVisible();
    await card.getByRole('button', { name: 'Cancel sign-in' }).click();
    await expect(card).toContainText('Sign in to get a refresh token');

    await signIn.click();
    await card.getByRole('button', { name: 'Open page' }).click();
    const page = await systemBrowser.nextPage();
    await signInWithCode(tray, card, page);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect(card).toContainText('Consent was declined.');

    await signIn.click();
    await expect(codeOn(card)).toBeVisible();
    await tray.practice.advance(20 * 60_000);
    await expect(card).toContainText('The code expired.');
    expect(await refreshTokens(tray.keyring)).toEqual([]);
  });
});
