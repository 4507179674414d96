import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownFailure } from '../../src/core/classify';
import { AADSTS_MEANINGS } from '../../src/core/meanings';
import { PARTNER } from '../../src/practice/directory';
import { issue } from '../support/x509';
import { expect, test } from './app';
import { refreshTokens } from './keychain';
import { cardOf, signIn, startPractising } from './steps';
import { chooseFiles, clickInTray, openedAddresses, trayLabels } from './witness';

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
    await panel.getByRole('button', { name: 'Add connection' }).click();
    await panel.getByRole('textbox', { name: 'Name' }).fill('Contoso');
    await panel.getByLabel('Cloud').selectOption({ label: 'Practice' });
    await panel.getByRole('textbox', { name: 'Tenant' }).fill(PARTNER.tenantId);
    await panel.getByRole('textbox', { name: 'Application (client) ID' }).fill(PARTNER.certificateClientId);
    await panel.getByRole('radio', { name: /^Certificate/ }).check();
    await chooseFiles(electron, file);
    await panel.getByRole('button', { name: 'Choose certificate…' }).click();
    await expect(panel.getByText('CN=contoso-automation')).toBeVisible();
    await panel.getByRole('button', { name: 'Add and sign in' }).click();
    await signIn(tray);
    await rm(folder, { recursive: true });
    await expect(cardOf(panel, 'Contoso')).toContainText('Fine, 90 days left');
  });

  const card = cardOf(panel, 'Contoso');
  await test.step('a wrong secret in its place is refused, and it goes on', async () => {
    await card.getByRole('button', { name: 'More' }).click();
    await panel.getByRole('menuitem', { name: 'Replace secret or certificate' }).click();
    const dialog = panel.getByRole('dialog');
    await dialog.getByRole('radio', { name: /^Client secret/ }).check();
    await dialog.getByLabel('New secret of Contoso').fill('Wr8~Q~ThisIsNotTheRightSecretAtAll_000000');
    await dialog.getByRole('button', { name: 'Replace', exact: true }).click();
    await expect(dialog).toContainText('The old one is still in place.');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    const [held] = await refreshTokens(keyring);
    await card.getByRole('button', { name: 'Refresh now' }).click();
    await expect.poll(async () => (await refreshTokens(keyring))[0]).not.toBe(held);
    await expect(card).toContainText('Fine, 90 days left');
  });
});

test('a trouble leads to the page of the portal where its cause is, in the tenant of the connection', async ({
  tray,
}) => {
  await startPractising(tray);
  await tray.quit();
  const file = join(tray.dataFolder, 'connections.json');
  const state = JSON.parse(await readFile(file, 'utf8'));
  const [ready] = state.connections;
  const failure = { ...ownFailure('token/none', Date.now()), ...AADSTS_MEANINGS[50011], code: 'AADSTS50011' };
  const trouble = { failure, since: failure.at, attempts: 1, retryAt: null };
  const own = { id: 'c0de'.repeat(8), name: 'Public', cloud: 'global', tenant: 'contoso.onmicrosoft.com' };
  state.connections.push({ ...ready, ...own, application: { kind: 'public' }, credential: null, trouble });
  await writeFile(file, JSON.stringify(state));
  await tray.restart();
  await expect.poll(() => trayLabels(tray.electron)).toContainEqual(expect.stringMatching(/^Public – /));
  await clickInTray(tray.electron, 'Public', 'Show in panel');
  const card = cardOf(await tray.panel(), 'Public');
  await card.getByRole('button', { name: 'Open Authentication in the portal' }).click();
  const page = '#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/Authentication/appId';
  await expect
    .poll(() => openedAddresses(tray.electron))
    .toEqual([`https://portal.azure.com/contoso.onmicrosoft.com/${page}/${ready.clientId}`]);
});
