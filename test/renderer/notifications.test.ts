import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { openGallery } from './browser';

const gallery = openGallery();

describe('notifications', () => {
  const bar = (page: Page) => page.getByRole('region', { name: 'Notifications' });
  const calls = (page: Page) => page.evaluate(() => window.gallery.calls);

  it('show the worst two with their one button and their time, and the rest on demand', async () => {
    const page = await gallery.open('notifications');
    const notifications = bar(page);
    await notifications.getByText('3 notifications', { exact: true }).waitFor();
    expect(await notifications.getByRole('group').count()).toBe(2);
    expect(await notifications.getByRole('group').first().textContent()).toMatch(/has expired.*1 hour ago/);
    await notifications.getByRole('button', { name: 'Show 1 more notification' }).click();
    expect(await notifications.getByRole('group').count()).toBe(3);
    await notifications.getByRole('button', { name: 'Refresh now' }).click();
    await page.getByText('Contoso North America expires in 12 days').waitFor({ state: 'detached' });
    expect(await calls(page)).toEqual([{ method: 'actOnNotification', argument: { id: 'n2' } }]);
  });

  it('hand the focus on as they go: to the next, to the one before, and at last to the heading', async () => {
    const page = await gallery.open('notifications');
    const focused = () =>
      page.evaluate(() => [
        document.activeElement?.closest('[data-notification]')?.getAttribute('data-notification') ?? null,
        document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent,
      ]);
    await bar(page).getByRole('button', { name: 'Show 1 more notification' }).click();
    const dismiss = bar(page).getByRole('button', { name: /^Dismiss,/ });
    await dismiss.nth(1).focus();
    await page.keyboard.press('Enter');
    await expect.poll(focused).toEqual(['n2', 'Dismiss, Contoso North America expires in 12 days']);
    await page.keyboard.press('Enter');
    await expect.poll(focused).toEqual(['n1', 'Dismiss, Wide World Importers has expired']);
    await page.keyboard.press('Enter');
    await expect.poll(focused).toEqual([null, 'Partner Token Tray']);
  });

  it('can be dismissed all at once', async () => {
    const page = await gallery.open('notifications');
    await bar(page).getByRole('button', { name: 'Dismiss all' }).click();
    await bar(page).getByRole('group').first().waitFor({ state: 'detached' });
    expect(await calls(page)).toEqual([{ method: 'dismissAllNotifications' }]);
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Partner Token Tray');
  });

  it('are shown one by one when main asks for them, with the focus on the worst', async () => {
    const page = await gallery.open('notified-of-many');
    expect(await bar(page).getByRole('group').count()).toBe(2);
    await page.evaluate(() => window.gallery.show({ view: 'settings' }));
    await page.evaluate(() => window.gallery.show({ view: 'notifications' }));
    await bar(page).getByText('1,000 notifications', { exact: true }).waitFor();
    expect(await bar(page).getByRole('group').count()).toBe(10);
    await page.waitForFunction(() =>
      document.activeElement?.getAttribute('aria-label')?.startsWith('Sign in, Market 0'),
    );
    for (const _ of [1, 2, 3, 4]) await bar(page).getByRole('button', { name: 'Show 10 more notifications' }).click();
    await bar(page).getByText('950 more follow as you deal with these.').waitFor();
  });

  it('are said aloud as they come, and counted when they are many', async () => {
    const page = await gallery.open('one');
    await page.evaluate(() => {
      const [view] = window.gallery.state.connections;
      const usual = {
        connectionId: view?.id ?? '',
        body: 'Sign in.',
        actionLabel: 'Sign in',
        worry: 'person',
        at: 1,
      } as const;
      window.gallery.rest({ notifications: [{ ...usual, id: 'x', title: 'Contoso: action needed' }] });
    });
    const said = (words: string) =>
      page.waitForFunction((wanted) => document.querySelector('[role=status]')?.textContent === wanted, words);
    await said('Contoso: action needed. Sign in.');
    await page.evaluate(() => {
      const [one] = window.gallery.state.notifications;
      if (!one) return;
      const more = ['a', 'b', 'c', 'd'].map((id) => ({ ...one, id, title: `${id} has expired` }));
      window.gallery.rest({ notifications: [...more, one] });
    });
    await said('4 new notifications. a has expired.');
  });
});

describe('a trouble of the whole app', () => {
  it('is above everything, with a way to try again', async () => {
    const page = await gallery.open('trouble');
    await page.getByText('The keychain is locked.').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    expect(await page.evaluate(() => window.gallery.calls[0]?.method)).toBe('retryKeychain');
  });

  it('has no way to try again where that cannot help', async () => {
    const page = await gallery.open('newer');
    const notifications = page.getByRole('region', { name: 'Notifications' });
    await notifications.getByText('Install the newest version.').waitFor();
    const buttons = await notifications.getByRole('button').allTextContents();
    expect(buttons).toEqual(['Copy details']);
  });

  it('has its code, and details to copy', async () => {
    const page = await gallery.open('trouble');
    const notifications = page.getByRole('region', { name: 'Notifications' });
    await notifications.getByText('keychain/locked').waitFor();
    await notifications.getByRole('button', { name: 'Copy details' }).click();
    await notifications.getByRole('button', { name: 'Details copied' }).waitFor();
    expect(await page.evaluate(() => window.gallery.calls)).toMatchObject([
      { method: 'copyDetails', argument: { id: null } },
    ]);
  });
});
