import type { Browser, ElectronApplication, Page } from 'playwright/test';
import { launchBrowser } from '../support/chromium';
import { test as base, expect, type WholeApp } from './app';
import { openedAddresses } from './witness';

/** Stands for the person's own browser: a browser beside the app that shares nothing with it. */
export interface SystemBrowser {
  /** The page of the next address that the app hands to the system, oldest first, as soon as there is one. */
  nextPage(): Promise<Page>;
}

/** Tests that need a `systemBrowser` take this `test` in place of the one in `app.ts`. */
export const test = base.extend<{ systemBrowser: SystemBrowser }>({
  systemBrowser: async ({ tray }, use) => {
    const browser = await launchBrowser();
    try {
      await use(systemBrowserOf(tray, browser));
    } finally {
      await browser.close();
    }
  },
});

function systemBrowserOf(tray: WholeApp, browser: Browser): SystemBrowser {
  const opened = new WeakMap<ElectronApplication, number>();
  return {
    nextPage: async () => {
      const app = tray.electron;
      const index = opened.get(app) ?? 0;
      opened.set(app, index + 1);
      const addressIsThere = expect.poll(async () => (await openedAddresses(app)).length, 'the app opens an address');
      await addressIsThere.toBeGreaterThan(index);
      // One context for all of a browser's windows, as a person has it.
      const context = browser.contexts()[0] ?? (await browser.newContext({ locale: 'en-GB' }));
      const page = await context.newPage();
      // As somebody at a keyboard would find it: what cannot be reached shows Chromium's own page.
      await page.goto((await openedAddresses(app))[index] ?? '').catch(() => undefined);
      return page;
    },
  };
}
