import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { openGallery } from './browser';

const gallery = openGallery();

const card = (page: Page, name: string) => page.getByRole('article', { name });
const calls = (page: Page) => page.evaluate(() => window.gallery.calls);
const said = (page: Page) => page.getByRole('status').first();
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? '');

describe('an open sign-in', () => {
  it("in the app's window can be looked for, moved to the browser, and cancelled", async () => {
    const page = await gallery.open('ways');
    const litware = card(page, 'Litware');
    await litware.getByRole('button', { name: 'Show window' }).click();
    await litware.getByRole('button', { name: 'Use your browser' }).click();
    await litware.getByRole('button', { name: 'Cancel sign-in' }).click();
    await litware.getByRole('button', { name: 'Sign in, Litware', exact: true }).waitFor();
    expect(await calls(page)).toMatchObject([
      { method: 'showSignIn' },
      { method: 'signIn', argument: { method: 'system-browser' } },
      { method: 'cancelSignIn' },
    ]);
  });

  it("in the app's window that is kept out says so, and leads to the browser with its first button", async () => {
    const page = await gallery.open('ways');
    const tailwind = card(page, 'Tailwind Traders');
    await tailwind.scrollIntoViewIfNeeded();
    const trouble = await tailwind.getByRole('note', { name: 'Problem' }).textContent();
    expect(trouble).toMatch(/^Conditional access blocked the sign-in\.Sign in with your browser/);
    const buttons = await tailwind.getByRole('button').allTextContents();
    expect(buttons.slice(0, 3)).toEqual(['Sign in with browser', 'Show window', 'Cancel']);
    await tailwind.getByRole('button', { name: 'Sign in with browser' }).click();
    expect(await calls(page)).toMatchObject([{ method: 'signIn', argument: { method: 'system-browser' } }]);
  });

  it('in the browser can be opened again, or its address copied where there is no browser', async () => {
    const page = await gallery.open('ways');
    await card(page, 'Trey Research').getByText('Continue in your browser.').waitFor();
    await card(page, 'Trey Research').getByRole('button', { name: 'Open page again' }).click();
    await card(page, 'Relecloud').getByText("Couldn't open a browser.").waitFor();
    await card(page, 'Relecloud').getByRole('button', { name: 'Copy address' }).click();
    expect((await calls(page)).map(({ method }) => method)).toEqual(['showSignIn', 'copySignInAddress']);
  });

  it('with a code shows it in groups, counts down, and copies it as it is', async () => {
    const page = await gallery.open('ways');
    const woodgrove = card(page, 'Woodgrove');
    await woodgrove.scrollIntoViewIfNeeded();
    const code = woodgrove.locator('code');
    expect(await code.locator('span').allTextContents()).toEqual(['BQ4', 'RXL', '7DM']);
    expect(await code.textContent()).toBe('BQ4RXL7DM');
    await woodgrove.getByText('microsoft.com/devicelogin').waitFor();
    const left = (await woodgrove.getByText(/Expires in \d+:\d\d/).textContent()) ?? '';
    await woodgrove.getByText(left).waitFor({ state: 'detached' });
    await woodgrove.getByRole('button', { name: 'Copy code' }).click();
    await woodgrove.getByRole('button', { name: 'Copy code again' }).waitFor();
    expect(await said(page).textContent()).toBe('Code copied.');
    await woodgrove.getByRole('button', { name: 'Open page' }).click();
    expect((await calls(page)).map(({ method }) => method)).toEqual(['copyDeviceCode', 'showSignIn']);
  });

  it('is told to a screen reader once, the code letter by letter', async () => {
    const page = await gallery.open('new');
    const tell = (expiresAt: number) =>
      page.evaluate((at) => {
        const [view] = window.gallery.state.connections;
        const deviceCode = {
          userCode: 'BQ4RXL7DM',
          verificationUri: 'https://microsoft.com/devicelogin',
          expiresAt: at,
        };
        const open = {
          connectionId: view?.id ?? '',
          method: 'device-code',
          deviceCode,
          browserFailed: false,
          blocked: null,
        } as const;
        window.gallery.rest({ signIns: [open] });
      }, expiresAt);
    await tell(1);
    const words = await said(page).textContent();
    expect(words).toBe(
      'To sign in to Adventure Works, enter the code B Q 4, R X L, 7 D M at https://microsoft.com/devicelogin.',
    );
    await page.evaluate(() => {
      document.querySelector('[role=status] span')?.setAttribute('data-seen', '');
    });
    await tell(2);
    expect(await page.locator('[role=status] span[data-seen]').count()).toBe(1);
  });

  it('is told to a screen reader when its page keeps the window out', async () => {
    const page = await gallery.open('new');
    await page.evaluate(() => {
      const [view] = window.gallery.state.connections;
      const blocked = {
        what: 'Conditional access blocked the sign-in.',
        advice: 'Use it.',
        remedy: 'sign-in',
      } as const;
      const open = {
        connectionId: view?.id ?? '',
        method: 'app-window',
        deviceCode: null,
        browserFailed: false,
      } as const;
      window.gallery.rest({ signIns: [{ ...open, blocked }] });
    });
    await expect
      .poll(() => said(page).textContent())
      .toBe('Adventure Works: Conditional access blocked the sign-in. Use it.');
  });

  it('takes the focus from the button that opened it, and gives it to the card in the end', async () => {
    const page = await gallery.open('new');
    await page.getByRole('button', { name: 'Sign in', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Cancel sign-in' }).waitFor();
    await expect.poll(() => focused(page)).toBe('Cancel');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
    await expect.poll(() => focused(page)).toContain('Adventure Works');
  });
});

describe('another way to sign in', () => {
  it('is beside the button before the first sign-in', async () => {
    const page = await gallery.open('new');
    await page.getByRole('button', { name: 'More ways to sign in' }).click();
    await page.getByRole('menuitem', { name: 'Sign in with browser' }).click();
    expect(await calls(page)).toMatchObject([{ method: 'signIn', argument: { method: 'system-browser' } }]);
  });

  it('is in the menu afterwards', async () => {
    const page = await gallery.open('one');
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Sign in with browser' }).click();
    expect(await calls(page)).toMatchObject([{ method: 'signIn', argument: { method: 'system-browser' } }]);
  });

  it('is the one button where the app window is blocked', async () => {
    const page = await gallery.open('blocked');
    const fine = card(page, 'Contoso Europe');
    await fine.getByRole('button', { name: 'Sign in', exact: true }).click();
    const { id } = await page.evaluate(() => ({ id: window.gallery.state.connections[0]?.id ?? '' }));
    await page.evaluate((which) => window.gallery.change(which, { busy: null, status: 'fine' }), id);
    await fine.getByText('Conditional access blocked the sign-in.').waitFor();
    await fine.getByRole('button', { name: 'Sign in with browser' }).click();
    expect((await calls(page)).at(-1)).toMatchObject({ method: 'signIn', argument: { id, method: 'system-browser' } });
  });
});
