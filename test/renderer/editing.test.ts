import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { paste } from '../support/paste';
import { openGallery } from './browser';

const gallery = openGallery();

const GUID = '11111111-2222-3333-4444-555555555555';
const SECRET = 'Zq8~kept-nowhere-but-in-the-keychain';

const field = (page: Page, label: string) => page.getByRole('textbox', { name: label });
const lastCall = (page: Page) => page.evaluate(() => window.gallery.calls.at(-1));
const more = (page: Page) => page.getByRole('button', { name: 'More options' }).click();

describe('editing a connection', () => {
  async function openEdit() {
    const page = await gallery.open('one');
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    await page.getByRole('heading', { level: 1, name: 'Edit connection' }).waitFor();
    return page;
  }

  it('does not offer Exchange Online’s own application to one that authenticates, which would send its secret along', async () => {
    const page = await openEdit();
    await more(page);
    await page.getByLabel('Resource', { exact: true }).selectOption({ label: 'Exchange Online' });
    await page.getByText('add a new connection').waitFor();
    expect(await page.getByRole('button', { name: 'Use Exchange Online' }).count()).toBe(0);
  });

  it('sends only what was changed', async () => {
    const page = await openEdit();
    await page.getByLabel('Refresh').selectOption({ label: 'Every 7 days' });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('article').waitFor();
    const id = '1'.padStart(32, '0');
    expect(await lastCall(page)).toEqual({
      method: 'updateConnection',
      argument: { id, schedule: { kind: 'every', interval: 7 * 86_400_000 } },
    });
  });

  it('sends nothing when nothing was', async () => {
    const page = await openEdit();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('article').waitFor();
    expect(await lastCall(page)).toBeUndefined();
  });

  it('notes the day on which the secret ends', async () => {
    const page = await openEdit();
    await page.getByLabel('Secret expires on').fill('2027-05-31');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('article').waitFor();
    expect(await lastCall(page)).toEqual({
      method: 'setCredentialExpiry',
      argument: { id: '1'.padStart(32, '0'), expiresAt: Date.UTC(2027, 4, 31) },
    });
  });

  it('looks up the day on which the secret ends', async () => {
    const page = await openEdit();
    await page.getByRole('button', { name: 'Look up date' }).click();
    await page.waitForFunction(
      () => document.querySelector<HTMLInputElement>('input[name=expiresOn]')?.value === '2027-05-31',
    );
    expect(await lastCall(page)).toMatchObject({ method: 'readCredentialExpiry' });
  });

  it('says that most applications may not look it up, which is no error', async () => {
    const page = await openEdit();
    await page.evaluate(() => {
      window.gallery.nextLookup = {
        kind: 'not-found',
        what: "The app can't look it up.",
        advice: 'Enter the date yourself.',
      };
    });
    await page.getByRole('button', { name: 'Look up date' }).click();
    const bar = page.getByRole('group').filter({ hasText: "The app can't look it up." });
    await bar.getByText('Enter the date yourself.').waitFor();
    expect(await page.getByRole('button', { name: 'Dismiss' }).count()).toBe(0);
    await page.evaluate(() => {
      window.gallery.nextLookup = { kind: 'found', expiresAt: new Date(2027, 4, 31).getTime() };
    });
    await page.getByRole('button', { name: 'Look up date' }).click();
    await bar.waitFor({ state: 'detached' });
  });

  it('sorts a script into its fields, and says where the secret goes', async () => {
    const page = await openEdit();
    await paste(field(page, 'Tenant'), `$tenantId='fabrikam.com'; $appId='${GUID}'; $appSecret='${SECRET}'`);
    await page.getByText('For the secret, choose Replace secret or certificate.').first().waitFor();
    expect(await field(page, 'Tenant').inputValue()).toBe('fabrikam.com');
    expect(await field(page, 'Application (client) ID').inputValue()).toBe(GUID);
    expect(await page.content()).not.toContain('kept-nowhere');
  });

  it('may keep its own name', async () => {
    const page = await openEdit();
    await field(page, 'Name').press('Tab');
    expect(await page.getByRole('alert').count()).toBe(0);
  });
});

describe('a connection that is there', () => {
  const edit = async (scene: string) => {
    const page = await gallery.open(scene);
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    return page;
  };

  it('shows both thumbprints of its certificate: the portal knows it by SHA-1', async () => {
    const page = await edit('certified');
    const thumbprints = page.getByLabel('Thumbprints');
    await thumbprints.getByText('7F'.repeat(20)).waitFor();
    await thumbprints.getByText('3A'.repeat(32)).waitFor();
  });

  it('shows the one on record while the keychain cannot be read', async () => {
    const page = await gallery.open('certified');
    await page.evaluate(() => Object.assign(window.gallery.failing, { readThumbprints: 'throws' }));
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    await page.getByLabel('Thumbprints').getByText('3A'.repeat(32)).waitFor();
    expect(await page.getByText('SHA-1', { exact: true }).count()).toBe(0);
  });

  it('says what to register, with its own redirect URI, and copies the script for it', async () => {
    const page = await edit('one');
    await page.getByRole('button', { name: 'What to register in Entra ID' }).click();
    await page.getByRole('listitem').getByText('http://localhost:8400/').waitFor();
    await page.getByRole('button', { name: 'Copy script for Azure CLI' }).click();
    await page.getByText('Script copied.').first().waitFor();
    expect(await lastCall(page)).toMatchObject({
      method: 'copyRegistrationScript',
      argument: { name: 'Contoso Europe', tenant: 'contoso.onmicrosoft.com', redirectUri: 'http://localhost:8400/' },
    });
  });

  it('leaves the end of its secret alone that was found while the form was open', async () => {
    const page = await edit('one');
    await page.evaluate(() => {
      const id = window.gallery.state.connections[0]?.id ?? '';
      window.gallery.change(id, { credential: { expiresAt: Date.UTC(2027, 4, 31), thumbprint: null } });
    });
    await field(page, 'Name').fill('Contoso Asia');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('article', { name: 'Contoso Asia' }).waitFor();
    expect(await page.evaluate(() => window.gallery.calls.map(({ method }) => method))).toEqual(['updateConnection']);
  });
});
