import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { paste } from '../support/paste';
import { openGallery } from './browser';

const gallery = openGallery();

const GUID = '11111111-2222-3333-4444-555555555555';
const SECRET = 'Zq8~kept-nowhere-but-in-the-keychain';
const TOKEN = `1.${'kept-nowhere-either.'.repeat(20)}`;
const ENV = `AZURE_CLIENT_ID=${GUID}\nAZURE_TENANT_ID=contoso.com\nAZURE_CLIENT_SECRET=${SECRET}\n`;

const field = (page: Page, label: string) => page.getByRole('textbox', { name: label });
const box = (page: Page) => page.getByLabel('Paste anything');
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const step = (page: Page) => page.locator('[aria-current=step]').innerText();
const methods = (page: Page) => page.evaluate(() => window.gallery.calls.map(({ method }) => method));
const drafts = (page: Page) => page.evaluate(() => window.gallery.drafts);
const heading = (page: Page, level: number, name: string) => page.getByRole('heading', { level, name }).waitFor();

async function openAdd(scene = 'one') {
  const page = await gallery.open(scene);
  await page
    .getByRole('button', { name: /Add connection|Connect to Partner Center/ })
    .first()
    .click();
  await heading(page, 1, 'Add connection');
  return page;
}

/** Every value that a field of the page holds. */
function held(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')].map(({ value }) => value),
  );
}

describe('a first connection', () => {
  it('is made in four steps, and going back and forth loses nothing', async () => {
    const page = await openAdd('empty');
    expect(await step(page)).toContain('Register');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Register your application');
    expect(await page.getByRole('button', { name: 'Step 3: Sign in' }).isDisabled()).toBe(true);
    // One goes to the portal from here.
    await expect.poll(() => drafts(page)).toEqual({ drafts: {}, open: 'add' });
    await press(page, 'I already have an application');
    expect(await step(page)).toContain('Enter');
    await paste(box(page), ENV);
    await field(page, 'Name').fill('Contoso');
    await press(page, 'Step 1: Register');
    await page.getByText('Contoso', { exact: true }).waitFor();
    await press(page, 'Next');
    expect(await page.locator('input[name=secret]').inputValue()).toBe(SECRET);
    await page.evaluate(() => Object.assign(window.gallery.failing, { signIn: 'hangs' }));
    await press(page, 'Add and sign in');
    await heading(page, 2, 'Sign in to Contoso');
    expect(await step(page)).toContain('Sign in');
    await page.getByRole('button', { name: 'Cancel sign-in' }).waitFor();

    // Back to the values, which are the connection's by now, and on to where one was.
    await press(page, 'Step 2: Enter');
    await heading(page, 1, 'Edit connection');
    await field(page, 'Tenant').fill('fabrikam.com');
    await press(page, 'Save');
    await heading(page, 2, 'Sign in to Contoso');

    await page.evaluate(() => {
      const id = window.gallery.state.connections[0]?.id ?? '';
      window.gallery.change(id, { account: 'me@contoso.com', issuedAt: 1, busy: null, status: 'fine' });
    });
    await heading(page, 2, 'Test Contoso');
    expect(await step(page)).toContain('Test');
    const facts = page.locator('dl');
    await facts.getByText('Contoso Europe').waitFor();
    expect(await facts.first().textContent()).toContain('MFAyes');
    await press(page, 'Done');
    await page.waitForFunction(() => document.activeElement?.hasAttribute('data-card'));
    expect(await methods(page)).toEqual(['addConnection', 'signIn', 'updateConnection', 'testConnection']);
  });

  it('can be signed in to later', async () => {
    const page = await openAdd('empty');
    await press(page, 'Next');
    await paste(box(page), ENV);
    await field(page, 'Name').fill('Contoso');
    await page.evaluate(() => Object.assign(window.gallery.failing, { signIn: 'hangs' }));
    await press(page, 'Add and sign in');
    // What main shows of that connection is here already.
    await heading(page, 2, 'Sign in to Contoso');
    await page.evaluate(() => {
      const connectionId = window.gallery.state.connections[0]?.id ?? '';
      window.gallery.show({ view: 'connections', connectionId });
    });
    await press(page, 'Finish later');
    await page.getByRole('article', { name: 'Contoso' }).waitFor();
  });
});

describe('the box that takes anything', () => {
  it('fills the form, says what with and what not, and keeps nothing itself', async () => {
    const page = await openAdd();
    const script = `Connect-PartnerCenter -Environment AzureChinaCloud -ApplicationId ${GUID} -Tenant contoso.cn\n$RedirectUri = "http://localhost:8455/"`;
    await paste(box(page), script);
    await page.getByText('Filled in cloud, tenant, client ID, and redirect URI.').first().waitFor();
    expect(await page.getByLabel('Cloud', { exact: true }).inputValue()).toBe('china');
    expect(await field(page, 'Redirect URI').inputValue()).toBe('http://localhost:8455/');
    expect(await box(page).inputValue()).toBe('');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('name');
    await paste(box(page), `${GUID}\n66666666-7777-8888-9999-aaaaaaaaaaaa`);
    await page.getByText("The GUIDs in this text aren't labeled.").first().waitFor();
    await page.getByText('Nothing was filled in.').first().waitFor();
    expect(await field(page, 'Tenant').inputValue()).toBe('contoso.cn');
  });

  it('takes a secret only into its field, and a refresh token to be imported', async () => {
    const page = await openAdd();
    await paste(box(page), `${ENV}REFRESH_TOKEN=${TOKEN}`);
    await page.getByText('Filled in tenant, client ID, secret, and refresh token.').first().waitFor();
    expect((await held(page)).filter((value) => value.includes('kept-nowhere'))).toEqual(
      expect.arrayContaining([SECRET, TOKEN]),
    );
    const types = await page.evaluate(() =>
      [...document.querySelectorAll('input')].flatMap(({ type, value }) =>
        value.includes('kept-nowhere') ? type : [],
      ),
    );
    expect(types).toEqual(['password', 'password']);
    expect(await page.content()).not.toContain('kept-nowhere');
    await field(page, 'Name').fill('Contoso Asia');
    await press(page, 'Add and import token');
    await page.getByRole('article', { name: 'Contoso Asia' }).waitFor();
    await expect.poll(() => methods(page)).toEqual(['addConnection', 'importToken']);
    expect(JSON.stringify(await drafts(page))).toBe('{"drafts":{},"open":null}');
  });

  it('keeps a refresh token that was not wanted while main refuses the connection', async () => {
    const page = await openAdd();
    await paste(box(page), `${ENV}REFRESH_TOKEN=${TOKEN}`);
    await field(page, 'Name').fill('Contoso Asia');
    const imports = page.getByRole('checkbox', { name: /^Import the refresh token/ });
    await imports.uncheck();
    await page.evaluate(() => {
      const refusal = { ok: false, what: 'The keychain is locked.', advice: 'Unlock it.' } as const;
      Object.assign(window.gallery.failing, { addConnection: refusal });
    });
    await press(page, 'Add and sign in');
    await page.getByText('The keychain is locked.').first().waitFor();
    await page.evaluate(() => Object.assign(window.gallery.failing, { addConnection: undefined }));
    await imports.check();
    await press(page, 'Add and import token');
    await expect.poll(() => methods(page)).toContain('importToken');
  });

  it('signs in where the refresh token is not wanted, and takes what is typed with Enter', async () => {
    const page = await openAdd();
    await paste(box(page), `${ENV}REFRESH_TOKEN=${TOKEN}`);
    await page.getByRole('checkbox', { name: /^Import the refresh token/ }).uncheck();
    await box(page).fill('tenant=fabrikam.com');
    await box(page).press('Enter');
    expect(await field(page, 'Tenant').inputValue()).toBe('fabrikam.com');
    await field(page, 'Name').fill('Contoso Asia');
    await press(page, 'Add and sign in');
    await expect.poll(() => methods(page)).toEqual(['addConnection', 'signIn']);
  });
});

describe('a form that was left', () => {
  it('keeps what was entered, without the secret, until it is discarded, which can be undone', async () => {
    const page = await openAdd();
    await paste(box(page), ENV);
    await expect
      .poll(() => drafts(page))
      .toEqual({ drafts: { add: { tenant: 'contoso.com', clientId: GUID } }, open: 'add' });
    await page.getByText('The panel stays open until you save or leave this form.').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('article').waitFor();
    await page.getByText('Draft kept, without the secret.').first().waitFor({ state: 'attached' });
    expect(await drafts(page)).toMatchObject({ open: null });
    await press(page, 'Add connection');
    expect(await field(page, 'Tenant').inputValue()).toBe('contoso.com');
    expect(await page.locator('input[name=secret]').inputValue()).toBe('');
    await press(page, 'Discard draft');
    await expect.poll(() => field(page, 'Tenant').inputValue()).toBe('');
    await page.getByRole('button', { name: /^Undo/ }).click();
    await expect.poll(() => field(page, 'Tenant').inputValue()).toBe('contoso.com');
    await press(page, 'Discard draft');
    await expect.poll(() => field(page, 'Tenant').inputValue()).toBe('');
    expect(await page.getByRole('button', { name: 'Discard draft' }).count()).toBe(0);
    expect(await drafts(page)).toEqual({ drafts: {}, open: null });
  });

  it('holds the panel for a secret alone, and for nothing once it is empty', async () => {
    const page = await openAdd();
    const secret = page.locator('input[name=secret]');
    await secret.fill(SECRET);
    await expect.poll(() => drafts(page)).toEqual({ drafts: {}, open: 'add' });
    await secret.fill('');
    await expect.poll(() => drafts(page)).toEqual({ drafts: {}, open: null });
    await secret.fill(SECRET);
    await expect.poll(() => drafts(page)).toEqual({ drafts: {}, open: 'add' });
    // Main shows something else: the form is gone before it could say so.
    await page.evaluate(() => window.gallery.show({ view: 'settings' }));
    await expect.poll(() => drafts(page)).toEqual({ drafts: {}, open: null });
  });

  it('of a connection that there is keeps its changes, and Cancel drops them', async () => {
    const page = await gallery.open('one');
    const edit = async () => {
      await press(page, 'More');
      await page.getByRole('menuitem', { name: 'Edit' }).click();
    };
    await edit();
    await field(page, 'Name').fill('Contoso Africa');
    await page.getByLabel('Refresh').selectOption({ label: 'Every 7 days' });
    await press(page, 'Back');
    await edit();
    expect(await field(page, 'Name').inputValue()).toBe('Contoso Africa');
    expect(await page.getByLabel('Refresh').locator('option:checked').textContent()).toBe('Every 7 days');
    await press(page, 'Cancel');
    await edit();
    expect(await field(page, 'Name').inputValue()).toBe('Contoso Europe');
    expect(await page.getByRole('button', { name: 'Discard draft' }).count()).toBe(0);
    expect(await methods(page)).toEqual([]);
  });
});

describe('a connection like another one', () => {
  it('asks for name and resource, and leaves the credential to main', async () => {
    const page = await gallery.open('two');
    await page
      .getByRole('button', { name: /^More(?:,|$)/ })
      .first()
      .click();
    await page.getByRole('menuitem', { name: 'Duplicate' }).click();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('name');
    expect(await field(page, 'Name').inputValue()).toBe('Contoso Europe 2');
    expect(await page.locator('input[type=password]').count()).toBe(0);
    await page.getByLabel('Resource').selectOption({ label: 'Microsoft Graph' });
    await press(page, 'Add and sign in');
    await page.getByRole('article', { name: 'Contoso Europe 2' }).waitFor();
    const [added] = await page.evaluate(() => window.gallery.calls);
    expect(added).toMatchObject({
      method: 'addConnection',
      argument: {
        name: 'Contoso Europe 2',
        tenant: 'contoso.onmicrosoft.com',
        clientId: GUID,
        resource: { kind: 'graph' },
        application: { kind: 'same-as', id: '1'.padStart(32, '0') },
      },
    });
    await expect.poll(() => methods(page)).toEqual(['addConnection', 'signIn']);
  });

  it('is offered where another account signed in', async () => {
    const page = await gallery.open('other-account');
    await press(page, 'Sign in');
    const problem = page.getByRole('group').filter({ hasText: 'You signed in as eve@contoso.com' });
    await problem.getByRole('button', { name: 'Add as another connection' }).click();
    await heading(page, 1, 'Add connection');
    expect(await field(page, 'Name').inputValue()).toBe('Contoso Europe 2');
  });
});

it('the dialog for a new secret begins in its field', async () => {
  const page = await gallery.open('one');
  await press(page, 'More');
  await page.getByRole('menuitem', { name: 'Replace secret' }).click();
  await page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'secret');
});
