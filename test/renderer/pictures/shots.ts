import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright';

/** One of the main views, as it is to look. */
export interface Shot {
  readonly name: string;
  readonly scene: string;
  readonly look?: 'light' | 'dark' | 'high-contrast';
  /** Enlarged to 200 %. */
  readonly large?: boolean;
  readonly way?: (page: Page) => Promise<void>;
}

const settings: Shot['way'] = (page) => page.getByRole('button', { name: 'Settings' }).click();
const add: Shot['way'] = (page) => page.getByRole('button', { name: 'Add connection' }).click();
const details: Shot['way'] = async (page) => {
  await page.getByRole('article').getByRole('heading').getByRole('link').first().click();
  await page.getByRole('list', { name: 'Exported tokens' }).waitFor();
};
const exporting: Shot['way'] = async (page) => {
  await page.getByRole('button', { name: /^More(?:,|$)/ }).click();
  await page.getByRole('menuitem', { name: 'Export refresh token' }).click();
  await page.getByRole('dialog').waitFor();
};

/** Few, so that a change of looks is a handful of pictures to read. */
export const SHOTS: readonly Shot[] = [
  { name: 'welcome', scene: 'empty' },
  { name: 'one', scene: 'one' },
  { name: 'one-dark', scene: 'one', look: 'dark' },
  { name: 'one-high-contrast', scene: 'one', look: 'high-contrast' },
  { name: 'one-large', scene: 'one', large: true },
  { name: 'states', scene: 'each' },
  { name: 'states-dark', scene: 'each', look: 'dark' },
  { name: 'list', scene: 'thirty' },
  { name: 'list-high-contrast', scene: 'thirty', look: 'high-contrast' },
  { name: 'settings', scene: 'one', way: settings },
  { name: 'settings-dark', scene: 'one', look: 'dark', way: settings },
  { name: 'add', scene: 'one', way: add },
  { name: 'details', scene: 'kept', way: details },
  { name: 'details-dark', scene: 'kept', look: 'dark', way: details },
  { name: 'export', scene: 'one', way: exporting },
  { name: 'export-large', scene: 'one', large: true, way: exporting },
];

export function pathOf({ name }: Shot): string {
  return fileURLToPath(new URL(`./${name}.png`, import.meta.url));
}

/** Any day, as long as it is the same. */
const TODAY = Date.UTC(2026, 10, 23, 12);

/** Stops the calendar alone: what waits and fades does so as ever. Text, since a function that was compiled does not come over whole. */
const STOP_CLOCK = `{
  const Passing = Date;
  globalThis.Date = new Proxy(Passing, {
    construct: (_, given) => Reflect.construct(Passing, given.length === 0 ? [${TODAY}] : given),
    get: (target, name) => (name === 'now' ? () => ${TODAY} : Reflect.get(target, name)),
  });
}`;

/** A page to draw one after the other in, on a day that does not pass. */
export async function newDrawingPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage({ locale: 'en-GB', timezoneId: 'UTC' });
  await page.addInitScript(STOP_CLOCK);
  // Nothing is remembered from one to the next.
  await page.addInitScript('localStorage.clear(); sessionStorage.clear();');
  return page;
}

/** Draws it with the bundled typeface. */
export async function draw(page: Page, origin: string, { name, scene, look, large, way }: Shot): Promise<Buffer> {
  await page.setViewportSize(large ? { width: 200, height: 320 } : { width: 400, height: 640 });
  await page.emulateMedia({
    colorScheme: look === 'dark' ? 'dark' : 'light',
    forcedColors: look === 'high-contrast' ? 'active' : 'none',
    reducedMotion: 'reduce',
  });
  await page.goto(`${origin}/?scene=${scene}&picture=${name}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForFunction(() => performance.getEntriesByName('complete').length > 0);
  const only = (family: string) => `'${family}' !important`;
  await page.addStyleTag({ content: `.fui-FluentProvider { --fontFamilyBase: ${only('Inter Variable')} }` });
  await way?.(page);
  await page.mouse.move(-1, -1);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  return page.screenshot({ animations: 'disabled', caret: 'hide' });
}

/**
 * The part of the pixels, 0 to 1, that differ so that one sees it, once both pictures are half as large: edges that another machine draws
 * a shade softer even out by then. 1 where they are not of one size.
 */
export async function differenceOf(page: Page, one: Buffer, other: Buffer): Promise<number> {
  return page.evaluate(
    async (sources) => {
      const images = await Promise.all(
        sources.map(async (source) => {
          const image = new Image();
          image.src = `data:image/png;base64,${source}`;
          await image.decode();
          return image;
        }),
      );
      const [first, second] = images;
      if (first === undefined || first.width !== second?.width || first.height !== second.height) return 1;
      const [a, b] = images.map((image) => {
        const canvas = new OffscreenCanvas(image.width / 2, image.height / 2);
        const context = canvas.getContext('2d');
        if (context === null) throw new Error('no canvas');
        context.imageSmoothingQuality = 'high';
        context.drawImage(image, 0, 0, canvas.width, canvas.height);
        return context.getImageData(0, 0, canvas.width, canvas.height).data;
      });
      if (a === undefined || b === undefined) return 1;
      let different = 0;
      for (let at = 0; at < a.length; at += 4) {
        const apart = [0, 1, 2].some((channel) => Math.abs((a[at + channel] ?? 0) - (b[at + channel] ?? 0)) > 40);
        if (apart) different += 1;
      }
      return different / (a.length / 4);
    },
    [one.toString('base64'), other.toString('base64')],
  );
}
