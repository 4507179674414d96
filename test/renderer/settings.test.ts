import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { atRest, openGallery } from './browser';

const gallery = openGallery();

const lastCall = (page: Page) => page.evaluate(() => window.gallery.calls.at(-1));
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor();

async function openSettings(scene = 'two') {
  const page = await gallery.open(scene);
  await button(page, 'Settings').click();
  await heading(page, 'Settings');
  return page;
}

describe('the settings', () => {
  it('turn starting at login on and off, as the system says', async () => {
    const page = await openSettings();
    const login = page.getByRole('switch', { name: 'Start at login' });
    await login.check();
    await page.getByText('The app starts at login.').first().waitFor();
    expect(await page.evaluate(() => window.gallery.startsAtLogin)).toEqual({ on: true, note: null });
    await page.evaluate(() =>
      Object.assign(window.gallery.failing, {
        setStartAtLogin: { ok: false, what: "Couldn't keep the app from starting.", advice: 'Check /x.' },
      }),
    );
    await login.click();
    const general = page.getByRole('region', { name: 'General' });
    await general.getByText('Check /x.').waitFor();
    expect(await login.isChecked()).toBe(true);
  });

  it('show what the person still has to allow, and when the system says nothing', async () => {
    const page = await gallery.open('two');
    await page.evaluate(() => {
      window.gallery.startsAtLogin = { on: true, note: 'Allow it in System Settings.' };
    });
    await button(page, 'Settings').click();
    await page.getByText('Allow it in System Settings.').waitFor();
    await button(page, 'Back').click();
    await page.evaluate(() => {
      window.gallery.startsAtLogin = null;
    });
    await button(page, 'Settings').click();
    await page.getByText("The system doesn't say whether").waitFor();
    expect(await page.getByRole('switch', { name: 'Start at login' }).isDisabled()).toBe(true);
  });

  it('give new connections another interval, and the others on demand', async () => {
    const page = await openSettings();
    await page.getByLabel('Refresh new connections').selectOption({ label: 'Every 7 days' });
    // The second one only reminds, and stays so.
    await page.getByText('1 connection has another interval.').waitFor();
    await button(page, 'Apply to all').click();
    await expect.poll(() => lastCall(page)).toMatchObject({ method: 'applyInterval' });
    expect(await page.evaluate(() => window.gallery.state.settings.refreshEvery)).toBe(7 * 24 * 3_600_000);
  });

  it('keep the panel open, as the pin does', async () => {
    const page = await openSettings();
    await page.getByRole('switch', { name: 'Keep open when you click elsewhere' }).check();
    await page.waitForFunction(() => window.gallery.state.settings.panelPinned);
    const pin = button(page, 'Keep open when you click elsewhere');
    await expect.poll(() => pin.getAttribute('aria-pressed')).toBe('true');
    await pin.click();
    await page.waitForFunction(() => !window.gallery.state.settings.panelPinned);
    await page.getByText('The panel closes when you click elsewhere.').first().waitFor();
  });

  it('remove the practice cloud, or begin with it', async () => {
    const page = await openSettings('practice');
    await page.getByText("It's running, with 1 practice connection, 62 days ahead.").waitFor();
    await button(page, 'Remove the practice cloud…').click();
    await page.getByText('Practice cloud removed.').first().waitFor();
    await button(page, 'Try the practice cloud').click();
    await page.getByText('practice-makes-perfect').waitFor();
  });

  it('lead to the data, the diagnostics, and the license', async () => {
    const page = await openSettings();
    await page.getByText('/home/alex/.config/Partner Token Tray').waitFor();
    for (const [name, method] of [
      ['Open folder', 'openDataFolder'],
      ['Copy diagnostics', 'copyDiagnostics'],
      ['License', 'openLicense'],
    ] as const) {
      await button(page, name).click();
      await expect.poll(() => lastCall(page)).toMatchObject({ method });
    }
    await page.getByText('Diagnostics copied.').first().waitFor();
  });

  it('say what did not work beside it, and keep what counted before', async () => {
    const page = await openSettings();
    await page.evaluate(() => Object.assign(window.gallery.failing, { updateSettings: 'throws' }));
    await page.getByLabel('Zoom').selectOption('150');
    await page.getByRole('region', { name: 'Panel' }).getByText("isn't responding").waitFor();
    await expect.poll(() => page.getByLabel('Zoom').inputValue()).toBe('100');
  });

  it('count as soon as they are chosen', async () => {
    const page = await openSettings();
    await page.getByLabel('Clear the clipboard after').selectOption({ label: '2 minutes' });
    await page.waitForFunction(() => window.gallery.state.settings.clearClipboardAfter === 120_000);
    await page.getByRole('radio', { name: 'Dark' }).check();
    await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
    await page.getByRole('switch', { name: 'Command line' }).uncheck();
    await page.waitForFunction(() => !window.gallery.state.settings.agentSocket);
  });

  it('say which programs may have tokens, and take back what was allowed always', async () => {
    const page = await gallery.open('granted');
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByText('A dialog names the program before it gets an access token.').waitFor();
    const granted = page.getByRole('region', { name: 'Always allowed' });
    expect(await granted.getByRole('listitem').allTextContents()).toEqual([
      'partner-token for Contoso Europe/usr/bin/partner-token · started by /usr/bin/pwshAsk again',
      'node for Contoso North AmericanodeAsk again',
    ]);
    await granted.getByRole('button', { name: 'Ask again about partner-token for Contoso Europe' }).click();
    await expect.poll(() => granted.getByRole('listitem').count()).toBe(1);
    await granted.getByRole('button', { name: 'Ask again about node for Contoso North America' }).click();
    await granted.waitFor({ state: 'detached' });
    await page.getByRole('radio', { name: 'Never' }).check();
    await page.getByText('No program gets a token').waitFor();
    await page.waitForFunction(() => window.gallery.state.settings.tokenRequests === 'never');
  });

  it('capture a shortcut, refuse one that other apps need, and clear it', async () => {
    const page = await openSettings();
    const keys = page.getByRole('textbox', { name: 'Copy shortcut' });
    await keys.press('Control+KeyC');
    await page.getByText('so that other apps keep their shortcuts').waitFor();
    await keys.press('Control+Alt+KeyT');
    await page.waitForFunction(() => window.gallery.state.settings.copyShortcut?.accelerator === 'Control+Alt+T');
    expect(await keys.inputValue()).toBe('Ctrl+Alt+T');
    await page.getByLabel('Connection', { exact: true }).selectOption({ label: 'Contoso North America' });
    await page.waitForFunction(() => window.gallery.state.settings.copyShortcut?.connectionId.endsWith('2'));
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.waitForFunction(() => window.gallery.state.settings.copyShortcut === null);
  });

  it('do not trap the keyboard', async () => {
    const page = await openSettings();
    await page.getByRole('textbox', { name: 'Copy shortcut' }).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { level: 1, name: 'Partner Token Tray' }).waitFor();
  });
});

describe('the keyboard', () => {
  it('makes the panel larger and smaller anywhere, step by step, and says so', async () => {
    const page = await gallery.open('one');
    const zoom = () => page.evaluate(() => window.gallery.state.settings.zoom);
    await page.keyboard.press('Control+Equal');
    await page.keyboard.press('Control+Equal');
    await expect.poll(zoom).toBe(125);
    await page.getByText('Zoom: 125 %.').first().waitFor();
    await button(page, 'More').click();
    await page.getByRole('menuitem', { name: 'Export refresh token' }).click();
    await page.keyboard.press('Control+Minus');
    await expect.poll(zoom).toBe(110);
    await page.keyboard.press('Control+0');
    await expect.poll(zoom).toBe(100);
    expect(await page.getByRole('dialog').isVisible()).toBe(true);
  });

  it('opens the settings and the form, but not behind a dialog', async () => {
    const page = await gallery.open('two');
    await page.keyboard.press('Control+Comma');
    await heading(page, 'Settings');
    await page.keyboard.press('Control+KeyN');
    await heading(page, 'Add connection');
    await page.keyboard.press('F1');
    const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await list.waitFor();
    await page.keyboard.press('Control+Comma');
    await page.keyboard.press('Escape');
    await list.waitFor({ state: 'detached' });
    await heading(page, 'Add connection');
  });

  it('keeps the focus in the list of shortcuts, which gives way to what main asks to show', async () => {
    const page = await gallery.open('thirty');
    await page.keyboard.press('F1');
    const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await list.waitFor();
    const isInList = () => page.evaluate(() => document.activeElement?.closest('[role=dialog]') !== null);
    await page.keyboard.press('Control+f');
    expect(await isInList()).toBe(true);
    // The panel is opened again.
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await atRest(page);
    expect(await isInList()).toBe(true);
    await page.evaluate(() => window.gallery.show({ view: 'settings' }));
    await list.waitFor({ state: 'detached' });
    await heading(page, 'Settings');
  });

  it('shows its shortcuts on ?, where nothing is being typed, and goes on where it was', async () => {
    const page = await gallery.open('one');
    const more = button(page, 'More');
    await more.focus();
    await page.keyboard.press('?');
    const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await list.getByText('Add a connection').waitFor();
    await list.getByRole('button', { name: 'Close' }).press('Enter');
    await list.waitFor({ state: 'detached' });
    await expect.poll(() => more.evaluate((element) => element === document.activeElement)).toBe(true);
    // A switch takes no text.
    await page.keyboard.press('Control+Comma');
    const atLogin = page.getByRole('switch', { name: 'Start at login' });
    await atLogin.press('?');
    await list.waitFor();
    await page.keyboard.press('Escape');
    await list.waitFor({ state: 'detached' });
    await expect.poll(() => atLogin.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('Control+KeyN');
    const name = page.getByRole('textbox', { name: 'Name' });
    await name.focus();
    await page.keyboard.press('?');
    expect(await name.inputValue()).toBe('?');
    expect(await list.count()).toBe(0);
  });

  it('is listed with the shortcut that copies from any app', async () => {
    const page = await gallery.open('two');
    await page.evaluate(() => {
      const copyShortcut = {
        accelerator: 'Control+Alt+T',
        connectionId: window.gallery.state.connections[0]?.id ?? '',
      };
      window.gallery.rest({ settings: { ...window.gallery.state.settings, copyShortcut } });
    });
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
    const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await list.getByText('Copy the access token of Contoso Europe').waitFor();
    expect(await list.getByLabel('In every app').textContent()).toContain('CtrlAltT');
  });
});

describe('a panel that is enlarged to 200 %', () => {
  it.each(['Export refresh token', 'Replace secret', 'Remove'])('opens "%s" at its title', async (item) => {
    const page = await gallery.open('one');
    await page.setViewportSize({ width: 200, height: 320 });
    await button(page, 'More').click();
    await page.getByRole('menuitem', { name: item }).click();
    const title = page.getByRole('dialog').or(page.getByRole('alertdialog')).getByRole('heading', { level: 2 });
    await title.waitFor();
    const isFirst = () =>
      title.evaluate((element) => {
        const { top } = element.getBoundingClientRect();
        return (
          top >= 0 &&
          top < 80 &&
          (document.activeElement?.closest('[role=dialog], [role=alertdialog]') ?? null) !== null
        );
      });
    await expect.poll(isFirst).toBe(true);
  });
});

describe('when to be notified', () => {
  it('is chosen in the settings: the days before, and the quiet hours', async () => {
    const page = await gallery.open('one');
    await page.getByRole('button', { name: 'Settings' }).click();
    const days = page.getByRole('group', { name: 'Notify me before something expires' });
    await days.getByRole('checkbox', { name: '30 days' }).uncheck();
    await days.getByRole('checkbox', { name: '3 days' }).uncheck();
    await page.getByRole('switch', { name: 'Quiet hours' }).check();
    await page.getByLabel('Until').fill('06:30');
    await page.getByLabel('From').fill('06:30');
    await page.getByText('Choose another time than the first.').waitFor();
    await page.getByLabel('From').fill('21:15');
    await page.waitForFunction(() => window.gallery.state.settings.quietHours?.from === 21 * 60 + 15);
    expect(await page.evaluate(() => window.gallery.state.settings)).toMatchObject({
      notifyAt: [14, 7, 1],
      quietHours: { from: 21 * 60 + 15, to: 6 * 60 + 30 },
    });
    await page.getByRole('switch', { name: 'Quiet hours' }).uncheck();
    await page.waitForFunction(() => window.gallery.state.settings.quietHours === null);
  });
});
