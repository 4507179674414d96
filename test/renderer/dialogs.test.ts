import type { Page } from 'playwright';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openGallery } from './browser';

const gallery = openGallery();

async function openDialog(page: Page, item: string) {
  await page.getByRole('button', { name: 'More', exact: true }).first().click();
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
