import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, ElectronApplication, Page } from 'playwright/test';
import { seenNotifications, trayLook } from '../../test/e2e/witness';
import { launchBrowser } from '../../test/support/chromium';

const FOLDER = fileURLToPath(new URL('../../demo', import.meta.url));

/** Numbered pictures in demo/. */
export class Album {
  #count = 0;
  #browser: Promise<Browser> | null = null;

  constructor() {
    mkdirSync(FOLDER, { recursive: true });
  }

  /** A window as it is. */
  async window(page: Page, name: string): Promise<void> {
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    // Rings and bars move for a moment after a change.
    await page.waitForTimeout(400);
    await page.screenshot({ path: this.#next(name) });
  }

  /** The tray with its tooltip, and the newest notification: drawn, since they belong to a desktop that is not there. */
  async desktop(app: ElectronApplication, name: string): Promise<void> {
    const [look, notifications] = [await trayLook(app), await seenNotifications(app)];
    this.#browser ??= launchBrowser();
    const browser = await this.#browser;
    const page = await browser.newPage({ viewport: { width: 640, height: 300 }, deviceScaleFactor: 2 });
    await page.setContent(drawDesktop(look, notifications.at(-1) ?? null));
    await page.screenshot({ path: this.#next(name) });
    await page.close();
  }

  async close(): Promise<void> {
    await (await this.#browser)?.close();
  }

  #next(name: string): string {
    this.#count += 1;
    return join(FOLDER, `${String(this.#count).padStart(2, '0')}-${name}.png`);
  }
}

interface AppNotification {
  readonly title: string;
  readonly body: string;
  readonly button: string | null;
}

function drawDesktop(look: { toolTip: string; picture: string | null }, notification: AppNotification | null): string {
  const font = readFileSync(
    fileURLToPath(
      new URL('../../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2', import.meta.url),
    ),
  ).toString('base64');
  const toast = notification
    ? `<section><h1>${text(notification.title)}</h1><p>${text(notification.body)}</p>${notification.button ? `<b>${text(notification.button)}</b>` : ''}</section>`
    : '';
  return `<!doctype html><style>
    @font-face { font-family: Inter; src: url(data:font/woff2;base64,${font}); font-weight: 100 900 }
    * { box-sizing: border-box; margin: 0 }
    body { font: 13px/1.4 Inter; height: 300px; background: linear-gradient(150deg, #2b5c8a, #7b5ea7 60%, #c58a6d); color: #1b1b1b; position: relative }
    footer { position: absolute; inset: auto 0 0; height: 48px; background: #eef1f6; display: flex; align-items: center; justify-content: flex-end; gap: 18px; padding: 0 18px }
    footer img { width: 16px; height: 16px }
    aside { position: absolute; right: 60px; bottom: 58px; background: #fff; border: 1px solid #d0d0d0; border-radius: 4px; padding: 4px 9px; font-size: 12px; max-width: 420px; white-space: pre-line }
    section { position: absolute; right: 16px; top: 16px; width: 360px; background: #fbfbfb; border-radius: 8px; padding: 14px 16px; box-shadow: 0 8px 24px #0004 }
    h1 { font-size: 14px; font-weight: 600; margin-bottom: 4px } p { color: #444 }
    b { display: block; margin-top: 12px; text-align: center; font-weight: 500; border: 1px solid #d8d8d8; border-radius: 4px; padding: 5px; background: #fff }
  </style>${toast}<aside>${text(look.toolTip)}</aside><footer>${look.picture ? `<img src="${look.picture}">` : ''}<span>14:05</span></footer>`;
}

function text(value: string): string {
  return value.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
