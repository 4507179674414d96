import { mkdtemp, readFile, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY } from '../../src/core/model/time';
import { expect, test } from './app';
import { refreshTokens } from './keychain';
import { findLeaks, placesOf } from './leaks';
import { startSignedIn } from './steps';
import { answerQuestions, chooseFiles, clickNotification, seenFileDialogs, seenNotifications } from './witness';

test('exported refresh tokens are listed, and a notification comes before they expire', async ({ tray }) => {
  const { electron, keyring, practice } = tray;
  const panel = await tray.panel();
  const card = await startSignedIn(tray);
  const id = (await card.getAttribute('data-card')) ?? '';
  const [token = ''] = await refreshTokens(keyring);
  const exportTo = (to: 'clipboard' | 'file') =>
    panel.evaluate((request) => window.tray.exportRefreshToken(request), { id, to });
  const exportedTokens = () => panel.evaluate((request) => window.tray.exportedTokens(request), { id });
  const list = panel.getByRole('list', { name: 'Exported tokens' });
  const outside = await mkdtemp(join(tmpdir(), 'ptt-e2e-copies-'));

  try {
    await test.step('not without a word from the person', async () => {
      for (const to of ['clipboard', 'file'] as const)
        expect(await exportTo(to)).toEqual({ ok: true, value: { kind: 'cancelled' } });
      expect(await exportedTokens()).toEqual({ ok: true, value: [] });
    });

    await test.step('to the clipboard, which is cleared', async () => {
      await panel.evaluate(() => window.tray.updateSettings({ clearClipboardAfter: 5000 }));
      await answerQuestions(electron, 'Export');
      expect(await exportTo('clipboard')).toMatchObject({ ok: true, value: { kind: 'copied' } });
      expect(await tray.clipboardText()).toBe(token);
      await expect(card.getByRole('button', { name: 'Copy access token', exact: true })).toBeVisible();
      await expect.poll(() => tray.clipboardText(), { timeout: 20_000 }).toBe('');
    });

    await test.step('to a file for its owner only, but neither over a link nor without a choice', async () => {
      await answerQuestions(electron, 'Export', 'Export', 'Export');
      expect(await exportTo('file')).toEqual({ ok: true, value: { kind: 'cancelled' } });
      const path = join(outside, 'token.txt');
      const link = join(outside, 'link.txt');
      await symlink(path, link);
      await chooseFiles(electron, path, link);
      expect(await exportTo('file')).toMatchObject({ ok: true, value: { kind: 'saved', path } });
      expect(await readFile(path, 'utf8')).toBe(token);
      if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
      expect(await exportTo('file')).toMatchObject({ ok: false, what: "Couldn't save the file." });
      expect((await seenFileDialogs(electron)).at(-1)).toMatchObject({ defaultPath: 'Practice refresh token.txt' });
      expect(await exportedTokens()).toMatchObject({
        ok: true,
        value: [
          { to: 'clipboard', state: 'in-use' },
          { to: 'file', state: 'in-use' },
        ],
      });
    });

    await test.step('from the panel only when the person says so to main', async () => {
      await card.getByRole('button', { name: 'More', exact: true }).click();
      await panel.getByRole('menuitem', { name: 'Export refresh token' }).click();
      const dialog = panel.getByRole('dialog', { name: 'Export refresh token for Practice' });
      await expect(dialog).toContainText('Anyone who has this token can act as the partner user without MFA.');
      await dialog.getByLabel('Label').fill('Billing script');
      await dialog.getByRole('button', { name: 'Export', exact: true }).click();
      await expect(dialog).toBeVisible();
      expect((await exportedTokens()).ok && (await tray.clipboardText())).toBe('');
      await dialog.getByRole('button', { name: 'Cancel' }).click();
    });

    await test.step('nothing that the app keeps or says holds the token', async () => {
      expect(findLeaks(new Map([['refresh token', token]]), await placesOf(tray))).toEqual([]);
    });

    await test.step('60 days later one notification tells of both, and leads to their connection', async () => {
      await practice.advance(61 * DAY);
      const titles = async () => (await seenNotifications(electron)).map(({ title }) => title);
      await expect.poll(titles).toEqual(['Practice: 2 exported tokens expire, the first in 29 days']);
      await expect(card).toContainText('Fine, 90 days left');
      await expect(panel.getByRole('region', { name: 'Notifications' })).toContainText(
        'Practice: 2 exported tokens expire',
      );
      expect((await seenNotifications(electron))[0]?.button).toBe('Show exported tokens');
      await clickNotification(electron, 'Practice: 2 exported tokens expire, the first in 29 days');
      await expect(list.getByText('In use', { exact: true })).toHaveCount(2);
      await expect(list.getByText(`File: ${join(outside, 'token.txt')}`)).toBeVisible();
    });

    await test.step('the page of the connection has its history drawn, listed, and saved without a token in it', async () => {
      await expect(panel.getByRole('slider')).toHaveAttribute('aria-valuetext', /Refresh|Notification/);
      const history = panel.getByRole('region', { name: 'History', exact: true });
      await expect(history.getByText('Refresh token exported to a file')).toHaveCount(2);
      await expect(history.getByText("Export didn't complete")).toHaveCount(1);
      const path = join(outside, 'history.csv');
      await chooseFiles(electron, path);
      await history.getByRole('button', { name: 'Save as CSV…' }).click();
      await expect(panel.getByText('History saved.').first()).toBeVisible();
      const csv = await readFile(path, 'utf8');
      expect(csv).toMatch(/,sign-in,,Signed in\r\n/);
      expect(csv).not.toContain(token);
      expect((await seenFileDialogs(electron)).at(-1)).toMatchObject({ defaultPath: 'Practice history.csv' });
    });

    await test.step('one is marked as replaced, in use again by Undo, and marked again', async () => {
      const states = async () => {
        const reply = await exportedTokens();
        return reply.ok && reply.value.map(({ state }) => state);
      };
      await list.getByRole('button', { name: 'Mark as replaced: Clipboard' }).click();
      await expect.poll(states).toEqual(['replaced', 'in-use']);
      await panel.getByRole('button', { name: 'Undo' }).click();
      await expect.poll(states).toEqual(['in-use', 'in-use']);
      await list.getByRole('button', { name: 'Mark as replaced: Clipboard' }).click();
      await expect(list.getByText('Replaced', { exact: true })).toHaveCount(1);
      await panel.getByRole('button', { name: 'Back' }).click();
    });

    await test.step('the question before removing names the other', async () => {
      expect(await exportedTokens()).toMatchObject({
        value: [{ state: 'replaced' }, { state: 'in-use', superseded: true }],
      });
      await card.getByRole('button', { name: 'More', exact: true }).click();
      await panel.getByRole('menuitem', { name: 'Remove' }).click();
      await expect(panel.getByRole('alertdialog')).toContainText('1 exported token is in use.');
    });
  } finally {
    await rm(outside, { recursive: true, force: true });
  }
});
