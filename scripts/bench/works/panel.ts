import type { Page } from 'playwright';
import { median, repeat } from '../repeat';
import type { Work } from './work';

const GALLERY = new URL('../../../test/renderer/gallery/', import.meta.url);
/** As the window of the panel is. */
const VIEWPORT = { width: 400, height: 640 };

export const panel: Work = {
  rows: [
    {
      name: 'panel-usable',
      what: "from a new page of the panel until a connection's first button is there, with 1,000 connections minus with 1",
      ...{ unit: 'ms', must: 300 },
    },
    {
      name: 'panel-frame',
      what: 'longest frame while 1,000 connections are scrolled through',
      ...{ unit: 'ms', must: 50 },
    },
  ],
  measure: async () => {
    const { servePage } = await import('../../../test/renderer/serve-gallery');
    const { launchBrowser } = await import('../../../test/support/chromium');
    const gallery = await servePage(GALLERY, 'production');
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage({ viewport: VIEWPORT });
      const open = (scene: string) => timeToButton(page, `${gallery.origin}/?scene=${scene}`);
      // Chromium compiles the scripts once, as for a panel that was open before.
      await open('one');
      const more = await repeat({ atMost: 15, within: 30_000 }, async () => {
        const one = await open('one');
        return (await open('thousand')) - one;
      });
      const frames = await repeat({ atMost: 7, within: 30_000 }, async () => {
        await open('thousand');
        return longestFrame(page);
      });
      return [median(more), median(frames)];
    } finally {
      await browser.close();
      await gallery.close();
    }
  },
};

/** Milliseconds from the beginning of the page until the first button of a connection has been painted. */
async function timeToButton(page: Page, address: string): Promise<number> {
  await page.goto(address, { waitUntil: 'commit' });
  return page.evaluate(async () => {
    // Written out each time: a function with a name does not come over whole.
    while (document.querySelector('[data-card] button') === null) await new Promise(requestAnimationFrame);
    // What was put in before a frame is painted by the one after.
    await new Promise(requestAnimationFrame);
    return performance.now();
  });
}

/** Scrolls down at four screens a second for four seconds, and returns the longest time from one frame to the next, in milliseconds. */
async function longestFrame(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const scroller = document.querySelector('main')?.parentElement;
    if (!scroller) throw new Error('nothing to scroll');
    // What came with the page is over by then.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    let [last, longest] = [await new Promise<number>(requestAnimationFrame), 0];
    const began = last;
    while (last - began < 4000) {
      scroller.scrollTop = ((last - began) / 1000) * 4 * scroller.clientHeight;
      const now = await new Promise<number>(requestAnimationFrame);
      longest = Math.max(longest, now - last);
      last = now;
    }
    return longest;
  });
}
