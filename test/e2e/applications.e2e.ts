import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright/test';
import { DAY, HOUR } from '../../src/core/model/time';
import { PARTNER } from '../../src/practice/tenant/directory';
import { issue } from '../support/x509';
import { expect, test, type WholeApp } from './app';
import { keptSecrets, refreshTokens } from './keychain';
import { cardOf, comeBackSignedIn, signIn, startPractising } from './steps';
import { chooseFiles, clickInTray, clickNotification, openedAddresses, seenNotifications, trayLabels } from './witness';

/** The field, and not the choice of the same name. Fields that have to be filled in carry a star. */
const SECRET = /^Client secret\*?$/;

/** Opens the form for a new practice connection, as far as it is the same for all of them. */
async function fillIn(panel: Page, name: string, clientId: string): Promise<void> {
  await panel.getByRole('button', { name: 'Add connection' }).click();
  await panel.getByRole('textbox', { name: 'Name' }).fill(name);
  await panel.getByLabel('Cloud').selectOption({ label: 'Practice' });
  await panel.getByRole('textbox', { name: 'Tenant' }).fill(PARTNER.tenantId);
  await panel.getByRole('textbox', { name: 'Application (client) ID' }).fill(clientId);
}

/** Refreshes by the card's button, and waits for the token that this gives. */
async function refresh(keyring: WholeApp['keyring'], card: Locator): Promise<void> {
  const [held] = await refreshTokens(keyring);
  await card.getByRole('button', { name: 'Refresh now' }).click();
  await expect.poll(async () => (await refreshTokens(keyring))[0]).not.toBe(held);
  await expect(card).toContainText('Fine, 90 days left');
}

/** The day of a time as a date field takes it, and when that day begins. */
function dayOf(time: number): { typed: string; begins: number } {
  const date = new Date(time);
  const begins = new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  const [month, day] = [date.getMonth() + 1, date.getDate()].map((number) => String(number).padStart(2, '0'));
  return { typed: `${date.getFullYear()}-${month}-${day}`, begins };
}

test('a certificate from a file signs in and refreshes; a wrong secret leaves it in place', async ({ tray }) => {
  const { electron, keyring, practice } = tray;
  const folder = await mkdtemp(join(tmpdir(), 'ptt-certificate-'));
  const file = join(folder, 'contoso.pem');
  const made = issue({ name: 'contoso-automation', key: 'rsa', notAfter: new Date('2040-01-01T00:00:00Z') });
  await writeFile(file, `${made.cert}${made.key}`);
  const panel = await tray.panel();
  await startPractising(tray);
  await practice.registerCertificate(PARTNER.certificateClientId, made.cert);

  await test.step('added with the form; the file can go', async () => {
    await fillIn(panel, 'Contoso', PARTNER.certificateClientId);
    await panel.getByRole('radio', { name: /^Certificate/ }).check();
    await chooseFiles(electron, file);
    await panel.getByRole('button', { name: 'Choose certificate…' }).click();
    await expect(panel.getByText('CN=contoso-automation')).toBeVisible();
    await panel.getByRole('button', { name: 'Add and sign in' }).click();
    await comeBackSignedIn(tray);
    await rm(folder, { recursive: true });
    await expect(cardOf(panel, 'Contoso')).toContainText('Fine, 90 days left');
  });

  const card = cardOf(panel, 'Contoso');
  await test.step('a wrong secret in its place is refused, and it goes on', async () => {
    await card.getByRole('button', { name: /^More(?:,|$)/ }).click();
    await panel.getByRole('menuitem', { name: 'Replace secret or certificate' }).click();
    const dialog = panel.getByRole('dialog');
    await dialog.getByRole('radio', { name: /^Client secret/ }).check();
    await dialog.getByLabel('New client secret for Contoso').fill('Wr8~Q~ThisIsNotTheRightSecretAtAll_000000');
    await dialog.getByRole('button', { name: 'Replace', exact: true }).click();
    await expect(dialog).toContainText('Nothing changed: this connection still uses the one before.');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await refresh(keyring, card);
  });
});

test('a public client, added with the form, signs in and refreshes without any secret', async ({ tray }) => {
  const panel = await tray.panel();
  await startPractising(tray);
  await fillIn(panel, 'Fabrikam', PARTNER.publicClientId);
  await expect(panel.getByLabel(SECRET)).toBeVisible();
  await panel.getByRole('radio', { name: /^Public client/ }).check();
  await expect(panel.getByLabel(SECRET)).toBeHidden();
  await panel.getByRole('button', { name: 'More options' }).click();
  await panel.getByRole('textbox', { name: 'Redirect URI' }).fill('http://localhost');
  await panel.getByRole('button', { name: 'Add and sign in' }).click();
  await signIn(tray);
  const card = cardOf(panel, 'Fabrikam');
  await expect(card).toContainText('Fine, 90 days left');
  await refresh(tray.keyring, card);
  const secrets = (await keptSecrets(tray.keyring)).filter(({ kind }) => kind !== 'refresh-token');
  const id = await card.getAttribute('data-card');
  expect(secrets.map(({ connectionId }) => connectionId)).not.toContain(id);
});

test('the end of a client secret is told 30, 14, 7 and 1 days ahead and when it is there, until it is replaced', async ({
  tray,
}) => {
  const { electron, practice } = tray;
  const panel = await tray.panel();
  await startPractising(tray);
  const end = dayOf((await practice.now()) + 60 * DAY);
  await fillIn(panel, 'Contoso', PARTNER.clientId);
  await panel.getByLabel(SECRET).fill(PARTNER.clientSecret);
  await panel.getByLabel('Expires on').fill(end.typed);
  await panel.getByRole('button', { name: 'Add and sign in' }).click();
  await comeBackSignedIn(tray);
  const card = cardOf(panel, 'Contoso');
  await expect(card).toContainText('Fine, 90 days left');
  const notifications = panel.getByRole('region', { name: 'Notifications' });
  const titles = async () => (await seenNotifications(electron)).map(({ title }) => title);
  const moveTo = async (left: number) => practice.advance(end.begins - left - (await practice.now()));

  await moveTo(31 * DAY);
  await expect(card).toContainText('Fine, 90 days left');
  expect(await titles()).toEqual([]);
  await expect(card.getByRole('note', { name: 'Expiration' })).toBeHidden();

  const told: string[] = [];
  for (const [days, when] of [
    [30, '30 days'],
    [14, '14 days'],
    [7, '7 days'],
    [1, '1 day'],
  ] as const) {
    await moveTo(days * DAY - HOUR);
    told.push(`Contoso: client secret expires in ${when}`);
    await expect.poll(titles).toEqual(told);
    await expect(card.getByRole('note', { name: 'Expiration' })).toContainText(`Client secret expires in ${when}.`);
  }
  await moveTo(-HOUR);
  told.push('Contoso: client secret has expired');
  await expect.poll(titles).toEqual(told);
  await expect(notifications).toContainText('Contoso: client secret has expired');

  await clickNotification(electron, 'Contoso: client secret has expired');
  const dialog = panel.getByRole('dialog', { name: 'Replace secret or certificate' });
  await dialog.getByLabel('New client secret for Contoso').fill(PARTNER.clientSecret);
  await dialog.getByLabel('Expires on').fill(dayOf(end.begins + 300 * DAY).typed);
  await dialog.getByRole('button', { name: 'Replace', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(card.getByRole('note', { name: 'Expiration' })).toBeHidden();
  await expect(notifications).toBeHidden();
  expect(await titles()).toEqual(told);
});

test('a trouble leads to the page of the portal where its cause is, in the tenant of the connection', async ({
  tray,
}) => {
  await startPractising(tray);
  await tray.quit();
  const file = join(tray.dataFolder, 'connections.json');
  const state = JSON.parse(await readFile(file, 'utf8'));
  const [ready] = state.connections;
  const own = { cloud: 'global', tenant: 'contoso.onmicrosoft.com', credential: null, token: null };
  const causes = [
    ['AADSTS50011', 'public', 'Open Authentication in the portal', 'Authentication'],
    ['AADSTS7000229', 'secret', 'Open app registration', 'CallAnAPI'],
    ['AADSTS650051', 'secret', 'Open app registration', 'CallAnAPI'],
    ['AADSTS90095', 'secret', 'Open app registration', 'CallAnAPI'],
    ['AADSTS1000502', 'certificate', 'Open Certificates & secrets in the portal', 'Credentials'],
  ] as const;
  for (const [at, [code, kind]] of causes.entries()) {
    const failure = { code, at: Date.now() };
    const trouble = { failure, since: failure.at, attempts: 1, retryAt: null };
    state.connections.push({
      ...ready,
      ...own,
      ...{ id: `c0de${at}000`.repeat(4), name: code, application: { kind }, trouble },
    });
  }
  await writeFile(file, JSON.stringify(state));
  await tray.restart();
  await expect.poll(() => trayLabels(tray.electron)).toContainEqual(expect.stringMatching(/^AADSTS50011 – /));
  const opened: string[] = [];
  await clickInTray(tray.electron, 'Open');
  const panel = await tray.panel();
  for (const [code, , button, page] of causes) {
    await cardOf(panel, code).getByRole('button', { name: button }).click();
    const blade = `#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/${page}/appId`;
    opened.push(`https://portal.azure.com/contoso.onmicrosoft.com/${blade}/${ready.clientId}`);
    await expect.poll(() => openedAddresses(tray.electron)).toEqual(opened);
  }
  const certified = cardOf(panel, 'AADSTS1000502');
  await expect(certified.getByText('Replace certificate', { exact: true })).toBeVisible();
});

test('the end of a client secret that nobody entered is found after the sign-in, when the application may read it', async ({
  tray,
}) => {
  const panel = await tray.panel();
  const card = await startPractising(tray);
  const dateInForm = async () => {
    await card.getByRole('button', { name: /^More(?:,|$)/ }).click();
    await panel.getByRole('menuitem', { name: 'Edit' }).click();
    const date = await panel.getByLabel('Secret expires on').inputValue();
    await panel.getByRole('button', { name: 'Cancel' }).click();
    return date;
  };
  expect(await dateInForm()).toBe('');

  await tray.practice.setRoles(PARTNER.clientId, ['Application.Read.All']);
  await card.getByRole('button', { name: /^Sign in(?:,|$)/ }).click();
  await comeBackSignedIn(tray);
  await expect(card).toContainText('Fine, 90 days left');
  await expect.poll(dateInForm).toMatch(/^\d{4}-\d\d-\d\d$/);
});

test('a redirect URI that is not registered, which only the page in the window says, is told on the card and can be copied', async ({
  tray,
}) => {
  const panel = await tray.panel();
  await startPractising(tray);
  await fillIn(panel, 'Contoso', PARTNER.clientId);
  await panel.getByLabel(SECRET).fill(PARTNER.clientSecret);
  await panel.getByRole('button', { name: 'More options' }).click();
  await panel.getByRole('textbox', { name: 'Redirect URI' }).fill('http://localhost:8999/not-registered');
  await panel.getByRole('button', { name: 'Add and sign in' }).click();
  const window = await tray.signInPage();
  const card = cardOf(panel, 'Contoso');
  await expect(card).toContainText("The redirect URI isn't registered for this application.");
  await window.close();
  await expect(card.getByRole('button', { name: 'Cancel sign-in' })).toBeHidden();
  await card.getByRole('button', { name: 'Copy redirect URI' }).click();
  await expect.poll(() => tray.clipboardText()).toBe('http://localhost:8999/not-registered');
});
