import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { atRest, openGallery } from './browser';

const gallery = openGallery();

const focused = (page: Page) => page.locator(':focus');
const name = (page: Page) => page.getByRole('article').getByRole('heading').getByRole('link');
const calls = (page: Page) =>
  page.evaluate(() => window.gallery.calls.map(({ method, argument }) => [method, argument]));
const part = (page: Page, title: string) => page.getByRole('region', { name: title, exact: true });

async function openPage(scene: string): Promise<Page> {
  const page = await gallery.open(scene);
  await name(page).click();
  await part(page, 'History').getByRole('list').or(page.getByText('Nothing has happened to this')).waitFor();
  await page.getByRole('list', { name: 'Exported tokens' }).waitFor();
  return page;
}

async function fromMenu(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

describe("a connection's page", () => {
  it('shows the token that is kept up to date in a key vault as one that needs nobody', async () => {
    const page = await openPage('one');
    const item = page
      .getByRole('list', { name: 'Exported tokens' })
      .getByRole('listitem')
      .filter({ hasText: 'Kept up to date' });
    await item.getByText('Key Vault').first().waitFor();
    expect(await item.getByRole('button', { name: 'Mark as replaced' }).count()).toBe(0);
  });

  it('is opened by the name on the card, and Escape leads back to it', async () => {
    const page = await gallery.open('kept');
    await name(page).press('Enter');
    expect(await focused(page).textContent()).toBe('Contoso Europe');
    expect(await focused(page).evaluate(({ tagName }) => tagName)).toBe('H1');
    await part(page, 'Remaining lifetime').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => focused(page).getAttribute('data-return')).toMatch(/^details-/);
  });

  it('is opened by the ring, too', async () => {
    const page = await gallery.open('kept');
    const ring = await page.getByRole('img', { name: /days left/ }).boundingBox();
    await page.mouse.click((ring?.x ?? 0) + 34, (ring?.y ?? 0) + 34);
    await part(page, 'Details').waitFor();
  });

  it('is opened from the menu, to which Back leads, and a form opened from the page leads back to the page', async () => {
    const page = await gallery.open('kept');
    await fromMenu(page, 'Show details');
    await part(page, 'Details').waitFor();
    await fromMenu(page, 'Edit');
    await page.getByRole('heading', { name: 'Edit connection' }).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await part(page, 'Details').waitFor();
    await expect.poll(() => focused(page).getAttribute('data-return')).toMatch(/^more-/);
    await page.getByRole('button', { name: 'Back' }).click();
    await page.getByRole('article').waitFor();
    await expect.poll(() => focused(page).getAttribute('data-return')).toMatch(/^more-/);
  });

  it('is left when its connection is removed, also from a form on top of it', async () => {
    const page = await openPage('kept');
    await fromMenu(page, 'Edit');
    await page.evaluate(() => window.gallery.push({ changed: [], order: [] }));
    await page.getByRole('heading', { name: 'Partner Token Tray' }).waitFor();
  });

  it('says what is known, copies what one may need elsewhere, and all of it for support', async () => {
    const page = await openPage('certified');
    const details = part(page, 'Details');
    for (const words of ['Application (client) ID', 'Every 24 hours', 'Certificate', '31 May 2027', 'Partner Center'])
      await details.getByText(words).first().waitFor();
    await details.getByRole('button', { name: 'Copy Tenant' }).click();
    await page.getByText('Tenant copied.').first().waitFor();
    await details.getByRole('button', { name: 'Copy details' }).click();
    await details.getByText('Details copied').waitFor();
    expect((await calls(page)).filter(([method]) => method === 'copyDetails')).toEqual([
      ['copyDetails', { text: 'contoso.onmicrosoft.com', id: null }],
      ['copyDetails', { text: expect.stringContaining('Application (client) ID: 1111'), id: null }],
    ]);
  });

  it('keeps the focus on what one copied while something changes about the connection', async () => {
    const page = await openPage('one');
    const copy = part(page, 'Details').getByRole('button', { name: 'Copy details' });
    await copy.focus();
    await page.evaluate(() => {
      const id = window.gallery.state.connections[0]?.id ?? '';
      window.gallery.change(id, { status: 'soon', statusText: 'Expires in 12 days' });
    });
    await page.getByText('Expires in 12 days').waitFor();
    await atRest(page);
    expect(await copy.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it('shows where it was pressed that a value could not be copied', async () => {
    const page = await openPage('one');
    await page.evaluate(() => Object.assign(window.gallery.failing, { copyDetails: 'throws' }));
    const details = part(page, 'Details');
    await details.getByRole('button', { name: 'Copy Tenant' }).click();
    await details.getByText("Partner Token Tray isn't responding.").waitFor();
  });

  it('says what the card says: that MFA is missing, and what to type in the practice cloud', async () => {
    const page = await gallery.open('no-mfa');
    await page.getByRole('link', { name: 'Proseware' }).click();
    await part(page, 'Details').waitFor();
    await page.getByText('You signed in without MFA.').waitFor();
    const practice = await openPage('practice-waiting');
    await practice.getByRole('button', { name: 'Show the sign-in details' }).click();
    await practice.getByText('practice-makes-perfect').waitFor();
  });

  it('offers no button twice when a refresh was refused', async () => {
    const page = await openPage('one');
    await page.evaluate(() => {
      const refusal = { ok: false, what: 'It was revoked.', advice: 'Sign in again.', remedy: 'sign-in' } as const;
      Object.assign(window.gallery.failing, { refresh: refusal });
    });
    await page.getByRole('button', { name: 'Refresh now' }).click();
    await page.getByText('It was revoked.').first().waitFor();
    expect(await page.getByRole('button', { name: 'Sign in', exact: true }).count()).toBe(1);
  });
});

describe('its chart', () => {
  it('is walked through by the arrow keys, which say and show each mark', async () => {
    const page = await openPage('kept');
    const chart = page.getByRole('slider');
    const words = () => chart.getAttribute('aria-valuetext');
    await chart.press('Home');
    await chart.press('Home');
    expect(await words()).toMatch(/: Signed in, 90 days left$/);
    await page.locator('[data-readout]').getByText('Signed in').waitFor();
    await chart.press('ArrowRight');
    expect(await words()).toMatch(/: Refreshed, 90 days left$/);
    await chart.press('ArrowLeft');
    expect(await chart.getAttribute('aria-valuenow')).toBe('1');
    await chart.press('End');
    expect(await words()).toMatch(/: Expires, expired$/);
    await chart.press('ArrowLeft');
    expect(await words()).toMatch(/: Next refresh, 89 days left$/);
    expect(await chart.getAttribute('aria-valuenow')).toBe(
      String(Number(await chart.getAttribute('aria-valuemax')) - 1),
    );
  });

  it('says of any place what was left, and of a mark what happened', async () => {
    const page = await openPage('failed');
    const box = await page.getByRole('slider').boundingBox();
    const mark = await page.locator('[data-mark=failure]').first().boundingBox();
    const readout = page.locator('[data-readout]');
    const pointAt = (x: number) => page.mouse.move(x, (box?.y ?? 0) + 30);
    await pointAt((mark?.x ?? 0) + (mark?.width ?? 0) / 2);
    await readout.getByText('The refresh token was revoked', { exact: false }).first().waitFor();
    await pointAt((mark?.x ?? 0) + 14);
    await readout.getByText('no valid token').waitFor();
    await page.mouse.move(0, 0);
    await readout.getByText('Point at the chart').waitFor();
  });

  it('has the same as a table', async () => {
    const page = await openPage('lapsed');
    const marks = Number(await page.getByRole('slider').getAttribute('aria-valuemax'));
    await page.getByRole('button', { name: 'Show as table' }).click();
    expect(await page.getByRole('row').count()).toBe(marks + 1);
    const [, ...rows] = await page.getByRole('row').allTextContents();
    expect(rows[0]).toMatch(/The refresh token expired .*Notification: refresh token has expired.*no valid token$/);
    expect(rows.at(-1)).toMatch(/Notification: refresh token expires soon30 days left$/);
    await page.getByRole('button', { name: 'Show as chart' }).click();
    await page.getByRole('slider').waitFor();
  });

  it('draws a mark for each day, not for each of two thousand refreshes, and a short lifetime over a week', async () => {
    const page = await openPage('kept-hourly');
    await page.getByText('1,757 refreshes').waitFor();
    expect(await page.locator('[data-mark=refresh]').count()).toBeLessThanOrEqual(92);
    expect((await page.locator('[data-line=band]').getAttribute('d'))?.length).toBeLessThan(3000);
    await page.goto(page.url().replace('kept-hourly', 'half-day'));
    await name(page).click();
    expect(await page.getByLabel('Time shown').inputValue()).toBe(String(7 * 24 * 3_600_000));
    await page.locator('[data-line=line]').waitFor();
  });

  it('shows today, the next refresh and the expiry, and of a dead token neither of the latter', async () => {
    const page = await openPage('kept');
    const verticals = () =>
      page.locator('[data-vertical]').evaluateAll((lines) => lines.map((line) => line.getAttribute('data-vertical')));
    expect(await verticals()).toEqual(['next-refresh', 'expiry', 'today']);
    await page.goto(page.url().replace('kept', 'failed'));
    await name(page).click();
    await page.getByRole('slider').waitFor();
    expect(await verticals()).toEqual(['today']);
  });

  it('waits for the first sign-in', async () => {
    const page = await openPage('new');
    await part(page, 'Remaining lifetime').getByText('This begins with the first sign-in.').waitFor();
    await part(page, 'History').getByText('Nothing has happened to this connection yet.').waitFor();
    expect(await page.getByRole('slider').count()).toBe(0);
  });
});

describe('its exported tokens', () => {
  it('are marked as replaced without losing the focus, and Undo takes it back', async () => {
    const page = await openPage('kept');
    const list = page.getByRole('list', { name: 'Exported tokens' });
    await list.getByText('/home/alex/automation/partner center/refresh token.txt').first().waitFor();
    await list.getByRole('button', { name: 'Mark as replaced: Billing' }).press('Enter');
    await expect.poll(() => focused(page).getAttribute('aria-label')).toBe('Mark as in use: Billing');
    await page.getByText('Marked Billing as replaced.').first().waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await list.getByRole('button', { name: 'Mark as replaced: Billing' }).waitFor();
    const asked = (await calls(page)).filter(([method]) => /mark/i.test(String(method)));
    expect(asked.map(([method]) => method)).toEqual(['markExportReplaced', 'unmarkExport']);
  });

  it('are given a label, and Escape leaves the field but not the page', async () => {
    const page = await openPage('kept');
    const first = page.getByRole('list', { name: 'Exported tokens' }).getByRole('listitem').first();
    await first.getByRole('button', { name: /Add label/ }).press('Enter');
    await page.keyboard.type('Nope');
    await page.keyboard.press('Escape');
    await expect.poll(() => focused(page).textContent()).toBe('Add label');
    await page.keyboard.press('Enter');
    await page.keyboard.type(' Provisioning ');
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page).textContent()).toBe('Change label');
    await first.getByText('Provisioning', { exact: true }).waitFor();
    expect(await calls(page)).toContainEqual(['labelExport', expect.objectContaining({ label: 'Provisioning' })]);
  });

  it('are where a notification about them leads, and where the menu does', async () => {
    const page = await gallery.open('kept');
    await page.evaluate(() => {
      const [view] = window.gallery.state.connections;
      if (view !== undefined) window.gallery.show({ view: 'exported-tokens', connectionId: view.id });
    });
    await expect.poll(() => focused(page).textContent()).toBe('Exported tokens');
    await page.getByRole('heading', { level: 1 }).focus();
    await fromMenu(page, 'Exported tokens');
    await expect.poll(() => focused(page).textContent()).toBe('Exported tokens');
    await page.keyboard.press('Escape');
    await page.getByRole('article').waitFor();
  });
});

describe('its history', () => {
  it('is filtered, shows more without losing the focus, and is saved as CSV', async () => {
    const page = await openPage('kept');
    const history = part(page, 'History');
    const items = history.getByRole('listitem');
    expect(await items.count()).toBe(20);
    await history.getByRole('button', { name: /^Show \d+ more$/ }).press('Enter');
    await expect.poll(() => focused(page).evaluate(({ tagName }) => tagName)).toBe('LI');
    expect(await items.count()).toBeGreaterThan(80);
    await history.getByLabel('Show in the history').selectOption('Problems');
    expect(await items.allTextContents()).toEqual([expect.stringMatching(/network connection.*60 times.*Since/)]);
    await history.getByLabel('Show in the history').selectOption('Access tokens');
    expect(await items.count()).toBe(2);
    await history.getByRole('button', { name: 'Save as CSV…' }).click();
    await page.getByText('History saved.').first().waitFor();
    expect(await calls(page)).toContainEqual(['saveHistory', expect.anything()]);
  });

  it('is asked for again when something has changed', async () => {
    const page = await openPage('kept');
    const asked = async () => (await calls(page)).filter(([method]) => method === 'history').length;
    const before = await asked();
    await page.evaluate(() => {
      const [view] = window.gallery.state.connections;
      if (view !== undefined) window.gallery.change(view.id, { issuedAt: Date.now() });
    });
    await expect.poll(asked).toBe(before + 1);
  });
});
