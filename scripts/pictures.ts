import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { draw, newDrawingPage, pathOf, SHOTS } from '../test/renderer/pictures/shots';
import { servePage } from '../test/renderer/serve-gallery';
import { launchBrowser } from '../test/support/chromium';

// npm run pictures: draws the pictures that the main views are compared with, and the one of the README. To be looked at before they are committed.
const target = fileURLToPath(new URL('../docs/pictures/panel.png', import.meta.url));
const gallery = await servePage(new URL('../test/renderer/gallery/', import.meta.url));
const browser = await launchBrowser();
try {
  const drawing = await newDrawingPage(browser);
  for (const shot of SHOTS) await writeFile(pathOf(shot), await draw(drawing, gallery.origin, shot));
  console.log(`Wrote ${SHOTS.length} pictures in test/renderer/pictures`);
  const shots: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({
      viewport: { width: 400, height: 600 },
      deviceScaleFactor: 2,
      colorScheme,
      reducedMotion: 'reduce',
      locale: 'en-GB',
    });
    await page.goto(`${gallery.origin}/?scene=morning`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    shots.push((await page.screenshot()).toString('base64'));
  }
  const page = await browser.newPage({ viewport: { width: 960, height: 700 }, deviceScaleFactor: 2 });
  await page.setContent(`<!doctype html><style>
    body { margin: 0; height: 700px; display: flex; gap: 48px; align-items: center; justify-content: center;
      background: #dfe7f2 }
    img { width: 400px; height: 600px; border-radius: 9px; box-shadow: 0 18px 48px #1b2a4a55 }
  </style>${shots.map((shot) => `<img src="data:image/png;base64,${shot}">`).join('')}`);
  await page.screenshot({ path: target });
  console.log('Wrote docs/pictures/panel.png');
} finally {
  await browser.close();
  await gallery.close();
}
