import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PARTNER } from '../../src/practice/directory';
import { issue } from '../support/x509';
import { expect, test } from './app';
import { refreshTokens } from './keychain';
import { cardOf, signIn, startPractising } from './steps';
import { chooseFiles } from './witness';

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
