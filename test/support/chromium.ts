import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright';

/** Chromium as root, without a display and without a word to the network. */
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const USUAL_PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser'];

/** A browser of the test's own: the one that `CHROMIUM` names, Debian's, or the Chrome that is installed. */
export function launchBrowser(extra: readonly string[] = []): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? USUAL_PLACES.find((file) => existsSync(file));
  return chromium.launch({
    ...(executablePath === undefined ? { channel: 'chrome' } : { executablePath }),
    args: [...QUIET, ...extra],
  });
}
