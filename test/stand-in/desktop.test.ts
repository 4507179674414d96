import type { ElectronApplication } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logged, type RunningFixture, startFixture } from './start-fixture';

let fixture: RunningFixture;
let app: ElectronApplication;

beforeAll(async () => {
  fixture = await startFixture();
  app = fixture.app;
  await app.firstWindow();
});
afterAll(() => fixture.stop());

describe('the tray', () => {
  it('shows its picture, tooltip and menu', async () => {
    const seen = await app.evaluate(({ standIn }) => {
      const [tray] = standIn.trays;
      return [
        tray?.image.getSize(),
        tray?.toolTip,
        tray?.contextMenu?.items.map((item) => item.label),
        tray?.image.path?.split('/').at(-1),
      ];
    });
    expect(seen).toEqual([{ width: 16, height: 16 }, 'Fixture', ['Say hello', '', 'More'], 'icon.png']);
  });

  it('can be clicked', async () => {
    await app.evaluate(() => globalThis.fixture.tray.emit('click'));
    expect(await logged(app, 'tray-click')).toHaveLength(1);
  });

  it('does what a click in its menu says, in submenus too', async () => {
    await app.evaluate(({ standIn }) => {
      const menu = standIn.trays[0]?.contextMenu;
      menu?.getMenuItemById('hello')?.click();
      menu?.getMenuItemById('deep')?.click();
      menu?.getMenuItemById('deep')?.click();
    });
    expect(await logged(app, 'menu')).toEqual([['menu', 'Say hello']]);
    expect(await logged(app, 'deep')).toEqual([
      ['deep', true],
      ['deep', false],
    ]);
  });

  it('does nothing when a disabled entry is clicked', async () => {
    const clicks = await app.evaluate(({ Menu }) => {
      let count = 0;
      const menu = Menu.buildFromTemplate([{ label: 'Off', enabled: false, click: () => (count += 1) }]);
      menu.items[0]?.click();
      return count;
    });
    expect(clicks).toBe(0);
  });

  it('refuses a picture that cannot be read, as Electron does', async () => {
    const message = await app.evaluate(({ Tray }) => {
      try {
        new Tray('/no/such/picture.png');
        return 'made';
      } catch (error) {
        return String(error);
      }
    });
    expect(message).toContain('/no/such/picture.png');
  });
});

it('a tray that was destroyed refuses everything, as Electron’s does', async () => {
  const kind = await app.evaluate(({ Tray }) => {
    const tray = new Tray(`${process.argv[1]}/icon.png`);
    const calls: Array<() => unknown> = [
      () => tray.getBounds(),
      () => tray.setTitle('x'),
      () => tray.getTitle(),
      () => tray.focus(),
      () => tray.closeContextMenu(),
      () => tray.setPressedImage('x.png'),
      () => tray.getIgnoreDoubleClickEvents(),
      () => tray.setToolTip('x'),
    ];
    tray.destroy();
    return calls.map((call) => {
      try {
        call();
        return 'let';
      } catch (error) {
        return String(error);
      }
    });
  });
  expect(new Set(kind)).toEqual(new Set(['Error: Tray is destroyed']));
});

describe('a picture', () => {
  it('brings its larger version along', async () => {
    const facts = await app.evaluate(({ nativeImage }) => {
      const image = nativeImage.createFromPath(
        `${globalThis.fixture.tray.constructor ? process.argv[1] : ''}/icon.png`,
      );
      return [
        image.isEmpty(),
        image.getScaleFactors(),
        image.getSize(),
        image.toPNG({ scaleFactor: 2 }).readUInt32BE(16),
      ];
    });
    expect(facts).toEqual([false, [1, 2], { width: 16, height: 16 }, 32]);
  });
});

describe('a notification', () => {
  it('is kept for tests to see, and hears clicks', async () => {
    await app.evaluate(() => {
      globalThis.fixture.notification.emit('click');
      globalThis.fixture.notification.emit('action', {}, 0);
    });
    expect(await logged(app, 'notification-click')).toHaveLength(1);
    expect(await logged(app, 'notification-action')).toEqual([['notification-action', 0]]);
    const shown = await app.evaluate(({ standIn }) =>
      standIn.notifications.map(({ title, body, isShown }) => [title, body, isShown]),
    );
    expect(shown).toEqual([['Hello', 'World', true]]);
  });

  it('is gone once closed, which nobody hears of who closed it', async () => {
    const states = await app.evaluate(async ({ Notification, standIn }) => {
      const notification = new Notification({ title: 'Brief' });
      let heard = 0;
      notification.on('close', () => (heard += 1));
      notification.show();
      const before = standIn.notifications.at(-1)?.isShown;
      notification.close();
      await new Promise((resolve) => setTimeout(resolve, 50));
      return [before, standIn.notifications.at(-1)?.isShown, heard];
    });
    expect(states).toEqual([true, false, 0]);
  });
});

describe('the clipboard', () => {
  it('keeps several formats of one write together', async () => {
    const seen = await app.evaluate(async ({ clipboard, ClipboardItem }) => {
      const raw = 'electron application/osclipboard;format="x-kde-passwordManagerHint"';
      await clipboard.write([
        new ClipboardItem({ 'text/plain': 'token', [raw]: 'secret', 'text/html': new Blob(['<b>token</b>']) }),
      ]);
      const [item] = await clipboard.read();
      const hint = await item?.getType(raw);
      return [
        await clipboard.readText(),
        item?.types,
        hint instanceof Blob && (await hint.text()),
        await clipboard.has(raw),
      ];
    });
    expect(seen).toEqual([
      'token',
      ['text/plain', 'electron application/osclipboard;format="x-kde-passwordManagerHint"', 'text/html'],
      'secret',
      true,
    ]);
  });

  it('forgets the formats of an earlier write', async () => {
    const types = await app.evaluate(async ({ clipboard }) => {
      await clipboard.writeText('plain');
      const [item] = await clipboard.read();
      return item?.types;
    });
    expect(types).toEqual(['text/plain']);
  });

  it('is empty once cleared', async () => {
    const seen = await app.evaluate(async ({ clipboard }) => {
      await clipboard.writeText('plain');
      clipboard.clear();
      return [await clipboard.readText(), await clipboard.read()];
    });
    expect(seen).toEqual(['', []]);
  });
});

describe('the desktop around the app', () => {
  it('opens nothing, and remembers what it was asked to open', async () => {
    const opened = await app.evaluate(async ({ shell, standIn }) => {
      await shell.openExternal('https://example.com/');
      return standIn.openedExternally;
    });
    expect(opened).toEqual(['https://example.com/']);
  });

  it('cancels dialogs unless a test has an answer', async () => {
    const answers = await app.evaluate(async ({ dialog, standIn }) => {
      const first = await dialog.showMessageBox({ message: 'Sure?', buttons: ['Yes', 'No'], cancelId: 1 });
      standIn.dialogAnswers.push({ response: 0 });
      const second = await dialog.showMessageBox(globalThis.fixture.window, {
        message: 'Sure?',
        buttons: ['Yes', 'No'],
        cancelId: 1,
      });
      const third = await dialog.showOpenDialog({});
      return [first.response, second.response, third.canceled, standIn.dialogs.map(({ kind }) => kind)];
    });
    expect(answers).toEqual([1, 0, true, ['message', 'message', 'open']]);
  });

  it('chooses the files that a test has ready, to open and to save, also in front of a window', async () => {
    const answers = await app.evaluate(async ({ dialog, standIn }) => {
      standIn.dialogAnswers.push({ filePaths: ['/a.pem', '/b.pem'] }, { filePath: '/c.txt' });
      const { window } = globalThis.fixture;
      const before = standIn.dialogs.length;
      const chosen = [
        await dialog.showOpenDialog(window, { title: 'Certificate', properties: ['openFile', 'multiSelections'] }),
        await dialog.showSaveDialog({ title: 'Export', defaultPath: 'token.txt' }),
        await dialog.showSaveDialog(window, { title: 'Export' }),
      ];
      return { chosen, asked: standIn.dialogs.slice(before) };
    });
    expect(answers).toEqual({
      chosen: [
        { canceled: false, filePaths: ['/a.pem', '/b.pem'] },
        { canceled: false, filePath: '/c.txt' },
        { canceled: true, filePath: '' },
      ],
      asked: [
        { kind: 'open', options: { title: 'Certificate', properties: ['openFile', 'multiSelections'] } },
        { kind: 'save', options: { title: 'Export', defaultPath: 'token.txt' } },
        { kind: 'save', options: { title: 'Export' } },
      ],
    });
  });

  it('does not keep an answer for another kind of dialog to stumble on', async () => {
    const message = await app.evaluate(({ dialog, standIn }) => {
      standIn.dialogAnswers.push({ filePath: '/c.txt' });
      return dialog.showMessageBox({ message: 'Sure?' }).then(
        () => 'answered',
        (error) => String(error),
      );
    });
    expect(message).toContain('the next answer is not one for a message box');
  });

  it('refuses to open what is no address', async () => {
    const refused = await app.evaluate(({ shell }) =>
      shell.openExternal('no address').then(
        () => 'opened',
        (error) => String(error),
      ),
    );
    expect(refused).toContain('Invalid URL');
  });

  it('remembers which file it was to show in its folder', async () => {
    const shown = await app.evaluate(({ shell, standIn }) => {
      shell.showItemInFolder('/somewhere/token.txt');
      return standIn.shownInFolder;
    });
    expect(shown).toEqual(['/somewhere/token.txt']);
  });

  it('has no proxy until a test sets one', async () => {
    const proxies = await app.evaluate(async ({ session, standIn }) => {
      const resolve = () => session.defaultSession.resolveProxy('https://login.microsoftonline.com/');
      const before = await resolve();
      standIn.proxy = 'PROXY proxy.example:8080; DIRECT';
      const after = await resolve();
      standIn.proxy = 'DIRECT';
      return [before, after];
    });
    expect(proxies).toEqual(['DIRECT', 'PROXY proxy.example:8080; DIRECT']);
  });

  it('presses global shortcuts, and knows which are taken', async () => {
    const seen = await app.evaluate(({ globalShortcut, standIn }) => {
      let pressed = 0;
      standIn.takenShortcuts.add('Ctrl+Alt+T');
      const registered = [
        globalShortcut.register('CommandOrControl+Shift+C', () => {
          pressed += 1;
        }),
        globalShortcut.register('Ctrl+Alt+T', () => {}),
      ];
      standIn.fireShortcut('CommandOrControl+Shift+C');
      globalShortcut.unregisterAll();
      return [registered, pressed, standIn.fireShortcut('CommandOrControl+Shift+C')];
    });
    expect(seen).toEqual([[true, false], 1, false]);
  });

  it('sleeps, wakes and goes offline when told', async () => {
    const seen = await app.evaluate(({ powerMonitor, net, standIn }) => {
      const events: string[] = [];
      powerMonitor.on('resume', () => events.push('resume'));
      powerMonitor.emit('resume');
      standIn.setOnline(false);
      const offline = net.isOnline();
      standIn.setOnline(true);
      return [events, offline, net.isOnline()];
    });
    expect(seen).toEqual([['resume'], false, true]);
  });

  it('turns dark for the app and its pages', async () => {
    const page = await app.firstWindow();
    const isDark = () => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
    const updates = await app.evaluate(({ nativeTheme }) => {
      let count = 0;
      nativeTheme.on('updated', () => {
        count += 1;
      });
      nativeTheme.themeSource = 'dark';
      return [count, nativeTheme.shouldUseDarkColors];
    });
    expect(updates).toEqual([1, true]);
    await expect.poll(isDark).toBe(true);
    await app.evaluate(({ nativeTheme }) => {
      nativeTheme.themeSource = 'light';
    });
    await expect.poll(isDark).toBe(false);
  });

  it('finds the display of a point and of a rectangle', async () => {
    const found = await app.evaluate(({ screen, standIn }) => {
      standIn.setDisplays([{}, { bounds: { x: 1920, y: 0, width: 1280, height: 720 } }]);
      const ids = [
        screen.getDisplayNearestPoint({ x: 5000, y: 10 }).id,
        screen.getDisplayMatching({ x: 1900, y: 0, width: 200, height: 50 }).id,
      ];
      standIn.setDisplays([{}]);
      return [...ids, screen.getPrimaryDisplay().workArea.height];
    });
    expect(found).toEqual([2, 2, 1048]);
  });

  it('remembers whether the app starts at login', async () => {
    const open = await app.evaluate(({ app: electronApp }) => {
      electronApp.setLoginItemSettings({ openAtLogin: true });
      return electronApp.getLoginItemSettings().openAtLogin;
    });
    expect(open).toBe(true);
  });
});

describe('what the stand-in lacks', () => {
  /** The message of what the expression throws, in main. */
  const thrownBy = (use: string) =>
    app.evaluate((electron, code) => {
      try {
        new Function('electron', code)(electron);
        return 'nothing thrown';
      } catch (error) {
        return String(error);
      }
    }, use);

  it.each([
    ['electron.app.setJumpList([])', 'app.setJumpList'],
    ['electron.screen.dipToScreenPoint({ x: 1, y: 1 })', 'screen.dipToScreenPoint'],
    ['electron.safeStorage.encryptString("x")', 'safeStorage.encryptString'],
    ['electron.autoUpdater.checkForUpdates()', 'autoUpdater.checkForUpdates'],
    ['electron.desktopCapturer.getSources({})', 'desktopCapturer.getSources'],
    ['electron.session.defaultSession.cookies', 'session.cookies'],
    ['electron.BrowserWindow.clearPersistedState("x")', 'BrowserWindow.clearPersistedState'],
    ['electron.BrowserWindow.getAllWindows()[0].setVibrancy("menu")', 'BrowserWindow.setVibrancy'],
    ['electron.webContents.getAllWebContents()[0].debugger', 'webContents.debugger'],
    ['electron.nativeImage.createEmpty().toBitmap()', 'nativeImage.toBitmap'],
    ['new electron.Menu().sendActionToFirstResponder', undefined],
    ['electron.Menu.sendActionToFirstResponder("copy:")', 'Menu.sendActionToFirstResponder'],
    ['electron.protocol.getSource("app")', 'protocol.getSource'],
    ['new electron.Tray(electron.nativeImage.createEmpty()).displayBalloon({})', 'Tray.displayBalloon'],
  ])('%s', async (use, member) => {
    expect(await thrownBy(use)).toBe(
      member === undefined ? 'nothing thrown' : `NotInTheStandIn: electron.${member} is not in the stand-in`,
    );
  });

  it('is undefined when Electron lacks it too', async () => {
    expect(await thrownBy('if (electron.app.noSuchThing !== undefined) throw new Error("there")')).toBe(
      'nothing thrown',
    );
  });
});
