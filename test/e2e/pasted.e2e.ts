import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright/test';
import { PARTNER } from '../../src/practice/tenant/directory';
import { paste } from '../support/paste';
import { expect, test } from './app';
import { keptSecrets, refreshTokens } from './keychain';
import { cardOf, openMenu, startPractising, startSignedIn } from './steps';
import { chooseFiles } from './witness';

const GUID = '11111111-2222-3333-4444-555555555555';
const SECRET = 'abc8Q~made.up_value-of_usual.length12345';
const JWT = `eyJ0eXAiOiJKV1Qi.${'a'.repeat(50)}.${'b'.repeat(50)}`;

const secretIn = (form: Page | Locator) => form.locator('input[name=secret]');
const textbox = (form: Page | Locator, name: string) => form.getByRole('textbox', { name });

/** As a console or a mail breaks a text into lines. */
function wrapped(text: string, width: number, indent = ''): string {
  return (text.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join(`\r\n${indent}`);
}

/** Adds a connection in Microsoft's own cloud, with a secret, past the form. */
async function addFabrikam(panel: Page): Promise<void> {
  const draft = {
    name: 'Fabrikam',
    cloud: 'global',
    customCloud: null,
    tenant: 'fabrikam.com',
    clientId: GUID,
    application: { kind: 'secret', secret: SECRET, expiresAt: null },
    resource: { kind: 'partner-center' },
    redirectUri: 'http://localhost:8400/',
    signInMethod: 'app-window',
  } as const;
  expect(await panel.evaluate((wanted) => window.tray.addConnection(wanted), draft)).toMatchObject({ ok: true });
}

test('what is pasted for a refresh token is taken out of its text, or called by its name', async ({ tray }) => {
  await startSignedIn(tray);
  const panel = await tray.panel();
  const [token = ''] = await refreshTokens(tray.keyring);
  expect(await panel.evaluate(() => window.tray.startPractice())).toMatchObject({ ok: true });
  const card = cardOf(panel, 'Practice 2');
  const dialog = panel.getByRole('dialog', { name: 'Import refresh token' });
  const field = dialog.locator('input[name=token]');
  const send = () => dialog.getByRole('button', { name: 'Import', exact: true }).click();
  const reply = { token_type: 'Bearer', expires_in: 3599, access_token: JWT, refresh_token: token };
  const indent = ' '.repeat(16);

  const NAMED = 'Only the refresh token in this text is used.';
  const LEFT_OUT = 'Quotation marks, commas, and line breaks are left out.';
  for (const [what, text, note] of [
    ['a form field', `refresh_token=${token}`, NAMED],
    ['a comma', `${token},`, LEFT_OUT],
    ['quotes', `"${token}"`, LEFT_OUT],
    ['lines of a console', wrapped(token, 120), LEFT_OUT],
    [
      'Format-List',
      `token_type    : Bearer\r\naccess_token  : ${JWT}\r\nrefresh_token : ${wrapped(token, 104, indent)}\r\nid_token      : ${JWT}\r\n`,
      NAMED,
    ],
    ['a reply of the token endpoint', JSON.stringify(reply, null, 2), NAMED],
    ['a reply that a console has broken', wrapped(JSON.stringify(reply), 80), NAMED],
    ['a here-string of PowerShell', `$refreshToken = @"\r\n${token}\r\n"@`, NAMED],
    ['a secure string to be', `$refreshToken = ConvertTo-SecureString "${token}" -AsPlainText -Force`, NAMED],
    ['a command of curl', `curl -d 'grant_type=refresh_token' -d 'refresh_token=${token}' https://x`, NAMED],
  ] as const)
    await test.step(`the token is taken out of ${what}`, async () => {
      const held = await refreshTokens(tray.keyring);
      await openMenu(tray, 'Practice 2', 'Import refresh token');
      await paste(field, text);
      await expect(dialog).toContainText(note);
      await expect(field).toHaveValue(token);
      await send();
      await expect(dialog).toBeHidden();
      expect(await refreshTokens(tray.keyring)).not.toEqual(held);
      await expect(card).toContainText('Fine, 90 days left');
    });

  await test.step('and of a file, which says so too', async () => {
    const file = join(tmpdir(), `ptt-e2e-${process.pid}-reply.json`);
    await writeFile(file, Buffer.from(`\ufeff${JSON.stringify(reply, null, 2)}\r\n`, 'utf16le'), { mode: 0o600 });
    await openMenu(tray, 'Practice 2', 'Import refresh token');
    await chooseFiles(tray.electron, file);
    await dialog.getByRole('button', { name: 'Import from file' }).click();
    await expect(dialog).toContainText(`Imported the refresh token for Practice 2.${NAMED}`);
    await dialog.getByRole('button', { name: 'Close' }).click();
    await rm(file);
  });

  await test.step('and of what a key vault holds', async () => {
    await tray.practice.setVault('harbour', { reply: JSON.stringify(reply) });
    await openMenu(tray, 'Practice 2', 'Import refresh token');
    await dialog.getByRole('button', { name: 'Import from Key Vault' }).click();
    await textbox(dialog, 'Secret identifier').fill('https://harbour.vault.azure.net/secrets/reply');
    await send();
    await expect(dialog).toContainText(`Imported the refresh token for Practice 2.${NAMED}`);
    await dialog.getByRole('button', { name: 'Close' }).click();
  });

  await openMenu(tray, 'Practice 2', 'Import refresh token');
  await test.step('what Entra ID said of one token goes when another is refused by the form', async () => {
    await paste(field, `1.${'made-up-by-somebody-'.repeat(12)}`);
    await send();
    await expect(dialog).toContainText("Entra ID doesn't recognize this refresh token.");
    await paste(field, JWT);
    await expect(dialog).toContainText('This is an access token or ID token.');
    await expect(dialog).not.toContainText("doesn't recognize");
  });

  const held = await refreshTokens(tray.keyring);
  await tray.practice.fault('token', { kind: 'status', status: 503 });
  for (const [text, words] of [
    [
      `http://localhost:8400/?code=${token}&session_state=x`,
      "This contains a sign-in code, which isn't a refresh token.",
    ],
    [`https://app.contoso.com/auth#code=${token}`, "This contains a sign-in code, which isn't a refresh token."],
    ['https://contoso.vault.azure.net/secrets/refresh-token/', 'This is a Key Vault address.'],
    ['@Microsoft.KeyVault(SecretUri=https://contoso.vault.azure.net/secrets/x/)', 'This is a Key Vault address.'],
    [`01000000d08c9ddf0115d1118c7a00c04fc297eb${'0a'.repeat(300)}`, 'This is a PowerShell SecureString.'],
    ['System.Security.SecureString', 'This is a PowerShell SecureString.'],
    [JWT, 'This is an access token or ID token.'],
    [
      JSON.stringify({ accessToken: JWT, expiresOn: '2026-01-01', tokenType: 'Bearer' }, null, 2),
      'This has an access token, but no refresh token.',
    ],
    [SECRET, 'This is a client secret.'],
  ] as const)
    await test.step(`nothing is sent of ${text.slice(0, 30)}`, async () => {
      await field.fill('');
      await paste(field, text);
      await expect(dialog).toContainText(words);
      await send();
      await expect(dialog).toContainText(words);
      await expect(dialog).not.toContainText('internal error');
    });
  expect(await refreshTokens(tray.keyring)).toEqual(held);
  await panel.keyboard.press('Escape');
  await expect(card).toContainText('Fine, 90 days left');
});

test('what is pasted for a client secret is called by its name, and a script is sorted into the fields of a connection', async ({
  tray,
}) => {
  const practice = await startPractising(tray);
  const panel = await tray.panel();
  const script = `$appId = "${PARTNER.clientId}"\r\n$appSecret = "${SECRET}"\r\n$tenantId = "contoso.com"\r\nConnect-App`;
  await panel.getByRole('button', { name: 'Add connection' }).click();

  await test.step('while it is pasted, what is odd about a secret is said', async () => {
    for (const [secret, words] of [
      ['zero\u200bwidth', 'an invisible zero-width space (U+200B)'],
      ['soft\u00adhyphen', 'an invisible soft hyphen (U+00AD)'],
      ['right-to-left\u202emark', 'an invisible character (U+202E)'],
      ['en\u2013dash', 'an unusual en dash (U+2013)'],
      ['small\u02dctilde', 'an unusual small tilde (U+02DC)'],
      ['fullwidth\uff5etilde', 'an unusual fullwidth tilde (U+FF5E)'],
      ['Abc******', 'This looks masked.'],
      ['\u2022\u2022\u2022\u2022', 'This looks masked.'],
      [`"${SECRET}"`, 'The secret is in quotation marks.'],
      [`\u201c${SECRET}\u201d`, 'The secret is in quotation marks.'],
      [GUID, 'This looks like the Secret ID.'],
    ] as const) {
      await secretIn(panel).fill('');
      await paste(secretIn(panel), secret);
      await expect(panel.getByText(words)).toBeVisible();
    }
    await secretIn(panel).fill('');
    await secretIn(panel).pressSequentially('typed\u200b');
    await expect(panel.getByText('an invisible zero-width space (U+200B)')).toBeVisible();
    await secretIn(panel).fill(SECRET);
    await expect(panel.getByText('an invisible')).toBeHidden();
  });

  await test.step('into any field', async () => {
    const fields = ['Name', 'Tenant', 'Application (client) ID'].map((label) => textbox(panel, label));
    for (const field of [...fields, secretIn(panel)]) {
      for (const one of [...fields, secretIn(panel)]) await one.fill('');
      await paste(field, script);
      const filled = 'Filled in tenant, client ID, and secret.';
      await expect(panel.locator('form')).toContainText(filled);
      await expect(textbox(panel, 'Name')).toHaveValue('');
      await expect(textbox(panel, 'Tenant')).toHaveValue('contoso.com');
      await expect(textbox(panel, 'Application (client) ID')).toHaveValue(PARTNER.clientId);
      await expect(secretIn(panel)).toHaveValue(SECRET);
    }
  });

  await test.step('or into the box for it, which keeps nothing', async () => {
    await secretIn(panel).fill('');
    await paste(panel.getByLabel('Paste anything'), script);
    await expect(secretIn(panel)).toHaveValue(SECRET);
    await expect(panel.getByLabel('Paste anything')).toHaveValue('');
  });

  await test.step('a warning bars nothing: a GUID is added as the secret', async () => {
    await textbox(panel, 'Name').fill('Contoso');
    await panel.getByLabel('Cloud').selectOption({ label: 'Practice' });
    await textbox(panel, 'Tenant').fill(PARTNER.tenantId);
    await secretIn(panel).fill(GUID);
    await panel.getByRole('button', { name: 'Add and sign in' }).click();
    const card = cardOf(panel, 'Contoso');
    await card.getByRole('button', { name: 'Cancel sign-in' }).click();
    await expect(card).toContainText('Sign in to get a refresh token');
  });

  await test.step('a connection like it has the same secret, which the panel never sees', async () => {
    await openMenu(tray, 'Contoso', 'Duplicate');
    await expect(textbox(panel, 'Name')).toHaveValue('Contoso 2');
    await panel.getByRole('button', { name: 'Add and sign in' }).click();
    const card = cardOf(panel, 'Contoso 2');
    await card.getByRole('button', { name: 'Cancel sign-in' }).click();
    await expect(card).toContainText('Sign in to get a refresh token');
    const held = (await keptSecrets(tray.keyring)).filter(({ value }) => value === GUID);
    expect(held).toHaveLength(2);
  });

  await test.step('in the dialog for a new secret', async () => {
    await openMenu(tray, 'Practice', 'Replace secret');
    const dialog = panel.getByRole('dialog');
    await paste(secretIn(dialog), script);
    await expect(dialog).toContainText('Only the secret in the text that you pasted is used.');
    await expect(secretIn(dialog)).toHaveValue(SECRET);
    await panel.keyboard.press('Escape');
    await expect(practice).toBeVisible();
  });

  await test.step('in the form of a connection that there is, which has its secret elsewhere', async () => {
    await addFabrikam(panel);
    await openMenu(tray, 'Fabrikam', 'Edit');
    await paste(textbox(panel, 'Tenant'), script);
    await expect(panel.locator('form')).toContainText('For the secret, choose Replace secret or certificate.');
    await expect(textbox(panel, 'Tenant')).toHaveValue('contoso.com');
    await expect(textbox(panel, 'Application (client) ID')).toHaveValue(PARTNER.clientId);
    await panel.getByRole('button', { name: 'Cancel' }).click();
  });
});

test('what was refused before is no longer said once the form refuses something else', async ({ tray }) => {
  await startSignedIn(tray);
  const panel = await tray.panel();

  await test.step('a new secret', async () => {
    await openMenu(tray, 'Practice', 'Replace secret');
    const dialog = panel.getByRole('dialog');
    await secretIn(dialog).fill(SECRET);
    await dialog.getByRole('button', { name: 'Replace', exact: true }).click();
    await expect(dialog).toContainText('The client secret is wrong.');
    await expect(dialog).toContainText('Nothing changed: this connection still uses the one before.');
    await paste(secretIn(dialog), 'zero\u200bwidth');
    await expect(dialog).toContainText('an invisible zero-width space (U+200B)');
    await expect(dialog).not.toContainText('The client secret is wrong.');
    await panel.keyboard.press('Escape');
  });

  await test.step('an edited connection', async () => {
    await addFabrikam(panel);
    await openMenu(tray, 'Fabrikam', 'Edit');
    await textbox(panel, 'Application (client) ID').fill(PARTNER.clientId);
    await panel.getByRole('button', { name: 'Save' }).click();
    await expect(panel.locator('form')).toContainText('Nothing changed.');
    await textbox(panel, 'Tenant').fill('me@contoso.com');
    await textbox(panel, 'Tenant').press('Tab');
    await expect(panel.getByText('This looks like a user name')).toBeVisible();
    await expect(panel.locator('form')).not.toContainText('Nothing changed.');
  });
});
