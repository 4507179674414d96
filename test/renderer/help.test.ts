import type { Locator, Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import type { NotificationView } from '../../src/ipc/contract';
import { openGallery } from './browser';

const gallery = openGallery();

const lastCall = (page: Page) => page.evaluate(() => window.gallery.calls.at(-1));

/** A dialog of the first card, by its item in the menu. */
async function openDialog(page: Page, item: string): Promise<Locator> {
  await page
    .getByRole('button', { name: /^More\b(?! ways)/ })
    .first()
    .click();
  await page.getByRole('menuitem', { name: item }).click();
  const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'));
  await dialog.waitFor();
  return dialog;
}

const press = (place: Locator | Page, name: string) => place.getByRole('button', { name, exact: true }).click();

describe('what fails in a dialog has the button that helps', () => {
  it('copying for another resource leads to the app registration', async () => {
    const page = await gallery.open('helpless');
    const dialog = await openDialog(page, 'Copy as…');
    await press(dialog, 'Copy');
    await press(dialog, 'Open app registration');
    await expect.poll(() => lastCall(page)).toMatchObject({ method: 'openAppRegistration' });
    expect(await dialog.isVisible()).toBe(true);
  });

  it('an import that only a sign-in can replace gives way to it', async () => {
    const page = await gallery.open('helpless');
    const dialog = await openDialog(page, 'Import refresh token');
    await press(dialog, 'Import from file…');
    await dialog.getByText('AADSTS700007').waitFor();
    await press(dialog, 'Sign in');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => lastCall(page)).toMatchObject({ method: 'signIn' });
    await page.getByRole('button', { name: 'Cancel sign-in' }).waitFor();
  });

  it('an export that wants another secret leads to where it is entered', async () => {
    const page = await gallery.open('helpless');
    const dialog = await openDialog(page, 'Export refresh token');
    await press(dialog, 'Export');
    await press(dialog, 'Replace secret');
    await page.getByRole('dialog', { name: 'Replace secret or certificate' }).waitFor();
    await page.getByLabel('New client secret for Contoso Europe').waitFor();
  });

  it('a new secret for an application that nobody knows leads to the form', async () => {
    const page = await gallery.open('helpless');
    const dialog = await openDialog(page, 'Replace secret');
    await page.getByLabel('New client secret for Contoso Europe').fill('Zq8~a-new-client-secret-value');
    await press(dialog, 'Replace');
    await press(dialog, 'Edit connection');
    await page.getByRole('heading', { level: 1, name: 'Edit connection' }).waitFor();
    await dialog.waitFor({ state: 'detached' });
  });

  it('a test that never got a token copies the redirect URI, and can be made again', async () => {
    const page = await gallery.open('helpless');
    const dialog = await openDialog(page, 'Test connection');
    await press(dialog, 'Copy redirect URI');
    await expect.poll(() => lastCall(page)).toMatchObject({ method: 'copyRedirectUri' });
    await press(dialog, 'Test again');
    await expect.poll(() => lastCall(page)).toMatchObject({ method: 'testConnection' });
  });

  it('a locked keychain is tried again', async () => {
    const page = await gallery.open('helpless');
    const dialog = await openDialog(page, 'Remove');
    await press(dialog, 'Remove');
    await press(dialog, 'Try again');
    await expect.poll(() => lastCall(page)).toMatchObject({ method: 'retryKeychain' });
  });
});

describe('what a test finds has the button that helps', () => {
  it('a token without MFA: to sign in again', async () => {
    const page = await gallery.open('no-mfa');
    const dialog = await openDialog(page, 'Test connection');
    await dialog.getByText('it carries no MFA').waitFor();
    await press(dialog, 'Sign in');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => lastCall(page)).toMatchObject({ method: 'signIn' });
  });

  it('a role that only Partner Center can give has none, and the details can be copied', async () => {
    const page = await gallery.open('one');
    const dialog = await openDialog(page, 'Test connection');
    await dialog.getByText('an agent role is missing').waitFor();
    expect(await dialog.getByRole('alert').or(dialog.getByRole('group')).getByRole('button').count()).toBe(0);
    await press(dialog, 'Copy details');
    await dialog.getByRole('button', { name: 'Details copied' }).waitFor();
    expect(await lastCall(page)).toMatchObject({ argument: { text: expect.stringContaining('agent role') } });
  });
});

describe('what fails elsewhere has the button that helps', () => {
  it('on a card, where no other button is it', async () => {
    const page = await gallery.open('helpless');
    await press(page, 'Refresh now');
    await press(page, 'Edit connection');
    await page.getByRole('heading', { level: 1, name: 'Edit connection' }).waitFor();
  });

  it('in the form of a new connection', async () => {
    const page = await gallery.open('helpless');
    await page.getByRole('button', { name: 'Add connection' }).click();
    const field = (name: string) => page.getByRole('textbox', { name });
    await field('Name').fill('Contoso Asia');
    await field('Tenant').fill('contoso.onmicrosoft.com');
    await field('Application (client) ID').fill('11111111-2222-3333-4444-555555555555');
    await page.locator('input[name=secret]').fill('Zq8~a-client-secret-of-some-length');
    await press(page, 'Add and sign in');
    await press(page, 'Try again');
    await expect.poll(() => lastCall(page)).toMatchObject({ method: 'retryKeychain' });
  });

  it('where the end of a secret is looked up', async () => {
    const page = await gallery.open('helpless');
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    await press(page, 'Look up date');
    await press(page, 'Replace secret');
    await page.getByRole('dialog', { name: 'Replace secret or certificate' }).waitFor();
  });

  it('on the card of a notification whose button did not work', async () => {
    const page = await gallery.open('helpless');
    await page.evaluate(() => {
      const [view] = window.gallery.state.connections;
      const notification: NotificationView = {
        id: 'x',
        connectionId: view?.id ?? '',
        title: 'Action needed',
        body: '',
        actionLabel: 'Do it',
        worry: 'person',
        at: 1,
      };
      window.gallery.rest({ notifications: [notification] });
    });
    await press(page, 'Do it, Action needed');
    const card = page.getByRole('article', { name: 'Contoso Europe' });
    await card.getByRole('button', { name: 'Copy redirect URI' }).waitFor();
    await expect.poll(() => card.evaluate((element) => element === document.activeElement)).toBe(true);
  });
});
