import type { Browser, Page } from 'playwright';
import { afterAll, inject, it, onTestFinished } from 'vitest';
import { launchBrowser } from '../support/chromium';
import type { ReactBuild } from './serve-gallery';

export type OpenOptions = Parameters<Page['emulateMedia']>[0];

const VIEWPORT = { width: 400, height: 640 };
const MEDIA: OpenOptions = {
  colorScheme: 'light',
  reducedMotion: 'reduce',
  forcedColors: 'none',
  contrast: 'no-preference',
};

/** One browser for all files of a worker. */
// biome-ignore lint/correctness/noEmptyPattern: Vitest reads from it what a fixture needs.
export const withBrowser = it.extend('browser', { scope: 'worker' }, async ({}, { onCleanup }) => {
  // A document is gone before code that was optimized for it would pay.
  const browser = await launchBrowser(['--js-flags=--no-opt,--no-maglev']);
  onCleanup(() => browser.close());
  return browser;
});

/** Kept from file to file as well: in a page that is new, Chromium compiles the panel's scripts again. */
const idle: Page[] = [];
const complaints: string[] = [];
let opened = 0;

/**
 * The gallery in a real browser, for the tests of one file. Every scene is a new document, and is checked for errors at the end.
 * They come one after the other in the same page, in which Chromium has the scripts compiled already: in a page of
 * its own each would cost five times as much.
 */
export function openGallery(reactBuild: ReactBuild = 'development'): {
  open(scene: string, options?: OpenOptions): Promise<Page>;
} {
  const origin = inject('gallery')[reactBuild];
  let browser: Browser;
  withBrowser.beforeAll(({ browser: shared }) => {
    browser = shared;
  });
  afterAll(async () => {
    for (const page of idle) await page.goto('about:blank');
    const heard = complaints.splice(0);
    if (heard.length > 0) throw new Error(`the page complained:\n${heard.join('\n')}`);
  });

  return {
    async open(scene, options = {}) {
      const page = idle.pop() ?? (await newPage(browser));
      onTestFinished(async () => {
        await leave(page);
        idle.push(page);
      });
      await page.setViewportSize(VIEWPORT);
      await page.emulateMedia({ ...MEDIA, ...options });
      opened += 1;
      // An address of its own: nothing of the same scene before, such as how far it was scrolled, is restored.
      await page.goto(`${origin}/?scene=${scene}&opened=${opened}`);
      await isComplete(page);
      return page;
    },
  };
}

async function newPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: VIEWPORT, locale: 'en-GB', timezoneId: 'UTC' });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const complain = (message: string) => complaints.push(`${page.url()}: ${message}`);
  page.on('pageerror', (error) => complain(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complain(message.text());
  });
  return page;
}

/** Waits until what is loaded after the first paint is there too: how soon is measured elsewhere. */
async function isComplete(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        setTimeout(() => reject(new Error('the panel was not complete within 30 s')), 30_000);
        new PerformanceObserver((list, observer) => {
          if (list.getEntriesByName('complete').length === 0) return;
          observer.disconnect();
          resolve();
        }).observe({ type: 'mark', buffered: true });
      }),
  );
  await page.getByRole('heading', { level: 1 }).waitFor();
}

/** Leaves nothing for the next scene: no pointer that hovers, no storage. */
async function leave(page: Page): Promise<void> {
  await page.evaluate(() => {
    // What comes late is not kept either.
    Storage.prototype.setItem = () => undefined;
    localStorage.clear();
    sessionStorage.clear();
  });
  await page.mouse.move(-1, -1);
}

/** Waits until nothing in the page changes, moves or fades any more, on however slow a machine. What turns for ever does not count. */
export async function atRest(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const quietFor = 100;
        const ends = ({ effect, playState }: Animation) =>
          playState === 'running' && Number.isFinite(effect?.getComputedTiming().endTime);
        let last = performance.now();
        const observer = new MutationObserver(() => {
          last = performance.now();
        });
        observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
        const look = () => {
          if (document.getAnimations().some(ends)) last = performance.now();
          const left = quietFor - (performance.now() - last);
          // Not frame by frame: only what was to be done in a frame, or was drawn for one, still has to be.
          if (left > 0) return void setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(look)), left);
          observer.disconnect();
          resolve();
        };
        look();
      }),
  );
}
