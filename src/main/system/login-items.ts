import { join } from 'node:path';
import type { StartsAtLogin } from '../../ipc/contract';
import {
  autostartEntry,
  type Command,
  readAutostart,
  removeAutostart,
  startsCommand,
  writeAutostart,
} from '../../platform/system/autostart';

/** Whether the system starts the app when its person signs in. The system is asked each time: it has switches of its own. */
export interface StartAtLogin {
  /** Rejects when the system doesn't tell. */
  read(): Promise<StartsAtLogin>;
  /** Rejects when the system doesn't let it be changed. */
  set(on: boolean): Promise<void>;
  /** Where to look when it can't be changed. */
  readonly place: string;
}

/** What of Electron's `app` knows login items. */
type LoginItems = Pick<Electron.App, 'getLoginItemSettings' | 'setLoginItemSettings'>;

/**
 * What starts this very app: an AppImage, which is mounted somewhere else each time, by its own path. Programs that it starts inherit
 * its variables, so they count only where the app runs from its mount. Source: AppImage documentation, "Environment variables".
 */
export function programIn(
  { APPIMAGE: image, APPDIR: mount }: Readonly<Record<string, string | undefined>>,
  execPath: string,
): string {
  return image && mount && execPath.startsWith(`${mount}/`) ? image : execPath;
}

const ENTRY = 'partner-token-tray.desktop';

/** Linux: an entry in the desktop's folder. */
export function desktopEntry(folder: string, command: Command): StartAtLogin {
  const path = join(folder, ENTRY);
  return {
    place: `Check the permissions of ${folder}.`,
    read: async () => {
      const entry = await readAutostart(path);
      return { on: entry !== null && startsCommand(entry, command), note: null };
    },
    set: async (on) =>
      on ? writeAutostart(folder, ENTRY, autostartEntry('Partner Token Tray', command)) : removeAutostart(path),
  };
}

/** Windows: a value in the registry's Run key, which Task Manager can turn off. Setting it turns it on there as well. */
export function windowsLoginItem(items: LoginItems, [path, ...args]: Command): StartAtLogin {
  // Electron puts the arguments together as they are. Source: electron.d.ts, `Settings.args`.
  const item = { path, args: args.map((argument) => (/\s/.test(argument) ? quoted(argument) : argument)) };
  return {
    place: 'Check Settings > Apps > Startup in Windows.',
    read: async () => {
      const { openAtLogin, executableWillLaunchAtLogin } = items.getLoginItemSettings(item);
      return { on: openAtLogin && executableWillLaunchAtLogin, note: null };
    },
    set: async (on) => items.setLoginItemSettings({ ...item, openAtLogin: on }),
  };
}

/** A backslash before a quotation mark would take its meaning. Source: Microsoft Learn, "CommandLineToArgvW". */
function quoted(argument: string): string {
  return `"${argument.replace(/\\+$/, '$&$&')}"`;
}

/** macOS: a login item, which the person may have to allow. It takes no arguments; the system tells that it started the app. */
export function macLoginItem(items: LoginItems): StartAtLogin {
  return {
    place: 'Check System Settings > General > Login Items.',
    read: async () => {
      const { openAtLogin, status } = items.getLoginItemSettings();
      const waits = status === 'requires-approval';
      return { on: openAtLogin || waits, note: waits ? 'Allow it in System Settings > General > Login Items.' : null };
    },
    set: async (on) => items.setLoginItemSettings({ openAtLogin: on }),
  };
}
