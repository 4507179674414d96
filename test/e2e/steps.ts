import type { Locator, Page } from 'playwright/test';
import type { PracticePartner } from '../../src/practice/tenant/contract';
import { Browser } from '../practice/support/browser';
import { passThePages } from '../practice/support/pages';
import { expect, type WholeApp } from './app';

/** The card of a connection. */
export function cardOf(panel: Page, name: string): Locator {
  return panel.getByRole('article', { name, exact: true });
}

/** Chooses an item of a card's menu; the beginning of its words is enough. */
export async function openMenu(tray: WholeApp, name: string, item: string): Promise<void> {
  const panel = await tray.panel();
  await cardOf(panel, name)
    .getByRole('button', { name: /^More(?:,|$)/ })
    .click();
  await panel.getByRole('menuitem', { name: item }).click();
}

/** From the first screen to a practice connection that waits for its first sign-in. */
export async function startPractising(tray: WholeApp): Promise<Locator> {
  const panel = await tray.panel();
  await panel.getByRole('button', { name: /Try it in the practice cloud/ }).click();
  const card = cardOf(panel, 'Practice');
  await expect(card).toContainText('Sign in to get a refresh token');
  return card;
}

/** What to do differently from a sign-in that works. */
export interface SignInScript {
  readonly username?: string;
  /** Typed before the right one. */
  readonly wrongPassword?: string;
  readonly mfa?: 'code' | 'cancel';
  readonly consent?: 'accept' | 'cancel' | 'given';
  /** Called on each page once it is filled in, before it is sent. */
  readonly pause?: (what: 'password' | 'mfa' | 'consent', page: Page) => Promise<void>;
}

/** Goes through the pages of the practice sign-in in the app's window. */
export async function signIn(tray: WholeApp, script: SignInScript = {}): Promise<void> {
  await passSignIn(tray, await tray.signInPage(), script);
}

/** Whoever knows the made-up partner who signs in: the app with its practice cloud, or a test with a cloud of its own. */
interface KnowsPartner {
  readonly practice: { partner(): Promise<PracticePartner> };
}

/** Goes through the pages of the practice sign-in in any browser. Starts at the password when the account is filled in already. */
export async function passSignIn({ practice }: KnowsPartner, page: Page, script: SignInScript = {}): Promise<void> {
  const partner = await practice.partner();
  await expect(page.locator('#loginfmt, #passwd')).toBeVisible();
  if (await page.locator('#loginfmt').isVisible()) {
    await page.locator('#loginfmt').fill(script.username ?? partner.username);
    await page.getByRole('button', { name: 'Next' }).click();
  }
  if (script.wrongPassword !== undefined) {
    await enterPassword(page, script.wrongPassword);
    await expect(page.getByText('The user name or the password is incorrect.')).toBeVisible();
  }
  await page.locator('#passwd').fill(partner.password);
  await script.pause?.('password', page);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  if (script.mfa === 'cancel') return page.getByRole('button', { name: 'Cancel' }).click();
  await page.locator('#otc').fill(partner.mfaCode);
  await script.pause?.('mfa', page);
  await page.getByRole('button', { name: 'Verify' }).click();
  if (script.consent === 'given') return;
  await expect(page.getByRole('heading', { name: 'Permissions requested' })).toBeVisible();
  await script.pause?.('consent', page);
  await page.getByRole('button', { name: script.consent === 'cancel' ? 'Cancel' : 'Accept' }).click();
}

async function enterPassword(page: Page, password: string): Promise<void> {
  await page.locator('#passwd').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** A practice connection that holds a token. */
export async function startSignedIn(tray: WholeApp): Promise<Locator> {
  const card = await startPractising(tray);
  await card.getByRole('button', { name: /^Sign in(?:,|$)/ }).click();
  await comeBackSignedIn(tray);
  await expect(card).toContainText('Fine, 90 days left');
  return card;
}

/**
 * Has the app's window come back signed in from its first page, for tests of what comes afterwards. The pages in between are
 * passed without a browser; {@link signIn} goes through them.
 */
export async function comeBackSignedIn(tray: WholeApp): Promise<void> {
  const page = await tray.signInPage();
  await expect(page.locator('#loginfmt')).toBeVisible();
  const elsewhere = await new Browser(new URL(page.url()).origin).open(page.url());
  const { left } = await passThePages(await tray.practice.partner(), elsewhere);
  if (left === null) throw new Error(`The sign-in stopped at "${elsewhere.title}".`);
  await goTo(page, left.href);
}

/** Sends a page elsewhere, as a page of the authority does: whether it may is the app's to say. */
export async function goTo(page: Page, address: string): Promise<void> {
  await page.evaluate((url) => {
    location.href = url;
  }, address);
}

/** Takes the practice network away or brings it back, with the panel's switch. */
export async function switchNetwork(tray: WholeApp, up: boolean): Promise<void> {
  const network = (await tray.panel()).getByRole('switch', { name: 'Network' });
  if ((await network.isChecked()) !== up) await network.click();
  await expect(network).toBeChecked({ checked: up });
}
