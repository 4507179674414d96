import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { paste } from '../support/paste';
import { openGallery } from './browser';

const gallery = openGallery();

const GUID = '11111111-2222-3333-4444-555555555555';
const SECRET = 'Zq8~kept-nowhere-but-in-the-keychain';

const field = (page: Page, label: string) => page.getByRole('textbox', { name: label });
const secretField = (page: Page) => page.locator('input[name=secret]');
const lastCall = (page: Page) => page.evaluate(() => window.gallery.calls.at(-1));
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('name'));

async function openForm(scene = 'one') {
  const page = await gallery.open(scene);
  await page
    .getByRole('button', { name: /Add connection|Connect to Partner Center/ })
    .first()
    .click();
  await page.getByRole('heading', { level: 1, name: 'Add connection' }).waitFor();
  return page;
}

async function fill(page: Page) {
  await field(page, 'Name').fill('Contoso Asia');
  await field(page, 'Tenant').fill('contoso.onmicrosoft.com');
  await field(page, 'Application (client) ID').fill(GUID);
  await secretField(page).fill(SECRET);
}

const more = (page: Page) => page.getByRole('button', { name: 'More options' }).click();

describe('adding a connection', () => {
  it('begins in the box that takes anything, and with the form at once where there are connections', async () => {
    const page = await openForm();
    expect(await page.getByLabel('Paste anything').evaluate((box) => box === document.activeElement)).toBe(true);
    expect(await page.getByRole('navigation', { name: 'Steps' }).count()).toBe(0);
  });

  it('says nothing of a field that nobody has been at', async () => {
    const page = await openForm();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await page.getByText('Give the connection a name').count()).toBe(0);
  });

  it('says what is wrong once a field was left, and follows as one types', async () => {
    const page = await openForm();
    const tenant = field(page, 'Tenant');
    await tenant.fill('me@contoso.com');
    expect(await page.getByText('This looks like a user name').count()).toBe(0);
    await tenant.press('Tab');
    await page.getByText('This looks like a user name').waitFor();
    await tenant.fill('common');
    await page.getByText('means any tenant').waitFor();
    await tenant.fill('contoso.com');
    await page.getByText('means any tenant').waitFor({ state: 'detached' });
    expect(await tenant.getAttribute('aria-invalid')).toBeNull();
  });

  it.each([
    ['zero\u200bwidth', 'an invisible zero-width space (U+200B)'],
    ['soft\u00adhyphen', 'an invisible soft hyphen (U+00AD)'],
    ['word\u2060joiner', 'an invisible character (U+2060)'],
    ['en\u2013dash', 'an unusual en dash (U+2013)'],
    ['small\u02dctilde', 'an unusual small tilde (U+02DC)'],
    ['Abc******', 'This looks masked.'],
    ['\u2022\u2022\u2022\u2022', 'This looks masked.'],
    [`"${SECRET}"`, 'The secret is in quotation marks.'],
    [`\u201c${SECRET}\u201d`, 'The secret is in quotation marks.'],
    [GUID, 'This looks like the Secret ID.'],
  ])('says while it is pasted or typed what is odd about a secret: %s', async (secret, words) => {
    const page = await openForm();
    await paste(secretField(page), secret);
    await page.getByText(words).waitFor();
    expect(await secretField(page).getAttribute('type')).toBe('password');
    await secretField(page).fill(SECRET);
    await page.getByText(words).waitFor({ state: 'detached' });
  });

  it('takes a GUID as the secret all the same', async () => {
    const page = await openForm();
    await fill(page);
    await secretField(page).fill(GUID);
    await page.getByText('This looks like the Secret ID.').waitFor();
    await page.getByRole('button', { name: 'Add and sign in' }).click();
    await page.getByRole('article', { name: 'Contoso Asia' }).waitFor();
  });

  it.each(['Name', 'Tenant', 'Application (client) ID', 'Client secret'])(
    'sorts a script that is pasted into %s, and says what it filled in',
    async (label) => {
      const page = await openForm();
      const target = label === 'Client secret' ? secretField(page) : field(page, label);
      await paste(target, `$appId = "${GUID}"\r\n$appSecret = "${SECRET}"\r\n$tenantId = "contoso.com"\r\nConnect-App`);
      await page.getByText('Filled in tenant, client ID, and secret.').first().waitFor();
      expect(await field(page, 'Name').inputValue()).toBe('');
      expect(await field(page, 'Tenant').inputValue()).toBe('contoso.com');
      expect(await field(page, 'Application (client) ID').inputValue()).toBe(GUID);
      expect(await secretField(page).inputValue()).toBe(SECRET);
      expect(await page.content()).not.toContain('kept-nowhere');
      await field(page, 'Name').fill('Contoso Asia');
      await page.getByRole('button', { name: 'Add and sign in' }).click();
      await page.getByRole('article', { name: 'Contoso Asia' }).waitFor();
    },
  );

  it('sorts what a command answered, for an application with a certificate too', async () => {
    const page = await openForm();
    await page.getByRole('radio', { name: /^Certificate/ }).check();
    const reply = { appId: GUID, displayName: 'x', password: SECRET, tenant: 'contoso.com' };
    await paste(field(page, 'Tenant'), JSON.stringify(reply, null, 2));
    const filled = page.locator('form').getByText('Filled in tenant, client ID, and secret.');
    await filled.waitFor();
    expect(await page.getByRole('radio', { name: /^Client secret/ }).isChecked()).toBe(true);
    expect(await secretField(page).inputValue()).toBe(SECRET);
    await paste(field(page, 'Tenant'), 'contoso.onmicrosoft.com');
    await expect.poll(() => filled.count()).toBe(0);
  });

  it.each(['typed', 'pasted as a script'])('forgets what main refused once something else is %s', async (how) => {
    const page = await openForm('helpless');
    await fill(page);
    await page.getByRole('button', { name: 'Add and sign in' }).click();
    const refusal = page.locator('form').getByText('The keychain is locked.');
    await refusal.waitFor();
    if (how === 'typed') await field(page, 'Name').fill('Contoso Africa');
    else await paste(field(page, 'Tenant'), `$tenantId='fabrikam.com'; $appId='${GUID}'`);
    await expect.poll(() => refusal.count()).toBe(0);
  });

  it('refuses the name of another connection', async () => {
    const page = await openForm();
    await field(page, 'Name').fill('contoso EUROPE ');
    await page.keyboard.press('Tab');
    await page.getByText('Another connection has this name.').waitFor();
  });

  it('shows every problem on submit, leads to the first one, and asks nothing of main', async () => {
    const page = await openForm();
    await field(page, 'Name').fill('Contoso Asia');
    await field(page, 'Application (client) ID').fill('not a guid');
    await page.getByRole('button', { name: 'Add and sign in' }).click();
    expect(await page.getByRole('alert').count()).toBe(3);
    expect(await focused(page)).toBe('tenant');
    expect(await lastCall(page)).toBeUndefined();
  });

  it('submits on Enter, empties the secret at once, and goes straight to signing in', async () => {
    const page = await openForm();
    await page.evaluate(() => Object.assign(window.gallery.failing, { signIn: 'hangs' }));
    await fill(page);
    await secretField(page).press('Enter');
    await page.getByRole('article', { name: 'Contoso Asia' }).getByRole('button', { name: 'Cancel sign-in' }).waitFor();
    const calls = await page.evaluate(() => window.gallery.calls);
    expect(calls.map(({ method }) => method)).toEqual(['addConnection', 'signIn']);
    expect(calls[0]?.argument).toEqual({
      name: 'Contoso Asia',
      cloud: 'global',
      customCloud: null,
      tenant: 'contoso.onmicrosoft.com',
      clientId: GUID,
      application: { kind: 'secret', expiresAt: null },
      resource: { kind: 'partner-center' },
      redirectUri: 'http://localhost:8400/',
      signInMethod: 'app-window',
    });
  });

  it('never has the secret in the document, nor in the field once it is sent', async () => {
    const page = await openForm();
    await page.evaluate(() => Object.assign(window.gallery.failing, { addConnection: 'hangs' }));
    await fill(page);
    expect(await page.content()).not.toContain('kept-nowhere');
    await page.getByRole('button', { name: 'Add and sign in' }).click();
    await page.getByRole('button', { name: 'Adding…' }).waitFor();
    expect(await secretField(page).inputValue()).toBe('');
    expect(await page.content()).not.toContain('kept-nowhere');
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).toBe('{}');
  });

  it('shows what main refuses beside its field, and loses nothing', async () => {
    const page = await openForm('refusing');
    await fill(page);
    await page.getByRole('button', { name: 'Add and sign in' }).click();
    await page.getByText('Another connection has this name. Choose a different one.').first().waitFor();
    expect(await secretField(page).inputValue()).toBe(SECRET);
    expect(await field(page, 'Tenant').inputValue()).toBe('contoso.onmicrosoft.com');
    expect(await focused(page)).toBe('name');
    // Said by the field itself, and nowhere again.
    expect(await page.getByText('Another connection has this name.').count()).toBe(1);
    await field(page, 'Name').fill('Contoso Africa');
    expect(await field(page, 'Name').getAttribute('aria-invalid')).toBeNull();
  });

  it('names the exact redirect URI, platform and permission to register', async () => {
    const page = await openForm();
    await more(page);
    await field(page, 'Redirect URI').fill('http://localhost:8455/');
    await page.getByRole('button', { name: 'What to register' }).click();
    const steps = page.getByRole('list').filter({ hasText: 'Redirect URI' });
    expect(await steps.textContent()).toMatch(
      /PlatformWeb.*http:\/\/localhost:8455\/.*delegated permission.*Microsoft Partner Center.*user_impersonation/s,
    );
    await page.getByRole('button', { name: 'Copy Redirect URI' }).click();
    await expect.poll(() => lastCall(page)).toMatchObject({ argument: { text: 'http://localhost:8455/' } });
    await page.getByRole('button', { name: 'Open New registration' }).click();
    await expect
      .poll(() => lastCall(page))
      .toMatchObject({
        method: 'openNewRegistration',
        argument: { cloud: 'global', tenant: '' },
      });
  });

  it('copies a script that registers it, with what stands in the form', async () => {
    const page = await openForm();
    await field(page, 'Name').fill('Contoso Asia');
    await page.getByRole('button', { name: 'What to register' }).click();
    await page.getByRole('button', { name: 'Copy script for Azure CLI' }).click();
    await page.getByText('Script copied.').first().waitFor();
    expect(await lastCall(page)).toMatchObject({
      method: 'copyRegistrationScript',
      argument: { kind: 'azure-cli', name: 'Contoso Asia', application: 'secret', certificateId: null },
    });
  });

  it('keeps the rarer things away until somebody asks, or one of them is wrong', async () => {
    const page = await openForm();
    expect(await field(page, 'Redirect URI').count()).toBe(0);
    await more(page);
    await field(page, 'Redirect URI').fill('http://contoso.com/');
    await more(page);
    expect(await field(page, 'Redirect URI').count()).toBe(0);
    await fill(page);
    await page.getByRole('button', { name: 'Add and sign in' }).click();
    await page.getByText('Use https://, or http://localhost with a port').waitFor();
    expect(await focused(page)).toBe('redirectUri');
    expect(await lastCall(page)).toBeUndefined();
  });

  it('takes a certificate by a name of main’s, and shows whose it is', async () => {
    const page = await openForm();
    await fill(page);
    await page.getByRole('radio', { name: /^Certificate/ }).check();
    await page.getByRole('button', { name: 'Add and sign in' }).click();
    await page.getByText('Choose a certificate file.').waitFor();
    await page.getByRole('button', { name: 'Choose certificate…' }).click();
    await page.getByText('CN=contoso-automation, O=Contoso Ltd').waitFor();
    expect(await page.getByText('Choose a certificate file.').count()).toBe(0);
    await page.getByRole('button', { name: 'Add and sign in' }).click();
    await page.getByRole('article', { name: 'Contoso Asia' }).waitFor();
    const calls = await page.evaluate(() => window.gallery.calls);
    const added = calls.find(({ method }) => method === 'addConnection');
    expect(added?.argument).toMatchObject({
      application: { kind: 'certificate', certificateId: '4f0c2a1e-9d4f-4b43-8a9a-1f6f3b1f4a10' },
    });
  });

  it('asks for a passphrase only where the file has one, and keeps it nowhere', async () => {
    const page = await openForm();
    await page.evaluate(() => {
      window.gallery.nextCertificate = { kind: 'passphrase', id: 'any', fileName: 'locked.pfx' };
    });
    await page.getByRole('radio', { name: /^Certificate/ }).check();
    await page.getByRole('button', { name: 'Choose certificate…' }).click();
    const passphrase = page.getByLabel('Passphrase for locked.pfx');
    await passphrase.fill('open sesame');
    expect(await page.content()).not.toContain('open sesame');
    await passphrase.press('Enter');
    await page.getByText('CN=contoso-automation').waitFor();
    expect(await passphrase.count()).toBe(0);
  });

  it('does not lose a secret to a look at the other kinds', async () => {
    const page = await openForm();
    await fill(page);
    await page.getByRole('radio', { name: /^Public client/ }).check();
    await page.getByRole('radio', { name: /^Client secret/ }).check();
    expect(await secretField(page).inputValue()).toBe(SECRET);
  });

  it('offers only the ways to sign in that fit, and Exchange Online’s own application', async () => {
    const page = await openForm();
    await more(page);
    const ways = () => page.getByLabel('Sign-in method').locator('option').allTextContents();
    expect(await ways()).toEqual(['In this app', 'In my browser']);
    await page.getByLabel('Resource', { exact: true }).selectOption({ label: 'Exchange Online' });
    await page.getByRole('button', { name: 'Use Exchange Online' }).click();
    expect(await ways()).toEqual(['With a code on any device']);
    expect(await field(page, 'Application (client) ID').inputValue()).toBe('a0c73c16-a7e3-4564-9a95-2bdf47383716');
    expect(await page.getByRole('radio', { name: /^Public client/ }).isChecked()).toBe(true);
  });

  it('takes scopes one a line, of one API', async () => {
    const page = await openForm();
    await fill(page);
    await more(page);
    await page.getByLabel('Resource', { exact: true }).selectOption({ label: 'Other scopes…' });
    const scopes = field(page, 'Scopes');
    await scopes.fill('https://a.example/x\nhttps://b.example/y');
    await scopes.press('Tab');
    await page.getByText('All scopes must belong to the same API').waitFor();
    await scopes.fill('https://a.example/x\nhttps://a.example/y');
    await page.getByRole('button', { name: 'Add and sign in' }).click();
    await page.getByRole('article', { name: 'Contoso Asia' }).waitFor();
    const [added] = await page.evaluate(() => window.gallery.calls);
    expect(added?.argument).toMatchObject({
      resource: { kind: 'custom', scopes: ['https://a.example/x', 'https://a.example/y'] },
    });
  });

  it('asks where a custom cloud is, and trusts an authority of its own for it', async () => {
    const page = await openForm();
    await fill(page);
    await page.getByLabel('Cloud').selectOption({ label: 'Custom…' });
    await field(page, 'Authority').fill('http://login.example.com');
    await page.getByRole('button', { name: 'Choose authority…' }).click();
    await page.getByText('1 certificate', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Add and sign in' }).click();
    await page.getByText('The authority must start with https://.').waitFor();
    await field(page, 'Authority').fill('https://login.example.com/');
    await field(page, 'Partner Center address').fill('https://api.example.com');
    await field(page, 'Partner Center scope').fill('https://api.example.com/user_impersonation');
    await page.getByRole('button', { name: 'Add and sign in' }).click();
    await page.getByRole('article', { name: 'Contoso Asia' }).waitFor();
    const calls = await page.evaluate(() => window.gallery.calls);
    expect(calls.find(({ method }) => method === 'addConnection')?.argument).toMatchObject({
      cloud: 'custom',
      customCloud: { authority: 'https://login.example.com', partnerCenter: 'https://api.example.com' },
    });
  });
});
