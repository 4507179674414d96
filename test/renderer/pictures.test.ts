import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { withBrowser } from './browser';
import { differenceOf, draw, newDrawingPage, pathOf, SHOTS } from './pictures/shots';

/** A word or a color that changes is more. */
const TOLERATED = 0.003;

describe.skipIf(process.platform !== 'linux')(
  'the main views look as in their pictures (npm run pictures renews them)',
  () => {
    const { production: origin } = inject('gallery');
    let drawing: Page;
    let comparing: Page;
    withBrowser.beforeAll(async ({ browser }) => {
      drawing = await newDrawingPage(browser);
      comparing = await browser.newPage();
    });
    afterAll(async () => {
      await drawing.close();
      await comparing.close();
    });

    it.each(SHOTS)('$name', async (shot) => {
      const drawn = await draw(drawing, origin, shot);
      expect(await differenceOf(comparing, await readFile(pathOf(shot)), drawn)).toBeLessThan(TOLERATED);
    });
  },
);
