import type { Browser, BrowserContextOptions, Page } from 'playwright';
import { afterAll, beforeAll } from 'vitest';
import { launchBrowser } from '../support/chromium';
import { type ServedGallery, servePage } from './serve-gallery';

export type OpenOptions = Pick<
  BrowserContextOptions,
  'viewport' | 'colorScheme' | 'forcedColors' | 'reducedMotion' | 'locale' | 'timezoneId'
>;

/** The gallery in a real browser, for the tests of one file. Every page is its own context and is checked for errors at the end. */
export function openGallery(reactBuild: 'production' | 'development' = 'development'): {
  open(scene: string, options?: OpenOptions): Promise<Page>;
} {
  let browser: Browser;
  let served: ServedGallery;
  const complaints: string[] = [];
  beforeAll(async () => {
    served = await servePage(new URL('./gallery/', import.meta.url), reactBuild);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await served.close();
    if (complaints.length > 0) throw new Error(`the page complained:\n${complaints.join('\n')}`);
  });
  return {
    async open(scene, options = {}) {
      const context = await browser.newContext({
        viewport: { width: 400, height: 640 },
        reducedMotion: 'reduce',
        locale: 'en-GB',
        timezoneId: 'UTC',
        ...options,
      });
      const page = await context.newPage();
      page.setDefaultTimeout(10_000);
      page.on('pageerror', (error) => complaints.push(`${scene}: ${error.message}`));
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(`${scene}: ${message.text()}`);
      });
      await page.goto(`${served.origin}/?scene=${scene}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      return page;
    },
  };
}
