import { Browser } from '../../practice/support/browser';
import { passThePages } from '../../practice/support/pages';
import type { Lab } from './cli';

/** A person at a browser, who signs in on the page at an address, and is sent back to this computer. */
export async function signInAt({ cloud }: Pick<Lab, 'cloud'>, address: string): Promise<Response> {
  // The same pages are there without TLS, which this browser needs no certificate for.
  const page = cloud.httpsOrigin ? address.replace(cloud.httpsOrigin, cloud.origin) : address;
  const browser = await passThePages(cloud.partner, await new Browser(cloud.origin).open(page));
  if (browser.left === null) throw new Error(`Still at "${browser.title}".`);
  return fetch(browser.left);
}

/** A person who enters a code on the page for it. */
export async function enterCode({ cloud }: Pick<Lab, 'cloud'>, address: string, code: string): Promise<void> {
  const page = cloud.httpsOrigin ? address.replace(cloud.httpsOrigin, cloud.origin) : address;
  const browser = await new Browser(cloud.origin).open(page);
  await browser.submit({ otc: code });
  await passThePages(cloud.partner, browser);
  await browser.submit({});
  await passThePages(cloud.partner, browser);
}
