import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { atRest, openGallery } from './browser';

const gallery = openGallery();

describe('the first screen', () => {
  it('offers two ways to begin', async () => {
    const page = await gallery.open('empty');
    await page.getByRole('button', { name: /^Connect to Partner Center/ }).waitFor();
    await page.getByRole('button', { name: /^Try it in the practice cloud/ }).waitFor();
  });

  it('leads into the practice cloud, with what to type until somebody has signed in', async () => {
    const page = await gallery.open('empty');
    await page.getByRole('button', { name: /^Try it/ }).click();
    const words = page.getByRole('region', { name: 'Sign-in details' });
    expect(await words.textContent()).toMatch(/alex@fabrikam\.practice\.invalid.*practice-makes-perfect.*123456/s);
    await page.evaluate(() => {
      const id = window.gallery.state.connections[0]?.id ?? '';
      window.gallery.change(id, {
        account: 'alex@fabrikam.practice.invalid',
        status: 'fine',
        statusText: 'Fine',
        issuedAt: Date.now(),
      });
    });
    await words.waitFor({ state: 'detached' });
  });

  it('gives what to type again when the window has forgotten it', async () => {
    const page = await gallery.open('practice-waiting');
    await page.getByRole('button', { name: 'Show the sign-in details' }).click();
    await page.getByText('practice-makes-perfect').waitFor();
    expect(await page.getByRole('article').count()).toBe(1);
  });
});

describe('the practice cloud', () => {
  it('moves its clock, and the cards with it', async () => {
    const page = await gallery.open('practice');
    const bar = page.getByRole('region', { name: /Practice cloud/ });
    await page.getByRole('img', { name: '28 of 90 days left' }).waitFor();
    await bar.getByRole('button', { name: '+1 week' }).click();
    await page.getByRole('img', { name: '21 of 90 days left' }).waitFor();
    await bar.getByText('69 days ahead').waitFor();
    expect(await page.getByRole('article').textContent()).toContain('Refreshed 69 days ago');
  });

  it('switches its network', async () => {
    const page = await gallery.open('practice');
    const network = page.getByRole('switch', { name: 'Network' });
    expect(await network.isChecked()).toBe(false);
    await network.check();
    await page.waitForFunction(() => window.gallery.state.practice?.networkUp);
  });

  it('shows the network as it is when it could not be switched', async () => {
    const page = await gallery.open('practice');
    await page.evaluate(() => Object.assign(window.gallery.failing, { setPracticeNetwork: 'throws' }));
    await page.getByRole('switch', { name: 'Network' }).click();
    await page.getByText("Partner Token Tray isn't responding.").first().waitFor();
    expect(await page.getByRole('switch', { name: 'Network' }).isChecked()).toBe(false);
  });
});

describe('a toast', () => {
  const copyRedirectUri = async (page: Page) => {
    await page.getByRole('button', { name: 'More', exact: true }).first().click();
    await page.getByRole('menuitem', { name: 'Copy redirect URI' }).click();
  };

  it('says what has worked where it can be seen, and once to a screen reader', async () => {
    const page = await gallery.open('one');
    await copyRedirectUri(page);
    const toast = page.getByRole('region', { name: 'What happened' });
    await toast.getByText('Redirect URI copied.').waitFor();
    expect(await page.getByRole('status').textContent()).toBe('Redirect URI copied.');
    expect(await page.locator('[role=status], [role=alert], [aria-live]').count()).toBe(1);
  });

  it('stays while it has the focus, and gives it back when it is dismissed', async () => {
    const page = await gallery.open('one');
    await page.getByRole('button', { name: 'Refresh now' }).click();
    const toast = page.getByRole('region', { name: 'What happened' });
    await toast.getByText('Refreshed Contoso Europe.').waitFor();
    // As a person gets there: on from the last control of the card.
    await page.getByRole('button', { name: 'More', exact: true }).focus();
    await page.keyboard.press('Tab');
    expect(await toast.getByRole('button', { name: 'Dismiss message' }).evaluate(isFocused)).toBe(true);
    await page.keyboard.press('Escape');
    await toast.waitFor({ state: 'detached' });
    expect(await page.getByRole('button', { name: 'More', exact: true }).evaluate(isFocused)).toBe(true);
    expect(await page.evaluate(() => window.gallery.calls.map(({ method }) => method))).toEqual(['refresh']);
  });

  it('gives way to the next one, and is seen and heard beside an open dialog', async () => {
    const page = await gallery.open('one');
    await copyRedirectUri(page);
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Import refresh token…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Import from file…' }).click();
    const toast = page.getByRole('region', { name: 'What happened' });
    await toast.getByText(/^Imported the refresh token for Contoso Europe/).waitFor();
    expect(await toast.count()).toBe(1);
    await page.waitForFunction(() => document.getElementById('root')?.getAttribute('aria-hidden') === 'true');
    expect(await page.getByRole('status').textContent()).toMatch(/^Imported the refresh token/);
    await toast.getByRole('button', { name: 'Dismiss message' }).click();
    await page.getByRole('dialog').waitFor();
  });
});

describe('a token on the clipboard', () => {
  it('is named wherever one is, counts down, and can be cleared now, which leaves the focus on the page', async () => {
    const page = await gallery.open('one');
    await page.getByRole('button', { name: 'Settings' }).click();
    const bar = page.getByRole('region', { name: 'On the clipboard' });
    await page.evaluate(() => {
      const connectionId = window.gallery.state.connections[0]?.id ?? '';
      window.gallery.rest({ copied: { connectionId, clearsAt: Date.now() + 42_000, what: 'refresh-token' } });
    });
    await bar.getByText('Refresh token for Contoso Europe copied').waitFor();
    const shown = (await bar.getByText(/^Cleared in \d+ s$/).textContent()) ?? '';
    await bar.getByText(shown, { exact: true }).waitFor({ state: 'detached' });
    await bar.getByText(/^Cleared in \d+ s$/).waitFor();
    await bar.getByRole('button', { name: 'Clear now' }).press('Enter');
    await bar.waitFor({ state: 'detached' });
    await page.waitForFunction(() => document.activeElement?.matches('button, input, select') === true);
    const asked = await page.evaluate(() => window.gallery.calls.map(({ method }) => method));
    expect(asked.filter((method) => method !== 'readAppFacts')).toEqual(['clearClipboard']);
  });
});

describe('all connections at once', () => {
  it('are refreshed with a count and a way to cancel, and what came of it is said and leads to the card', async () => {
    const page = await gallery.open('two');
    await page.getByRole('button', { name: 'All connections' }).click();
    await page.getByRole('menuitem', { name: 'Refresh all' }).click();
    const bar = page.getByRole('region', { name: 'Refresh all' });
    await bar.getByText('Refreshing 0 of 2').waitFor();
    await bar.getByRole('progressbar', { name: 'Progress' }).waitFor();
    await bar.getByRole('button', { name: 'Cancel' }).click();
    await bar.getByText('Canceling…').waitFor();
    await page.evaluate(() => {
      const { batch, connections } = window.gallery.state;
      const named = [{ connectionId: connections[1]?.id ?? '', what: 'The password changed.' }];
      if (batch !== null) window.gallery.rest({ batch: { ...batch, state: 'ended', good: 1, needingYou: 1, named } });
    });
    await bar.getByText('1 refreshed. 1 needs you.').waitFor();
    expect(await page.getByRole('status').textContent()).toBe('1 refreshed. 1 needs you.');
    await bar.getByRole('button', { name: 'Contoso North America' }).click();
    await page.waitForFunction(() => document.activeElement?.tagName === 'ARTICLE');
    await bar.getByRole('button', { name: 'Dismiss result' }).click();
    await bar.waitFor({ state: 'detached' });
  });
});

describe('the focus', () => {
  it('goes on to what comes next when what had it is gone', async () => {
    const page = await gallery.open('notifications');
    const dismiss = page.getByRole('region', { name: 'Notifications' }).getByRole('button', { name: 'Dismiss' });
    await dismiss.last().press('Enter');
    await page.waitForFunction(() => document.activeElement?.tagName === 'BUTTON');
  });
});

describe('what did not work', () => {
  const openDialog = async (page: Page, item: string) => {
    await page.getByRole('button', { name: 'More', exact: true }).first().click();
    await page.getByRole('menuitem', { name: item }).click();
    return page.getByRole('dialog');
  };
  const REFUSED = 'AADSTS65001';

  it('in a dialog is shown there, goes when something else is chosen, and is in no other dialog nor on the card', async () => {
    const page = await gallery.open('helpless');
    const copyAs = await openDialog(page, 'Copy as…');
    const copy = copyAs.getByRole('button', { name: 'Copy', exact: true });
    await copy.click();
    await copyAs.getByText(REFUSED).waitFor();
    await copyAs.getByRole('radio', { name: 'PowerShell' }).check();
    await copyAs.getByText(REFUSED).waitFor({ state: 'detached' });
    await copy.click();
    await copyAs.getByText(REFUSED).waitFor();
    await copyAs.getByRole('button', { name: 'Cancel' }).click();
    await copyAs.waitFor({ state: 'detached' });
    const other = await openDialog(page, 'Import refresh token');
    await other.getByRole('button', { name: 'Import from Key Vault…' }).waitFor();
    expect(await page.getByText(REFUSED).count()).toBe(0);
  });

  it('goes to the card when its dialog is closed by then', async () => {
    const page = await gallery.open('helpless');
    const copyAs = await openDialog(page, 'Copy as…');
    await page.evaluate(() => {
      window.gallery.delay = 1000;
    });
    await copyAs.getByRole('button', { name: 'Copy', exact: true }).click();
    await copyAs.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('article').getByText(REFUSED).waitFor();
  });

  it('goes from a card that is fine again', async () => {
    const page = await gallery.open('refusing');
    const contoso = page.getByRole('article', { name: 'Contoso Europe' });
    await contoso.getByRole('button', { name: 'Refresh now' }).click();
    await contoso.getByText('AADSTS90033').waitFor();
    await page.evaluate(() => {
      const id = window.gallery.state.connections[0]?.id ?? '';
      window.gallery.change(id, { issuedAt: Date.now() });
    });
    await contoso.getByText('AADSTS90033').waitFor({ state: 'detached' });
  });

  it('is answered on a card that says the same already', async () => {
    const page = await gallery.open('each');
    const fabrikam = page.getByRole('article', { name: 'Fabrikam Distribution' });
    await page.evaluate(() => {
      const details = { code: 'network/refused', text: '' };
      const refusal = { ok: false, what: 'Unreachable.', advice: 'Wait.', details } as const;
      Object.assign(window.gallery.failing, { copyAccessToken: refusal, refresh: refusal });
    });
    await fabrikam.getByRole('button', { name: 'Copy access token' }).click();
    await fabrikam.getByText('Not copied: still offline, tried just now.').waitFor();
    await fabrikam.getByRole('button', { name: 'Refresh now' }).click();
    await fabrikam.getByText('Not refreshed: still offline, tried just now.').waitFor();
    expect(await fabrikam.getByText(/tried just now/).count()).toBe(1);
  });
});

const isFocused = (element: Element) => element === document.activeElement;

describe('Escape', () => {
  it('leaves the menu, then the form, then the panel', async () => {
    const page = await gallery.open('one');
    const more = page.getByRole('button', { name: 'More', exact: true });
    await more.click();
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await more.click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    await page.getByRole('textbox', { name: 'Name' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('article').waitFor();
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'More');
    expect(await page.evaluate(() => window.gallery.calls)).toEqual([]);
    await page.mouse.move(0, 0);
    // The tooltip of the focused button, if it shows, takes one.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => window.gallery.calls.at(-1)?.method === 'closePanel');
  });
});

describe('what main asks to show', () => {
  it('is shown: the form, the settings, a card', async () => {
    const page = await gallery.open('two');
    await page.evaluate(() => window.gallery.show({ view: 'add' }));
    await page.getByRole('heading', { level: 1, name: 'Add connection' }).waitFor();
    await page.evaluate(() => window.gallery.show({ view: 'settings' }));
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
    await page.evaluate(() => window.gallery.show({ view: 'connections', connectionId: '2'.padStart(32, '0') }));
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-card')?.endsWith('2'));
  });

  it('of a connection is its form, or the dialog of a new secret, whatever is open', async () => {
    const page = await gallery.open('two');
    const connectionId = '2'.padStart(32, '0');
    await page.evaluate((id) => window.gallery.show({ view: 'replace-secret', connectionId: id }), connectionId);
    await page.getByLabel('New client secret for Contoso North America').waitFor();
    await page.evaluate((id) => window.gallery.show({ view: 'edit', connectionId: id }), connectionId);
    await page.getByRole('heading', { level: 1, name: 'Edit connection' }).waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Contoso North America');
    await page.evaluate((id) => window.gallery.show({ view: 'replace-secret', connectionId: id }), connectionId);
    await page.getByRole('dialog').waitFor();
    // Behind an open dialog nothing has a role, so the list is looked for as what it is to the eye.
    await page.locator('h1', { hasText: 'Partner Token Tray' }).waitFor();
    // The card behind it comes into sight meanwhile, and leaves the focus where it is.
    const isInDialog = () => page.evaluate(() => document.activeElement?.closest('[role=dialog]') !== null);
    await expect.poll(isInDialog).toBe(true);
    await atRest(page);
    expect(await isInDialog()).toBe(true);
  });

  it('of a connection that is gone by then is the list', async () => {
    const page = await gallery.open('two');
    const connectionId = '9'.padStart(32, '0');
    await page.evaluate(() => window.gallery.show({ view: 'settings' }));
    await page.evaluate((id) => window.gallery.show({ view: 'edit', connectionId: id }), connectionId);
    await page.getByRole('heading', { level: 1, name: 'Partner Token Tray' }).waitFor();
    await page.evaluate((id) => window.gallery.show({ view: 'replace-secret', connectionId: id }), connectionId);
    expect(await page.getByRole('dialog').count()).toBe(0);
  });
});
