import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { openGallery } from './browser';

const gallery = openGallery();

const lastCall = (page: Page) => page.evaluate(() => window.gallery.calls.at(-1));
const said = (page: Page) => page.getByRole('status').first().textContent();
const others = (page: Page) => page.getByRole('button', { name: 'Copy an access token for another resource' });
const items = (page: Page) => page.getByRole('group', { name: 'Copy an access token for' }).getByRole('menuitem');

describe('a token for another resource of the same application', () => {
  it('is copied at once from beside the button that copies the usual one', async () => {
    const page = await gallery.open('one');
    await others(page).click();
    expect(await items(page).allTextContents()).toEqual(['Exchange Online', 'Microsoft Graph', 'Other scopes…']);
    await page.getByRole('menuitem', { name: 'Microsoft Graph' }).click();
    await page.getByText(/Copied · \d+ s left/).waitFor();
    expect(await lastCall(page)).toMatchObject({
      method: 'copyAccessTokenAs',
      argument: { form: 'token', resource: { kind: 'graph' } },
    });
    expect(await said(page)).toMatch(
      /^Access token for Microsoft Graph copied\. The app clears it from the clipboard in \d+ seconds/,
    );
  });

  it('is copied with the keyboard alone', async () => {
    const page = await gallery.open('one');
    await others(page).focus();
    await page.keyboard.press('Enter');
    await items(page).first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => lastCall(page)).toMatchObject({ argument: { resource: { kind: 'graph' } } });
  });

  it('is offered for the scopes that were used last', async () => {
    const page = await gallery.open('one');
    await others(page).click();
    await page.getByRole('menuitem', { name: 'Other scopes…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Copy access token' });
    await dialog.getByLabel('Resource', { exact: true }).selectOption('Other scopes');
    await dialog.getByRole('textbox', { name: 'Scopes' }).fill('https://vault.azure.net/.default');
    await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await others(page).click();
    await page.getByRole('menuitem', { name: 'https://vault.azure.net' }).click();
    await expect
      .poll(() => lastCall(page))
      .toMatchObject({ argument: { resource: { kind: 'custom', scopes: ['https://vault.azure.net/.default'] } } });
  });

  it('is offered again as it was copied last, and the dialog has that ready', async () => {
    const page = await gallery.open('one');
    const dialog = page.getByRole('dialog', { name: 'Copy access token' });
    await others(page).click();
    await page.getByRole('menuitem', { name: 'Other scopes…' }).click();
    await dialog.getByLabel('Resource', { exact: true }).selectOption('Microsoft Graph');
    await dialog.getByRole('radio', { name: 'curl' }).check();
    await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await others(page).click();
    expect(await items(page).allTextContents()).toEqual([
      'Microsoft Graph, for curl',
      'Microsoft Graph',
      'Exchange Online',
      'Other scopes…',
    ]);
    await page.getByRole('menuitem', { name: 'Microsoft Graph, for curl' }).click();
    await expect.poll(() => page.evaluate(() => window.gallery.calls.length)).toBe(2);
    expect(await lastCall(page)).toMatchObject({ argument: { form: 'curl', resource: { kind: 'graph' } } });
    await others(page).click();
    await page.getByRole('menuitem', { name: 'Other scopes…' }).click();
    expect(await dialog.getByLabel('Resource', { exact: true }).inputValue()).toBe('graph');
    expect(await dialog.getByRole('radio', { name: 'curl' }).isChecked()).toBe(true);
  });

  it('is in the menu where another button matters more', async () => {
    const page = await gallery.open('no-mfa');
    const proseware = page.getByRole('article', { name: 'Proseware' });
    expect(await proseware.getByRole('button', { name: 'Copy an access token for another resource' }).count()).toBe(0);
    await proseware.getByRole('button', { name: 'More, Proseware' }).click();
    await page.getByRole('menuitem', { name: 'Exchange Online' }).click();
    await expect.poll(() => lastCall(page)).toMatchObject({ argument: { resource: { kind: 'exchange-online' } } });
  });

  it('that is refused says so on the card, with the button that helps', async () => {
    const page = await gallery.open('helpless');
    await others(page).click();
    await page.getByRole('menuitem', { name: 'Microsoft Graph' }).click();
    await page.getByRole('button', { name: 'Open app registration' }).click();
    await expect.poll(() => lastCall(page)).toMatchObject({ method: 'openAppRegistration' });
  });
});

describe("the card's menu", () => {
  it('has every item within reach, enlarged to 200 % too', async () => {
    const page = await gallery.open('one');
    await page.setViewportSize({ width: 200, height: 320 });
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Test connection' }).click();
    await page.getByRole('dialog', { name: 'Test Contoso Europe' }).waitFor();
  });
});
