import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { atRest, openGallery } from './browser';

const gallery = openGallery();

const search = (page: Page) => page.getByRole('searchbox', { name: 'Search connections' });
const row = (page: Page, name: string) => page.getByRole('article', { name, exact: true });
const toggle = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const count = (page: Page, words: string) => page.getByRole('group', { name: 'Show only' }).getByText(words);
const shown = (page: Page) =>
  page.getByRole('article').evaluateAll((cards) => cards.map((card) => card.querySelector('h2')?.textContent));
const calls = (page: Page) => page.evaluate(() => window.gallery.calls);
const saidIs = (page: Page, words: string) =>
  page.waitForFunction((wanted) => document.querySelector('[role=status]')?.textContent?.includes(wanted), words);
const scrollTo = (page: Page, top: number) =>
  page.evaluate((to) => document.querySelector('main')?.parentElement?.scrollTo(0, to), top);
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));

describe('what has the focus when the panel opens', () => {
  it('is the search where there is much to look through, with its text ready to be replaced', async () => {
    const page = await gallery.open('thirty');
    await expect.poll(() => focused(page)).toBe('Search connections');
    await page.keyboard.type('proseware 9');
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await expect.poll(() => page.evaluate(() => getSelection()?.toString())).toBe('proseware 9');
  });

  it("is the first card's main button where there are few, and the first choice where there are none", async () => {
    const few = await gallery.open('two');
    await expect.poll(() => focused(few)).toBe('Copy access token, Contoso Europe');
    const none = await gallery.open('empty');
    await expect
      .poll(() => none.evaluate(() => document.activeElement?.textContent))
      .toMatch(/^Connect to Partner Center/);
  });

  it('is what it was when there is something, and the card that main asks for', async () => {
    const page = await gallery.open('two');
    await page.getByRole('button', { name: 'Settings' }).focus();
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await atRest(page);
    expect(await focused(page)).toBe('Settings');
  });
});

describe('the search', () => {
  it('finds states and says how many it has found', async () => {
    const page = await gallery.open('thirty');
    await search(page).fill('no mfa');
    await expect.poll(() => shown(page)).toEqual(['Proseware 9', 'Proseware 19', 'Proseware 29']);
    await saidIs(page, '3 connections found.');
    await search(page).fill('needs sign-in expired');
    await saidIs(page, '3 connections found.');
    await search(page).fill('nobody');
    await page.getByText('No connections match “nobody”.').waitFor();
  });

  it('is led to by Ctrl+F, and stays in sight', async () => {
    const page = await gallery.open('thirty');
    await toggle(page, 'Wide World Importers 7').focus();
    await scrollTo(page, 800);
    await page.keyboard.press('Control+f');
    await expect.poll(() => focused(page)).toBe('Search connections');
    const top = await search(page).evaluate((field) => field.getBoundingClientRect().top);
    expect(top).toBeGreaterThan(40);
    expect(top).toBeLessThan(80);
  });

  it('has its text, the counts and the order as they were after the settings', async () => {
    const page = await gallery.open('thirty');
    await search(page).fill('distribution');
    await count(page, '3 offline').click();
    await page.getByLabel('Sort connections').selectOption('By name');
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Back' }).click();
    expect(await search(page).inputValue()).toBe('distribution');
    expect(await page.getByLabel('Sort connections').inputValue()).toBe('name');
    await expect
      .poll(() => shown(page))
      .toEqual(['Fabrikam Distribution 4', 'Fabrikam Distribution 14', 'Fabrikam Distribution 24']);
  });

  it('leads through the rows with the arrow keys, copies with Enter, and is emptied by Escape before the panel closes', async () => {
    const page = await gallery.open('thirty');
    await search(page).press('Enter');
    await search(page).fill('contoso europe');
    await search(page).press('ArrowDown');
    await saidIs(page, 'Contoso Europe 3: Fine, 90 days left, 2 of 15');
    await search(page).press('ArrowDown');
    await search(page).press('ArrowUp');
    await search(page).press('Enter');
    await row(page, 'Contoso Europe 3').getByText(/\d+ s/).waitFor();
    expect(await calls(page)).toEqual([
      { method: 'copyAccessToken', argument: { id: (2002).toString(16).padStart(32, '0') } },
    ]);
    await search(page).press('Escape');
    expect(await search(page).inputValue()).toBe('');
    expect(await calls(page)).toHaveLength(1);
    await search(page).press('Escape');
    await expect.poll(async () => (await calls(page)).at(-1)?.method).toBe('closePanel');
  });

  it('copies what was typed for, however soon Enter follows', async () => {
    const page = await gallery.open('thousand');
    await search(page).evaluate((field: HTMLInputElement) => {
      const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
      set?.call(field, 'market 0777');
      field.dispatchEvent(new Event('input', { bubbles: true }));
      field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    });
    await expect
      .poll(() => calls(page))
      .toMatchObject([{ argument: { id: (100 + 776).toString(16).padStart(32, '0') } }]);
  });

  it('shows why a token could not be copied on the row', async () => {
    const page = await gallery.open('thirty');
    await page.evaluate(() => Object.assign(window.gallery.failing, { copyAccessToken: 'throws' }));
    await search(page).fill('contoso europe 1');
    await search(page).press('Enter');
    await row(page, 'Contoso Europe 1').getByText("Partner Token Tray isn't responding.").waitFor();
    await row(page, 'Contoso Europe 1').getByRole('button', { name: 'Dismiss' }).click();
  });
});

describe('the counts', () => {
  it('show only what they count while they are pressed, several together, along with the search', async () => {
    const page = await gallery.open('thirty');
    const expired = page.getByRole('button', { name: '3 expired' });
    await expired.click();
    expect(await expired.getAttribute('aria-pressed')).toBe('true');
    await expect.poll(async () => (await shown(page)).length).toBe(3);
    await count(page, '3 offline').click();
    await expect.poll(async () => (await shown(page)).length).toBe(6);
    await search(page).fill('fabrikam');
    await expect
      .poll(() => shown(page))
      .toEqual(['Fabrikam Distribution 4', 'Fabrikam Distribution 14', 'Fabrikam Distribution 24']);
    await page.keyboard.press('Escape');
    expect(await expired.getAttribute('aria-pressed')).toBe('false');
  });

  it('are gone with what they count, and then everything is shown', async () => {
    const page = await gallery.open('thirty');
    await count(page, '3 expired').click();
    await page.evaluate(() => {
      for (const { id, status } of window.gallery.state.connections)
        if (status === 'expired') window.gallery.change(id, { status: 'fine', statusText: 'Fine, 90 days left' });
    });
    await count(page, '18 fine').waitFor();
    expect(await page.getByRole('button', { name: /expired/ }).count()).toBe(0);
    await expect.poll(async () => (await shown(page)).length).toBeGreaterThan(6);
  });
});

describe('rows', () => {
  it('open one at a time to the whole card, stay where they are on the screen, and keep the focus', async () => {
    const page = await gallery.open('thirty');
    await scrollTo(page, 700);
    const [first, second] = ['Contoso North America 2', 'Contoso North America 22'] as const;
    await toggle(page, first).click();
    await atRest(page);
    expect(await toggle(page, first).getAttribute('aria-expanded')).toBe('true');
    const topOf = (name: string) => row(page, name).evaluate((card) => Math.round(card.getBoundingClientRect().top));
    await toggle(page, second).focus();
    const before = await topOf(second);
    await page.keyboard.press('Enter');
    await atRest(page);
    expect(await topOf(second)).toBe(before);
    expect(await page.getByRole('button', { expanded: true }).evaluateAll((open) => open.length)).toBe(1);
    await row(page, second)
      .getByRole('button', { name: `More, ${second}` })
      .waitFor();
    expect(await toggle(page, second).evaluate((button) => button === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    await row(page, second).getByRole('button', { name: 'More' }).waitFor({ state: 'detached' });
  });

  it('come into sight as a whole', async () => {
    const page = await gallery.open('thirty');
    await search(page).fill('contoso europe');
    await toggle(page, 'Contoso Europe 11').press('Enter');
    await row(page, 'Contoso Europe 11').getByRole('button', { name: 'More' }).waitFor();
    await atRest(page);
    const bottom = await row(page, 'Contoso Europe 11').evaluate((card) => card.getBoundingClientRect().bottom);
    // The practice cloud's bar is below.
    expect(bottom).toBeLessThan(550);
  });

  it('that are open stay in their place while things happen to them', async () => {
    const page = await gallery.open('thirty');
    await toggle(page, 'Wide World Importers 17').click();
    const before = (await shown(page)).slice(0, 3);
    expect(before[1]).toBe('Wide World Importers 17');
    await page.evaluate(() => {
      const view = window.gallery.state.connections.find(({ name }) => name === 'Wide World Importers 17');
      window.gallery.change(view?.id ?? '', { status: 'fine', statusText: 'Fine, 90 days left', trouble: null });
    });
    await row(page, 'Wide World Importers 17').getByText('Fine, 90 days left').waitFor();
    expect((await shown(page)).slice(0, 3)).toEqual(before);
    await toggle(page, 'Wide World Importers 17').click();
    await expect.poll(async () => (await shown(page))[1]).toBe('Wide World Importers 27');
  });

  it('are walked with the arrow keys, up to the search', async () => {
    const page = await gallery.open('thirty');
    await toggle(page, 'Wide World Importers 7').focus();
    await page.keyboard.press('ArrowDown');
    await expect
      .poll(() => toggle(page, 'Wide World Importers 17').evaluate((at) => at === document.activeElement))
      .toBe(true);
    for (let step = 0; step < 20; step += 1) {
      await page.keyboard.press('ArrowDown');
      await atRest(page);
    }
    const place = await page.evaluate(() => document.activeElement?.closest('li')?.getAttribute('aria-posinset'));
    expect(place).toBe('22');
    await scrollTo(page, 0);
    await toggle(page, 'Wide World Importers 7').focus();
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => focused(page)).toBe('Search connections');
  });

  it('are whole while a sign-in is open, so that what to do need not be looked for', async () => {
    const page = await gallery.open('thirty');
    await row(page, 'Wide World Importers 7').getByRole('button', { name: 'Sign in' }).click();
    await row(page, 'Wide World Importers 7').getByRole('button', { name: 'Cancel sign-in' }).click();
    await row(page, 'Wide World Importers 7').getByRole('button', { name: 'Cancel' }).waitFor({ state: 'detached' });
  });

  it('are grouped by cloud when asked, what is practice last, the most urgent first in each', async () => {
    const page = await gallery.open('thirty');
    await page.getByLabel('Sort connections').selectOption('By cloud');
    await search(page).fill('northwind');
    await expect
      .poll(() => page.getByRole('list', { name: 'Connections' }).getByRole('heading').allTextContents())
      .toEqual([
        'Global 1',
        'Northwind Government 15',
        'China (21Vianet) 1',
        'Northwind Traders Government Cloud Distribution and Provisioning',
        'Practice 1',
        'Northwind Government 25',
      ]);
  });
});

describe('a thousand connections', () => {
  const drawn = 'document.querySelectorAll("[data-card]").length';

  it('draw only the cards that can be seen and a few more, however far one scrolls', async () => {
    const page = await gallery.open('thousand');
    await page.getByText('1,000 connections').waitFor();
    expect(await page.evaluate(drawn)).toBeLessThan(24);
    for (const part of [0.3, 0.6, 1]) {
      await page.evaluate((share) => {
        const scroller = document.querySelector('main')?.parentElement;
        if (scroller) scroller.scrollTop = scroller.scrollHeight * share;
      }, part);
      await atRest(page);
      const count = await page.evaluate<number>(drawn);
      expect(count).toBeGreaterThan(1);
      expect(count).toBeLessThan(24);
    }
  });

  it('have the most urgent first, are found by name, and say how many there are', async () => {
    const page = await gallery.open('thousand');
    expect(await page.getByRole('article').first().getAttribute('data-status')).toBe('expired');
    await page.getByRole('searchbox').fill('market 0777');
    await page.getByRole('article', { name: 'Market 0777' }).waitFor();
    await page.waitForFunction(() => document.querySelectorAll('[data-card]').length === 1);
  });

  it('draw one card again when one connection changes', async () => {
    const page = await gallery.open('thousand');
    const changed = await page.evaluate(async () => {
      const touched = new Set<string>();
      const observer = new MutationObserver((records) => {
        for (const { target } of records) {
          const element = target instanceof Element ? target : target.parentElement;
          touched.add(element?.closest('[data-card]')?.getAttribute('data-card') ?? 'elsewhere');
        }
      });
      const list = document.querySelector('[aria-label=Connections]');
      if (list) observer.observe(list, { subtree: true, childList: true, characterData: true, attributes: true });
      const id = document.querySelectorAll('[data-card]')[1]?.getAttribute('data-card') ?? '';
      window.gallery.change(id, { statusText: 'Fine, somebody says' });
      const card = document.querySelector(`[data-card="${id}"]`);
      while (!card?.textContent?.includes('Fine, somebody says')) await new Promise(requestAnimationFrame);
      // Time for whatever else it leads to.
      await new Promise((resolve) => setTimeout(resolve, 200));
      return { id, touched: [...touched] };
    });
    expect(changed.touched).toEqual([changed.id]);
  });

  it('keep the card that has the focus, however far one scrolls', async () => {
    const page = await gallery.open('thousand');
    const button = page.getByRole('article').first().getByRole('button').first();
    await button.focus();
    await page.evaluate(() => document.querySelector('main')?.parentElement?.scrollTo(0, 60_000));
    await atRest(page);
    expect(await button.evaluate((toggle) => toggle === document.activeElement)).toBe(true);
  });

  it('lead to any one of them when main asks', async () => {
    const page = await gallery.open('thousand');
    const id = (100 + 499).toString(16).padStart(32, '0');
    await page.evaluate((connectionId) => window.gallery.show({ view: 'connections', connectionId }), id);
    await page.waitForFunction((wanted) => document.activeElement?.getAttribute('data-card') === wanted, id);
    expect(await page.getByRole('article', { name: 'Market 0500' }).isVisible()).toBe(true);
  });
});
