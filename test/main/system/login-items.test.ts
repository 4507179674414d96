import { describe, expect, it } from 'vitest';
import { macLoginItem, programIn, windowsLoginItem } from '../../../src/main/system/login-items';

/** Windows' Run key and Task Manager's switch, as Electron shows them. */
class Registry {
  run: { path: string | undefined; args: string[] | undefined } | null = null;
  isOffInTaskManager = false;

  setLoginItemSettings({ openAtLogin = false, path, args, enabled = true }: Electron.Settings): void {
    this.run = openAtLogin ? { path, args } : null;
    this.isOffInTaskManager = !enabled;
  }

  getLoginItemSettings({ path, args }: Electron.LoginItemSettingsOptions = {}): Electron.LoginItemSettings {
    const openAtLogin = JSON.stringify(this.run) === JSON.stringify({ path, args });
    return {
      openAtLogin,
      executableWillLaunchAtLogin: this.run?.path === path && !this.isOffInTaskManager,
      ...{ wasOpenedAtLogin: false, status: 'not-registered', launchItems: [] },
    };
  }
}

describe('starting at login on Windows', () => {
  const registry = () => {
    const items = new Registry();
    return {
      items,
      login: windowsLoginItem(items, ['C:\\Apps\\tray.exe', '--hidden', '--user-data-dir=D:\\my data\\']),
    };
  };

  it('is on with the very arguments, quoted so that they arrive', async () => {
    const { items, login } = registry();
    await login.set(true);
    expect(items.run?.args).toEqual(['--hidden', '"--user-data-dir=D:\\my data\\\\"']);
    expect(await login.read()).toEqual({ on: true, note: null });
    await login.set(false);
    expect(await login.read()).toEqual({ on: false, note: null });
  });

  it('is off when Task Manager turned it off, and can be turned on here', async () => {
    const { items, login } = registry();
    await login.set(true);
    items.isOffInTaskManager = true;
    expect((await login.read()).on).toBe(false);
    await login.set(true);
    expect((await login.read()).on).toBe(true);
  });
});

describe('starting at login on a Mac', () => {
  it('says that the person has to allow it', async () => {
    let status: Electron.LoginItemSettings['status'] = 'not-registered';
    const login = macLoginItem({
      setLoginItemSettings: ({ openAtLogin }) => {
        status = openAtLogin ? 'requires-approval' : 'not-registered';
      },
      getLoginItemSettings: () => ({
        openAtLogin: status === 'enabled',
        ...{ status, wasOpenedAtLogin: false, executableWillLaunchAtLogin: false, launchItems: [] },
      }),
    });
    await login.set(true);
    expect(await login.read()).toMatchObject({ on: true, note: expect.stringContaining('Login Items') });
    status = 'enabled';
    expect(await login.read()).toEqual({ on: true, note: null });
  });
});

describe('the program to start', () => {
  const image = { APPIMAGE: '/home/alex/Apps/tray.AppImage', APPDIR: '/tmp/.mount_trayX1' };

  it('of an AppImage is the image, and of anything that another one started is its own', () => {
    expect(programIn(image, '/tmp/.mount_trayX1/partner-token-tray')).toBe(image.APPIMAGE);
    expect(programIn(image, '/opt/Partner Token Tray/partner-token-tray')).toBe(
      '/opt/Partner Token Tray/partner-token-tray',
    );
    expect(programIn({}, '/opt/tray')).toBe('/opt/tray');
  });
});
