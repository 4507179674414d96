import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../src/ipc/vocabulary';
import { openGallery } from './browser';

const gallery = openGallery();
const FULL_DATE = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const;

const card = (page: Page, name: string) => page.getByRole('article', { name });
const calls = (page: Page) => page.evaluate(() => window.gallery.calls.map(({ method }) => method));
const said = (page: Page) => page.getByRole('status').first();

describe('a card', () => {
  it('tells days left, account, state and times in words', async () => {
    const page = await gallery.open('one');
    const contoso = card(page, 'Contoso Europe');
    await contoso.getByRole('img', { name: '90 of 90 days left' }).waitFor();
    await contoso.getByText('automation@contosoeurope.onmicrosoft.com').waitFor();
    await contoso.getByText('Fine, 90 days left').waitFor();
    const date = new Date(Date.now() + 90 * DAY - 3 * HOUR).toLocaleDateString('en-GB', FULL_DATE);
    expect(await contoso.textContent()).toContain(
      `Expires ${date}, in 90 daysRefreshed 3 hours ago · next in 21 hours`,
    );
  });

  it("has the date on its own cloud's clock, and none when its token is dead", async () => {
    const practice = await gallery.open('practice');
    const expiresAt = await practice.evaluate(() => window.gallery.state.connections[0]?.expiresAt ?? 0);
    const date = new Date(expiresAt).toLocaleDateString('en-GB', FULL_DATE);
    await card(practice, 'Practice partner').getByText(`${date}, in 28 days`).waitFor();
    const asks = await gallery.open('asks');
    expect(await card(asks, 'Litware').textContent()).not.toContain('Expires');
    expect(await card(asks, 'Humongous Insurance').textContent()).toContain('Expires');
  });

  it('counts down to the next try, second by second, in one place', async () => {
    const page = await gallery.open('each');
    const fabrikam = card(page, 'Fabrikam Distribution');
    await fabrikam.getByText('Offline, retrying in 25 minutes').waitFor();
    await page.evaluate(() => {
      const view = window.gallery.state.connections.find(({ status }) => status === 'offline');
      window.gallery.change(view?.id ?? '', { refreshAt: Date.now() + 40_000 });
    });
    const figures = new Set<string>();
    await expect
      .poll(async () => {
        for (const figure of (await fabrikam.textContent())?.match(/\d+ seconds/g) ?? ['none']) figures.add(figure);
        return figures.size;
      })
      .toBeGreaterThanOrEqual(3);
    expect(figures).not.toContain('none');
    expect((await fabrikam.textContent())?.match(/second|minute/g)).toHaveLength(1);
  });

  it('offers another try rather than a sign-in that cannot work, when it has expired and is cut off', async () => {
    const page = await gallery.open('cut-off');
    const wingtip = card(page, 'Wingtip Toys');
    await wingtip.getByText('Expired 2 days ago, offline').waitFor();
    await wingtip.getByText('Refresh now', { exact: true }).click();
    await expect.poll(() => calls(page)).toEqual(['refresh']);
    expect(await wingtip.getByRole('button', { name: 'Try now' }).count()).toBe(0);
  });

  it('has buttons of which no two have the same name, each beginning with what it shows', async () => {
    const page = await gallery.open('each');
    await card(page, 'Contoso Europe').getByRole('button', { name: 'Copy access token' }).click();
    await page.getByText(/Copied · \d+ s left/).waitFor();
    const names = await page.getByRole('list', { name: 'Connections' }).evaluate((list) =>
      [...list.querySelectorAll('button')].map((button) => ({
        name: button.getAttribute('aria-label') ?? button.innerText.replaceAll('\n', ''),
        shown: button.getAttribute('aria-label') === null ? '' : button.innerText,
      })),
    );
    expect(names.length).toBeGreaterThan(20);
    expect(new Set(names.map(({ name }) => name)).size).toBe(names.length);
    expect(names.filter(({ name, shown }) => !name.startsWith(shown))).toEqual([]);
    expect(names.map(({ name }) => name)).toContain('Copy access token, Contoso North America');
    expect(names.map(({ name }) => name)).toContainEqual(
      expect.stringMatching(/^Copied · \d+ s left, Contoso Europe$/),
    );
  });

  it('tells the lifetime that the server has named', async () => {
    const page = await gallery.open('learned');
    const lucerne = card(page, 'Lucerne Publishing');
    expect(await lucerne.textContent()).toContain('Refresh tokens of this tenant expire after 7 days');
  });

  it('counts down to the sign-in that the tenant wants, and offers it, though the token was refreshed today', async () => {
    const page = await gallery.open('sign-in-due');
    const adventure = card(page, 'Adventure Works');
    await adventure.getByRole('img', { name: '2 of 7 days left' }).waitFor();
    await adventure.getByText('Sign in within 2 days').waitFor();
    expect(await adventure.textContent()).toMatch(/Refreshed 5 hours ago.*This tenant requires a sign-in every 7 days/);
    await adventure.getByRole('button', { name: 'Sign in', exact: true }).click();
    expect(await calls(page)).toContain('signIn');
  });

  it('warns when the sign-in was made without MFA, and offers to sign in', async () => {
    const page = await gallery.open('no-mfa');
    await card(page, 'Proseware').getByText('You signed in without MFA.').waitFor();
    await card(page, 'Proseware').getByRole('button', { name: 'Sign in, Proseware', exact: true }).click();
    expect(await calls(page)).toContain('signIn');
  });

  it('warns of no missing MFA where the resource asks for none: there the token is to be copied', async () => {
    const page = await gallery.open('no-mfa');
    const alpine = card(page, 'Alpine Ski House');
    await alpine.getByText('Fine, 89 days left').waitFor();
    expect(await alpine.textContent()).not.toContain('MFA');
    await alpine.getByText('Copy access token').click();
    await alpine.getByText(/Copied · \d+ s left/).waitFor();
  });

  it('has one way to sign in, and none to copy, before the first sign-in', async () => {
    const page = await gallery.open('new');
    expect(await page.getByRole('button', { name: 'Sign in', exact: true }).count()).toBe(1);
    expect(await page.getByRole('button', { name: 'Copy access token' }).count()).toBe(0);
    await page.getByRole('img', { name: 'Not signed in yet' }).waitFor();
  });

  it('offers to restore settings that do not match the token, besides signing in', async () => {
    const page = await gallery.open('mismatched');
    const southridge = card(page, 'Southridge Video');
    await southridge.getByText("These settings don't match the token in the keychain.").waitFor();
    await southridge.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
    await southridge.getByRole('button', { name: 'Restore settings' }).click();
    await said(page).getByText('Restored the settings of Southridge Video.').waitFor();
    expect(await calls(page)).toContain('restoreSettings');
  });

  it('shows no days of a token that is dead, and what a credential that has expired needs', async () => {
    const page = await gallery.open('asks');
    const litware = card(page, 'Litware');
    await litware.getByRole('img', { name: 'No days left' }).waitFor();
    await litware.getByRole('button', { name: 'Sign in, Litware', exact: true }).waitFor();
    const humongous = card(page, 'Humongous Insurance');
    await humongous.getByText('Client secret has expired', { exact: true }).waitFor();
    await humongous.getByRole('button', { name: 'Replace secret' }).click();
    await page.getByRole('dialog', { name: 'Replace secret or certificate' }).waitFor();
  });

  it('says what happened and what to do, with the one button that does it', async () => {
    const page = await gallery.open('each');
    const northwind = card(page, 'Northwind Government');
    await northwind.scrollIntoViewIfNeeded();
    const trouble = northwind.getByRole('note', { name: 'Problem' });
    expect(await trouble.textContent()).toMatch(/client secret expired.*Create a new secret/s);
    await northwind.getByRole('button', { name: 'Replace secret' }).click();
    await page.getByRole('dialog', { name: 'Replace secret or certificate' }).waitFor();
  });

  it('lets Entra ID speak for a code that the app does not know, leads to its page, and offers another try', async () => {
    const page = await gallery.open('unexplained');
    const proseware = card(page, 'Proseware');
    const trouble = proseware.getByRole('note', { name: 'Problem' });
    expect(await trouble.textContent()).toMatch(/doesn't know.*Entra ID says: AADSTS999999: Something new\./s);
    await trouble.getByRole('button', { name: 'Look up this code' }).click();
    await expect
      .poll(() => page.evaluate(() => window.gallery.calls))
      .toEqual([{ method: 'openErrorPage', argument: { code: 999999 } }]);
    await proseware.getByRole('button', { name: 'Refresh now' }).waitFor();
  });

  it('leads to the page of the portal where the cause is, and from the new secret as well', async () => {
    const page = await gallery.open('each');
    const northwind = card(page, 'Northwind Government');
    await northwind.scrollIntoViewIfNeeded();
    await northwind.getByRole('button', { name: 'Open Certificates & secrets in the portal' }).click();
    await northwind.getByRole('button', { name: 'Replace secret' }).click();
    const dialog = page.getByRole('dialog', { name: 'Replace secret or certificate' });
    await dialog.getByRole('button', { name: 'Open Certificates & secrets in the portal' }).click();
    await dialog.getByRole('radio', { name: /^Public client/ }).check();
    await dialog.getByRole('button', { name: 'Open Authentication in the portal' }).click();
    const asked = await page.evaluate(() => window.gallery.calls);
    expect(asked).toMatchObject([
      { method: 'openAppRegistration', argument: { page: 'credentials' } },
      { method: 'openAppRegistration', argument: { page: 'credentials' } },
      { method: 'openAppRegistration', argument: { page: 'authentication' } },
    ]);
  });

  it('has no way to a portal where there is none', async () => {
    const page = await gallery.open('practice');
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Copy redirect URI' }).waitFor();
    expect(await page.getByRole('menuitem', { name: 'Open app registration' }).count()).toBe(0);
    await page.getByRole('menuitem', { name: 'Replace secret or certificate' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).waitFor();
    expect(await page.getByRole('button', { name: /in the portal$/ }).count()).toBe(0);
  });

  it('counts down until a copied access token leaves the clipboard', async () => {
    const page = await gallery.open('one');
    await page.getByRole('button', { name: 'Copy access token' }).click();
    const shown = (await page.getByText(/Copied · \d+ s left/).textContent()) ?? '';
    expect(await said(page).textContent()).toMatch(/Access token copied/);
    await page.getByText(shown).waitFor({ state: 'detached' });
    await page.getByText(/Copied · \d+ s left/).waitFor();
    await page.evaluate(() => window.gallery.rest({ copied: null }));
    await page.getByText('Copy access token').waitFor();
  });

  it('shows main’s words when something did not work', async () => {
    const page = await gallery.open('refusing');
    await card(page, 'Contoso Europe').getByRole('button', { name: 'Refresh now' }).click();
    await card(page, 'Contoso Europe').getByText('The sign-in service is busy.').waitFor();
    await card(page, 'Contoso Europe').getByText('It is tried again in 5 minutes.').waitFor();
    await card(page, 'Contoso Europe').getByRole('button', { name: 'Dismiss' }).click();
    expect(await page.getByText('The sign-in service is busy.').count()).toBe(1); // Only the status region still has it.
  });

  it('shows the code of what did not work, and copies all that support asks for, without taking the words away', async () => {
    const page = await gallery.open('refusing');
    const contoso = card(page, 'Contoso Europe');
    await contoso.getByRole('button', { name: 'Refresh now' }).click();
    await contoso.getByText('AADSTS90033').waitFor();
    await contoso.getByRole('button', { name: 'Copy details' }).click();
    await contoso.getByRole('button', { name: 'Details copied' }).waitFor();
    expect(await said(page).textContent()).toBe('Details copied.');
    await contoso.getByText('The sign-in service is busy.').waitFor();
    const [id, last] = await page.evaluate(() => [
      window.gallery.state.connections[0]?.id,
      window.gallery.calls.at(-1),
    ]);
    expect(last).toMatchObject({
      method: 'copyDetails',
      argument: { id, text: expect.stringContaining('Trace ID: ') },
    });
  });

  it('shows the code of a trouble that lasts, with its details to copy', async () => {
    const page = await gallery.open('each');
    const trouble = card(page, 'Fabrikam Distribution').getByRole('note', { name: 'Problem' });
    await trouble.getByText('network/refused').waitFor();
    await page.evaluate(() => Object.assign(window.gallery.failing, { copyDetails: 'throws' }));
    await trouble.getByRole('button', { name: 'Copy details' }).click();
    await trouble.getByRole('button', { name: "Couldn't copy. Try again" }).waitFor();
    await page.evaluate(() => Object.assign(window.gallery.failing, { copyDetails: undefined }));
    await trouble.getByRole('button', { name: "Couldn't copy. Try again" }).click();
    await trouble.getByRole('button', { name: 'Details copied' }).waitFor();
  });

  it('need not be waited for when it passes by itself: it can be tried now', async () => {
    const page = await gallery.open('each');
    const fabrikam = card(page, 'Fabrikam Distribution');
    await fabrikam.getByRole('note', { name: 'Problem' }).getByRole('button', { name: 'Try now' }).click();
    await expect.poll(() => calls(page)).toEqual(['refresh']);
    await fabrikam.getByText('Copy access token').waitFor();
  });

  it('never shows a raw error', async () => {
    const page = await gallery.open('refusing');
    await card(page, 'Contoso Europe').getByRole('button', { name: 'Copy access token' }).click();
    await card(page, 'Contoso Europe').getByText("Partner Token Tray isn't responding.").waitFor();
    expect(await page.content()).not.toMatch(/ENOENT|remote method/);
  });

  it('asks once when it is clicked twice', async () => {
    const page = await gallery.open('one');
    // Both clicks in one task, so that the second comes before any answer, however slow the machine is.
    await page.getByRole('button', { name: 'Refresh now' }).evaluate((button: HTMLElement) => {
      button.click();
      button.click();
    });
    await page.waitForFunction(
      () => document.querySelector('[role=status]')?.textContent === 'Refreshed Contoso Europe.',
    );
    expect((await calls(page)).filter((method) => method === 'refresh')).toHaveLength(1);
  });

  it('can cancel a sign-in in progress', async () => {
    const page = await gallery.open('busy');
    await card(page, 'Litware').getByRole('button', { name: 'Cancel sign-in' }).click();
    await card(page, 'Litware').getByRole('button', { name: 'Sign in, Litware', exact: true }).waitFor();
  });
});

describe('removing', () => {
  const ask = async (page: Page) => {
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    const dialog = page.getByRole('alertdialog', { name: 'Remove Contoso Europe?' });
    await dialog.waitFor();
    return dialog;
  };

  it('asks first, names what is deleted, and has the focus on Cancel', async () => {
    const page = await gallery.open('one');
    const dialog = await ask(page);
    expect(await dialog.textContent()).toMatch(
      /keychain.*refresh token.*client secret.*keep working until it expires/s,
    );
    expect(
      await dialog.getByRole('button', { name: 'Cancel' }).evaluate((button) => button === document.activeElement),
    ).toBe(true);
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(await calls(page)).toEqual([]);
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'More');
  });

  it('happens on the second button, and leads back to where one was', async () => {
    const page = await gallery.open('one');
    const dialog = await ask(page);
    await dialog.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('heading', { name: 'Sign in once. Never let it expire.' }).waitFor();
    expect(await calls(page)).toEqual(['removeConnection']);
    await page.waitForFunction(() => document.activeElement?.tagName === 'H1');
  });

  it('is left by Escape, and only the dialog is', async () => {
    const page = await gallery.open('one');
    const dialog = await ask(page);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await calls(page)).toEqual([]);
    await card(page, 'Contoso Europe').waitFor();
  });
});

describe('a secret that expires soon', () => {
  it('is told of on the card, with the way to a new one', async () => {
    const page = await gallery.open('expiring');
    const note = page.getByRole('note', { name: 'Expiration' });
    expect(await note.textContent()).toContain(
      "Client secret expires in 6 days.After that, the app can't refresh the token.",
    );
    await note.getByRole('button', { name: 'Replace secret' }).click();
    await page.getByRole('dialog').waitFor();
  });
});

describe('a secret that has expired', () => {
  it('is told of as what it is: over', async () => {
    const page = await gallery.open('expiring');
    await page.evaluate(() => {
      const id = window.gallery.state.connections[0]?.id ?? '';
      const credential = { expiresAt: Date.now() - 1000, thumbprint: null };
      const words = 'Client secret has expired';
      window.gallery.change(id, { credential, credentialText: words, status: 'credential-expired', statusText: words });
    });
    const note = page.getByRole('note', { name: 'Expiration' });
    await note.getByText("The app can't refresh the token.Add a new client secret to the app registration").waitFor();
  });
});

describe('a replaced secret', () => {
  it('is in the page no longer than it is typed', async () => {
    const page = await gallery.open('one');
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Replace secret or certificate' }).click();
    const field = page.getByLabel('New client secret for Contoso Europe');
    await field.fill('Zq8~a-new-client-secret-value');
    expect(await page.content()).not.toContain('a-new-client-secret');
    await page.getByRole('button', { name: 'Replace', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(
      await page.evaluate(() => [...document.querySelectorAll('input')].map(({ value }) => value).join()),
    ).not.toContain('client-secret');
    expect(await calls(page)).toEqual(['replaceCredential']);
  });
});
