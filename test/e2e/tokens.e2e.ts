import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HOTEL_REDIRECT } from '../practice/support/replies';
import { expect, test } from './app';
import { refreshTokens } from './keychain';
import { cardOf, comeBackSignedIn, openMenu, startPractising, startSignedIn } from './steps';
import { chooseFiles } from './witness';

test('a refresh token from elsewhere is pasted or read from a file, and exchanged at once', async ({ tray }) => {
  await startSignedIn(tray);
  const panel = await tray.panel();
  const [held] = await refreshTokens(tray.keyring);
  if (held === undefined) throw new Error('no token');
  expect(await panel.evaluate(() => window.tray.startPractice())).toMatchObject({ ok: true });
  const second = cardOf(panel, 'Practice 2');

  await openMenu(tray, 'Practice 2', 'Import refresh token');
  const dialog = panel.getByRole('dialog', { name: 'Import refresh token' });
  await dialog.getByLabel('Refresh token for Practice 2').fill('eyJ0eXAi.eyJhdWQi.c2lnbmF0dXJl');
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog).toContainText('This is an access token');

  await dialog.getByLabel('Refresh token for Practice 2').fill(`1.${'made-up-'.repeat(20)}`);
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog).toContainText("Entra ID doesn't recognize this refresh token.");
  await expect(dialog.getByLabel('Refresh token for Practice 2')).toHaveValue('');

  await dialog.getByLabel('Refresh token for Practice 2').fill(held);
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(second).toContainText('Fine, 90 days left');
  expect((await refreshTokens(tray.keyring)).filter((token) => token === held)).toHaveLength(1);

  const file = join(tray.dataFolder, '..', `${Date.now()}-token.txt`);
  await writeFile(file, `\ufeff${held}\r\n`.slice(1), { mode: 0o600 });
  await chooseFiles(tray.electron, file);
  const before = await refreshTokens(tray.keyring);
  await openMenu(tray, 'Practice 2', 'Import refresh token');
  await dialog.getByRole('button', { name: 'Import from file' }).click();
  await expect(dialog).toBeHidden();
  expect(await refreshTokens(tray.keyring)).not.toEqual(before);
  expect(await panel.content()).not.toContain(held);

  await tray.practice.setVault('harbour', { 'partner-token': held });
  await openMenu(tray, 'Practice 2', 'Import refresh token');
  await dialog.getByRole('button', { name: 'Import from Key Vault' }).click();
  await dialog.getByLabel('Secret identifier').fill('https://example.com/secrets/partner-token');
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog).toContainText("This isn't a key vault in this cloud");
  await dialog.getByLabel('Secret identifier').fill('https://harbour.vault.azure.net/secrets/partner-token');
  const kept = await refreshTokens(tray.keyring);
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog).toBeHidden();
  expect(await refreshTokens(tray.keyring)).not.toEqual(kept);
});

test('a test says what works: the organisation, and whether the token carries MFA', async ({ tray }) => {
  await startSignedIn(tray);
  await openMenu(tray, 'Practice', 'Test connection');
  const dialog = (await tray.panel()).getByRole('dialog', { name: 'Test Practice' });
  await expect(dialog).toContainText('Harbour Practice Partners');
  await expect(dialog).toContainText('MFA');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(dialog).toBeHidden();
});

test('a network that redirects to a sign-in page of its own is told as one, by the card, by Test, and before a sign-in', async ({
  tray,
}) => {
  const card = await startSignedIn(tray);
  await tray.practice.fault('token', HOTEL_REDIRECT);
  await card.getByRole('button', { name: 'Refresh now' }).click();
  await expect(card).toContainText("Something other than Entra ID answered, perhaps a network's sign-in page.");
  await tray.practice.clearFaults();
  // It would try again by itself just when the menu is open.
  await card.getByRole('button', { name: 'Refresh now' }).click();
  await expect(card).toContainText('Fine, 90 days left');
  await tray.practice.fault('partner-center', HOTEL_REDIRECT);
  await openMenu(tray, 'Practice', 'Test connection');
  const dialog = (await tray.panel()).getByRole('dialog', { name: 'Test Practice' });
  await expect(dialog).toContainText("The answer didn't come from Partner Center.");
  await dialog.getByRole('button', { name: 'Close' }).click();
  await tray.practice.clearFaults();
  await tray.practice.fault('any', HOTEL_REDIRECT);
  await card.getByRole('button', { name: /^Sign in(?:,|$)/ }).click();
  await expect(card).toContainText("Something other than Entra ID answered, perhaps a network's sign-in page.");
  expect(tray.electron.windows()).toHaveLength(1);
});

test('an access token is copied for PowerShell, and for another resource of the same application', async ({ tray }) => {
  await startSignedIn(tray);
  const panel = await tray.panel();
  const dialog = panel.getByRole('dialog', { name: 'Copy access token' });

  await openMenu(tray, 'Practice', 'Copy as…');
  await dialog.getByLabel('PowerShell').check();
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(dialog).toBeHidden();
  expect(await tray.clipboardText()).toMatch(
    /^\$token = 'eyJ[\w.-]+'\nInvoke-RestMethod -Uri '.*\/v1\/profiles\/organization'/,
  );

  await openMenu(tray, 'Practice', 'Copy as…');
  await dialog.getByLabel('Resource', { exact: true }).selectOption('Microsoft Graph');
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(dialog).toContainText('This application has no consent for Microsoft Graph yet.');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(cardOf(panel, 'Practice')).toContainText('Fine, 90 days left');
});

test('an access token for another resource is copied at once when somebody has consented to it', async ({ tray }) => {
  const card = await startSignedIn(tray);
  const panel = await tray.panel();
  const partner = await tray.practice.partner();
  // Consent is the application's: it is given by signing in for Graph once.
  const draft = {
    name: 'Graph',
    cloud: 'practice',
    customCloud: null,
    tenant: partner.tenantId,
    clientId: partner.clientId,
    application: { kind: 'secret', secret: partner.clientSecret, expiresAt: null },
    resource: { kind: 'graph' },
    redirectUri: partner.redirectUri,
    signInMethod: 'app-window',
  } as const;
  expect(await panel.evaluate((wanted) => window.tray.addConnection(wanted), draft)).toMatchObject({ ok: true });
  await cardOf(panel, 'Graph')
    .getByRole('button', { name: /^Sign in(?:,|$)/ })
    .click();
  await comeBackSignedIn(tray);
  await expect(cardOf(panel, 'Graph')).toContainText('Fine, 90 days left');
  const held = await refreshTokens(tray.keyring);

  const others = card.getByRole('button', { name: 'Copy an access token for another resource' });
  await others.click();
  await panel.getByRole('menuitem', { name: 'Microsoft Graph' }).click();
  await expect(card).toContainText('Copied');
  expect(audienceOf(await tray.clipboardText())).toBe('https://graph.microsoft.com');
  await expect(card).toContainText('Fine, 90 days left');
  // The refresh token that came along is kept.
  expect(await refreshTokens(tray.keyring)).not.toEqual(held);

  await others.click();
  await panel.getByRole('menuitem', { name: 'Exchange Online' }).click();
  await expect(card).toContainText('This application has no consent for Exchange Online yet.');
  await expect(card).toContainText('AADSTS65001');
  await card.getByRole('button', { name: 'Copy details' }).click();
  await expect(card.getByRole('button', { name: 'Details copied' })).toBeVisible();
  expect(await tray.clipboardText()).toMatch(
    new RegExp(`Code: AADSTS65001\n[\\s\\S]*Trace ID: [\\da-f-]+\n[\\s\\S]*Client ID: ${partner.clientId}`),
  );
});

test('a test of a token without MFA says so, and its button signs in again', async ({ tray }) => {
  const card = await startPractising(tray);
  const panel = await tray.panel();
  const { users, password } = await tray.practice.partner();
  await card.getByRole('button', { name: /^Sign in(?:,|$)/ }).click();
  const page = await tray.signInPage();
  await page.locator('#loginfmt').fill(users.find(({ signIn: how }) => how === 'none')?.username ?? '');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.locator('#passwd').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: 'Accept' }).click();
  await expect(card).toContainText('No MFA: sign in again');
  await expect.poll(() => tray.electron.windows().length).toBe(1);

  await openMenu(tray, 'Practice', 'Test connection');
  const dialog = panel.getByRole('dialog', { name: 'Test Practice' });
  await expect(dialog).toContainText('because it has no MFA claim');
  await dialog.getByRole('button', { name: 'Copy details' }).click();
  await expect(dialog.getByRole('button', { name: 'Details copied' })).toBeVisible();
  expect(await tray.clipboardText()).toMatch(/^What: Partner Center refused the token[\s\S]*\nTime: \d{4}-/);
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect((await tray.signInPage()).locator('#passwd, #loginfmt')).toBeVisible();
  await card.getByRole('button', { name: 'Cancel sign-in' }).click();
  await expect(card).toContainText('No MFA: sign in again');
});

/** For whom an access token is, as it says itself. */
function audienceOf(accessToken: string): unknown {
  const [, payload = ''] = accessToken.split('.');
  const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  return typeof claims === 'object' && claims !== null ? Reflect.get(claims, 'aud') : null;
}
