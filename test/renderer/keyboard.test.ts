import type { Locator, Page } from 'playwright';
import { expect, it, onTestFinished } from 'vitest';
import { atRest, openGallery } from './browser';

const gallery = openGallery();

interface Stop {
  /** What has the focus, in words, for when it is not as it should be. */
  readonly what: string;
  readonly isNowhere: boolean;
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly scrolled: number;
}

/** Somebody without a pointer. At every stop they see where they are: what has the focus looks different than before. */
class Walker {
  #before: Buffer | null = null;
  #scrolled = 0;

  private constructor(
    private readonly page: Page,
    /** Where pictures are compared. */
    private readonly desk: Page,
  ) {}

  static async on(page: Page): Promise<Walker> {
    const desk = await page.context().newPage();
    onTestFinished(() => desk.close());
    // A page in the background draws once a second.
    await page.bringToFront();
    return new Walker(page, desk);
  }

  /** Goes on with Tab until this has the focus. */
  async to(goal: Locator, key = 'Tab'): Promise<void> {
    for (let stops = 0; stops < 80; stops += 1) {
      await this.press(key);
      if (await goal.evaluate((element) => element === document.activeElement)) return;
    }
    throw new Error(`never came to ${String(goal)}`);
  }

  /** One key, after which something has the focus, in sight, and can be seen to have it. */
  async press(key: string): Promise<Stop> {
    await this.#look();
    await this.page.keyboard.press(key);
    return this.#arrive();
  }

  /** Something happened that may have moved the focus. */
  async isSomewhere(): Promise<void> {
    await atRest(this.page);
    await expect.poll(async () => (await this.#stop()).isNowhere).toBe(false);
    this.#before = null;
  }

  async #arrive(): Promise<Stop> {
    const stop = await this.#stop();
    expect(stop.isNowhere, `the focus is nowhere after ${stop.what}`).toBe(false);
    const picture = await this.page.screenshot();
    // What was scrolled looks different everywhere.
    const isSeen =
      stop.scrolled !== this.#scrolled || (await this.#differs(this.#before ?? picture, picture, stop.box));
    expect(isSeen, `nobody sees that ${stop.what} has the focus`).toBe(true);
    this.#before = picture;
    this.#scrolled = stop.scrolled;
    return stop;
  }

  async #look(): Promise<void> {
    if (this.#before !== null) return;
    this.#before = await this.page.screenshot();
    this.#scrolled = (await this.#stop()).scrolled;
  }

  #stop(): Promise<Stop> {
    return this.page.evaluate(() => {
      const active = document.activeElement ?? document.body;
      // Controls that are drawn by their surroundings: a switch, a radio button, a field.
      const drawn = active.matches('input, select, textarea') ? (active.parentElement ?? active) : active;
      const { x, y, width, height } = drawn.getBoundingClientRect();
      const isOut = x + width <= 0 || y + height <= 0 || x >= innerWidth || y >= innerHeight;
      const name = active.getAttribute('aria-label') ?? active.getAttribute('name') ?? active.textContent ?? '';
      return {
        what: `${active.tagName.toLowerCase()} "${name.slice(0, 40)}"`,
        isNowhere: active === document.body || isOut,
        box: { x, y, width, height },
        scrolled: [...document.querySelectorAll('*')].reduce((sum, { scrollTop }) => sum + scrollTop, 0),
      };
    });
  }

  /** Whether two pictures of the panel differ in or close around a box. */
  #differs(before: Buffer, after: Buffer, { x, y, width, height }: Stop['box']): Promise<boolean> {
    const around = 5;
    return this.desk.evaluate(
      async ({ pictures, left, top, wide, high }) => {
        const [one, other] = await Promise.all(
          pictures.map(async (picture) => {
            const bytes = Uint8Array.from(atob(picture), (character) => character.charCodeAt(0));
            const bitmap = await createImageBitmap(new Blob([bytes]));
            const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
            context?.drawImage(bitmap, 0, 0);
            return context?.getImageData(left, top, wide, high).data ?? new Uint8ClampedArray();
          }),
        );
        return one?.some((value, at) => value !== other?.[at]) ?? false;
      },
      {
        pictures: [before.toString('base64'), after.toString('base64')],
        left: Math.floor(x) - around,
        top: Math.floor(y) - around,
        wide: Math.ceil(width) + 2 * around,
        high: Math.ceil(height) + 2 * around,
      },
    );
  }
}

it('the whole main job can be done with the keyboard alone, which never loses its place', async () => {
  const page = await gallery.open('one');
  const walker = await Walker.on(page);
  const calls = () => page.evaluate(() => window.gallery.calls.map(({ method }) => method));

  // Add a connection.
  await walker.to(page.getByRole('button', { name: 'Add connection' }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Add connection' }).waitFor();
  await walker.isSomewhere();
  const values = {
    name: 'Fabrikam',
    tenant: 'fabrikam.onmicrosoft.com',
    clientId: '99999999-2222-3333-4444-555555555555',
    secret: 'abc8Q~kept-by-nobody-in-the-gallery',
  };
  for (const [field, value] of Object.entries(values)) {
    const input = page.locator(`input[name=${field}]`);
    if (!(await input.evaluate((element) => element === document.activeElement))) await walker.to(input);
    await page.keyboard.type(value);
    await walker.isSomewhere();
  }
  await walker.to(page.getByRole('button', { name: 'Add and sign in' }));
  await page.keyboard.press('Enter');

  // The sign-in is in another window; then the token is there.
  await expect.poll(calls).toEqual(expect.arrayContaining(['addConnection', 'signIn']));
  await page.getByRole('article', { name: 'Fabrikam' }).waitFor();
  await walker.isSomewhere();
  await page.evaluate(() => {
    const view = window.gallery.state.connections.find(({ name }) => name === 'Fabrikam');
    const issuedAt = Date.now();
    const fine = {
      status: 'fine',
      statusText: 'Fine, 90 days left',
      account: 'a@fabrikam.example',
      busy: null,
    } as const;
    const times = {
      issuedAt,
      lifetime: 7_776_000_000,
      expiresAt: issuedAt + 7_776_000_000,
      endsWith: 'lifetime',
    } as const;
    window.gallery.change(view?.id ?? '', { ...fine, ...times, hasMfa: true });
  });
  const card = page.getByRole('article', { name: 'Fabrikam' });
  await card.getByText('Fine, 90 days left').waitFor();
  await walker.isSomewhere();

  // Copy.
  await walker.to(card.getByRole('button', { name: /^Copy access token/ }).first());
  await page.keyboard.press('Enter');
  await expect.poll(calls).toContain('copyAccessToken');
  await walker.isSomewhere();

  // The menu, there and back.
  const more = card.getByRole('button', { name: /^More/ });
  await walker.to(more);
  await page.keyboard.press('Enter');
  await page.getByRole('menu').waitFor();
  await walker.isSomewhere();
  await walker.press('ArrowDown');
  await page.keyboard.press('Escape');
  await expect.poll(() => more.evaluate((element) => element === document.activeElement)).toBe(true);

  // Every setting, and back to the connections.
  await page.keyboard.press('Control+Comma');
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
  await walker.isSomewhere();
  await walker.to(page.getByRole('button', { name: 'License' }));
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { level: 1, name: 'Partner Token Tray' }).waitFor();
  await walker.isSomewhere();
});
