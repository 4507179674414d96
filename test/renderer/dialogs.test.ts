import type { Page } from 'playwright';
import { describe, expect, it, onTestFinished } from 'vitest';
import { paste } from '../support/paste';
import { openGallery } from './browser';

const gallery = openGallery();

async function openDialog(page: Page, item: string) {
  // Where there are several, each has the name of its connection, too.
  await page.locator('button[data-return^="more-"]').first().click();
  await page.getByRole('menuitem', { name: item }).click();
  return page.getByRole('dialog').or(page.getByRole('alertdialog'));
}

/** The page as Chromium has it on that system, until the test ends. */
async function asOn(platform: string, page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  onTestFinished(() => session.detach());
  const userAgent = await page.evaluate(() => navigator.userAgent);
  await session.send('Emulation.setUserAgentOverride', { userAgent, platform });
  await page.reload();
  await page.getByRole('heading', { level: 1 }).waitFor();
}

describe('the export', () => {
  it.each([
    ['Win32', 'File (anyone with access to its folder can read it)'],
    ['MacIntel', 'File (only you can read it)'],
    ['Linux x86_64', 'File (only you can read it)'],
  ])('says who can read a file on this system, and on no other: %s', async (platform, label) => {
    const page = await gallery.open('one');
    await asOn(platform, page);
    const dialog = await openDialog(page, 'Export refresh token');
    const labels = await dialog
      .getByRole('radio')
      .evaluateAll((radios) =>
        radios.map((radio) => (radio instanceof HTMLInputElement ? radio.labels?.[0]?.textContent : null)),
      );
    expect(labels).toEqual(['Clipboard (cleared after 1 minute)', label]);
  });
});

describe('the resources to copy for', () => {
  it("begin with the connection's own, by its name, and have it once", async () => {
    const page = await gallery.open('expiring');
    const dialog = await openDialog(page, 'Copy as…');
    const options = await dialog.getByLabel('Resource', { exact: true }).locator('option').allTextContents();
    expect(options).toEqual(['Microsoft Graph (default)', 'Partner Center', 'Exchange Online', 'Other scopes']);
  });
});

describe('a command line to copy', () => {
  it('is shown, is for the connection, and is copied without the token', async () => {
    const page = await gallery.open('one');
    const dialog = await openDialog(page, 'Copy as…');
    await dialog.getByRole('radio', { name: 'Command line or script' }).check();
    await page.getByRole('dialog', { name: 'Copy command line' }).waitFor();
    expect(await dialog.getByRole('radio', { name: 'Command line or script' }).isChecked()).toBe(true);
    await dialog.getByText('partner-token token "Contoso Europe"', { exact: true }).waitFor();
    await dialog.getByText('Nothing in it is secret').waitFor();
    await dialog.getByLabel('For', { exact: true }).selectOption('PowerShell: PartnerCenter module');
    await dialog.getByText('Connect-PartnerCenter -AccessToken $token').waitFor();
    await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await page.evaluate(() => window.gallery.calls.map(({ method, argument }) => [method, argument]))).toEqual([
      ['copyCommand', expect.objectContaining({ form: 'partner-center' })],
    ]);
  });

  it('keeps the focus where the choice was made', async () => {
    const page = await gallery.open('one');
    const dialog = await openDialog(page, 'Copy as…');
    await dialog.getByRole('radio', { name: 'Access token' }).focus();
    await page.keyboard.press('ArrowDown');
    await dialog.getByLabel('For', { exact: true }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('value'))).toBe('command');
  });
});

describe('the question before removing', () => {
  it('names the secret that the connection has, and no other', async () => {
    const page = await gallery.open('certified');
    const dialog = await openDialog(page, 'Remove');
    expect(await dialog.getByRole('listitem').allTextContents()).toEqual([
      'Its refresh token',
      "Its certificate's private key",
    ]);
  });
});

describe('the import', () => {
  const TOKEN = `1.AXoA-brought-from-elsewhere-${'y'.repeat(400)}`;
  const lines = (TOKEN.match(/.{1,60}/g) ?? []).join(`\r\n${' '.repeat(16)}`);
  const jwt = `eyJ0eXAiOiJKV1Qi.${'a'.repeat(50)}.${'b'.repeat(50)}`;
  const tokenField = (page: Page) => page.locator('input[name=token]');
  const calls = (page: Page) => page.evaluate(() => window.gallery.calls.map(({ method }) => method));

  it.each([
    ['JSON of the token endpoint', JSON.stringify({ access_token: jwt, refresh_token: TOKEN }, null, 2)],
    ['Format-List', `access_token  : ${jwt}\r\nrefresh_token : ${lines}\r\nid_token      : ${jwt}\r\n`],
    ['a form field', `refresh_token=${TOKEN}`],
    ['a variable', `$refreshToken = "${TOKEN}"`],
    ['quotes and a comma', `"${TOKEN}",`],
    ['lines of a console', TOKEN.replace(/.{80}/g, '$&\r\n')],
  ])('takes the token out of what is pasted, and says so: %s', async (_, text) => {
    const page = await gallery.open('one');
    const dialog = await openDialog(page, 'Import refresh token');
    await paste(tokenField(page), text);
    await dialog
      .getByText(/^(?:Only the refresh token in this text is used|Quotation marks, .* are left out)\.$/)
      .waitFor();
    expect(await tokenField(page).inputValue()).toBe(TOKEN);
    expect(await page.content()).not.toContain('brought-from-elsewhere');
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await calls(page)).toEqual(['importToken']);
  });

  it.each([
    [`http://localhost:8400/?code=${TOKEN}&session_state=x`, 'This contains a sign-in code'],
    [`https://app.contoso.com/#code=${TOKEN}`, 'This contains a sign-in code'],
    ['https://contoso.vault.azure.net/secrets/token', 'This is a Key Vault address.'],
    ['01000000d08c9ddf0115d1118c7a00c04fc297eb'.repeat(9), 'This is a PowerShell SecureString.'],
    [jwt, 'This is an access token or ID token.'],
    [
      JSON.stringify({ accessToken: jwt, tokenType: 'Bearer' }, null, 2),
      'This has an access token, but no refresh token.',
    ],
  ])('names what is pasted instead, and asks nothing of main: %.30s', async (text, words) => {
    const page = await gallery.open('one');
    const dialog = await openDialog(page, 'Import refresh token');
    await paste(tokenField(page), text);
    await dialog.getByText(words).waitFor();
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    expect(await calls(page)).toEqual([]);
  });

  it('says what was left out of a file', async () => {
    const page = await gallery.open('one');
    const dialog = await openDialog(page, 'Import refresh token');
    await dialog.getByRole('button', { name: 'Import from file…' }).click();
    await dialog.getByText('Only the refresh token in this text is used.').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await dialog.waitFor({ state: 'detached' });
  });

  it('forgets what it said of one token when another is entered', async () => {
    const page = await gallery.open('helpless');
    const dialog = await openDialog(page, 'Import refresh token');
    await paste(tokenField(page), TOKEN);
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    const old = dialog.getByText('The refresh token was issued to another application.');
    await old.waitFor();
    await paste(tokenField(page), jwt);
    await dialog.getByText('This is an access token or ID token.').waitFor();
    await old.waitFor({ state: 'detached' });
  });
});

describe('the replacement of a secret', () => {
  const SECRET = 'Zq8~kept-nowhere-but-in-the-keychain';
  const secretField = (page: Page) => page.locator('input[name=secret]');

  it('warns of a GUID, and takes it all the same', async () => {
    const page = await gallery.open('one');
    const dialog = await openDialog(page, 'Replace secret or certificate…');
    await paste(secretField(page), '11111111-2222-3333-4444-555555555555');
    await dialog.getByText('This looks like the Secret ID.').waitFor();
    await dialog.getByRole('button', { name: 'Replace', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
  });

  it('takes the secret out of a script, and says so', async () => {
    const page = await gallery.open('one');
    const dialog = await openDialog(page, 'Replace secret or certificate…');
    await paste(secretField(page), `$appSecret = "${SECRET}"`);
    await dialog.getByText('Only the secret in the text that you pasted is used.').waitFor();
    expect(await secretField(page).inputValue()).toBe(SECRET);
    await secretField(page).fill('zero\u200bwidth');
    await dialog.getByText('an invisible zero-width space (U+200B)').waitFor();
  });
});

describe('a key vault', () => {
  const asked = (page: Page) =>
    page.evaluate(() => window.gallery.calls.map(({ method, argument }) => [method, argument]));

  it('is set up from the menu, by the names that CIPP looks for, and then shows how it is', async () => {
    const page = await gallery.open('two');
    const form = await openDialog(page, 'Key Vault…');
    await form.getByRole('button', { name: 'Set up' }).click();
    await form.getByText('Enter the address of the key vault.').waitFor();
    expect(await asked(page)).toEqual([]);
    await page.locator('input[name=url]').fill('https://contoso.vault.azure.net/');
    await form.getByLabel('What to write').selectOption('All that CIPP looks for, by its names');
    await form.getByLabel('Write as').selectOption('Connection Contoso North America');
    await form.getByLabel('Disable old versions').check();
    await form.getByRole('button', { name: 'Set up' }).click();
    const state = page.getByRole('dialog', { name: 'Key Vault for Contoso Europe' });
    await state.getByText('Key Vault is up to date').waitFor();
    await state.getByText('refreshtoken, applicationid, applicationsecret, tenantid').waitFor();
    await state.getByText('"Contoso North America"').waitFor();
    expect(await asked(page)).toEqual([
      [
        'setKeyVault',
        expect.objectContaining({
          settings: {
            url: 'https://contoso.vault.azure.net',
            secretName: 'refreshtoken',
            credential: { kind: 'connection', id: expect.stringMatching(/^[0-9a-f]{32}$/) },
            names: { applicationId: 'applicationid', applicationSecret: 'applicationsecret', tenantId: 'tenantid' },
            disableOldVersions: true,
          },
        }),
      ],
    ]);
  });

  it('that is behind says so and why, is tried again, replaced, and left alone', async () => {
    const page = await gallery.open('vault');
    const note = page.getByRole('note', { name: 'Key Vault' });
    await note.getByText('Key Vault is 2 refreshes behind.').waitFor();
    await note.getByRole('button', { name: 'Show Key Vault…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const dialog = await openDialog(page, 'Key Vault…');
    await dialog.getByText('Key Vault is 2 refreshes behind').waitFor();
    await dialog.getByText('The secret holds something other than a refresh token.').waitFor();
    await dialog.getByText('in 25 minutes').waitFor();
    await dialog.getByRole('button', { name: 'Replace what it holds…' }).click();
    await dialog.getByText('Key Vault is up to date').waitFor();
    await dialog.getByRole('button', { name: 'Update now' }).click();
    await dialog.getByRole('button', { name: 'Stop updating' }).click();
    await dialog.getByRole('button', { name: 'Set up Key Vault…' }).waitFor();
    expect(await note.count()).toBe(0);
    expect((await asked(page)).map(([method]) => method)).toEqual(['syncKeyVault', 'syncKeyVault', 'removeKeyVault']);
  });
});
