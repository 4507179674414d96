import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser } from '../support/chromium';
import { differenceOf, draw, pathOf, SHOTS } from './pictures/shots';

/** A word or a color that changes is more. */
const TOLERATED = 0.003;

describe.skipIf(process.platform !== 'linux')(
  'the main views look as in their pictures (npm run pictures renews them)',
  () => {
    const { production: origin } = inject('gallery');
    let browser: Browser;
    let page: Page;
    beforeAll(async () => {
      browser = await launchBrowser();
      page = await browser.newPage();
    });
    afterAll(() => browser.close());

    it.each(SHOTS)('$name', async (shot) => {
      const drawn = await draw(browser, origin, shot);
      expect(await differenceOf(page, await readFile(pathOf(shot)), drawn)).toBeLessThan(TOLERATED);
    });
  },
);
