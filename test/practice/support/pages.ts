import type { PracticePartner } from '../../../src/practice/tenant/contract';
import type { Browser } from './browser';

/** Types user name, password and code, and agrees, as far as the pages ask for them. */
export async function passThePages(partner: PracticePartner, browser: Browser, alias = 'alex'): Promise<Browser> {
  const answers: Record<string, [Record<string, string>]> = {
    'Sign in': [{ loginfmt: `${alias}@${partner.domain}` }],
    'Enter password': [{ passwd: partner.password }],
    'Enter code': [{ otc: partner.mfaCode }],
    'Permissions requested': [{}],
  };
  while (browser.left === null) {
    const answer = answers[browser.title];
    if (answer === undefined) break;
    const before = browser.page;
    await browser.submit(answer[0]);
    if (browser.problem !== null) throw new Error(`${before.url}: ${browser.problem}`);
  }
  return browser;
}
