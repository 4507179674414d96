import { homedir } from 'node:os';
import { app } from 'electron';
import { autostartFolder, type Command } from '../../platform/system/autostart';
import { desktopEntry, macLoginItem, programIn, type StartAtLogin, windowsLoginItem } from './login-items';

/** The entry of this system. `dataFolder` is the one that was asked for at the start; `null`: the usual one. */
export function startAtLogin(dataFolder: string | null): StartAtLogin {
  const { env, platform, execPath } = process;
  const program: Command = [programIn(env, execPath), ...(app.isPackaged ? [] : [app.getAppPath()])];
  const command: Command = [...program, '--hidden', ...(dataFolder === null ? [] : [`--user-data-dir=${dataFolder}`])];
  if (platform === 'linux') return desktopEntry(autostartFolder(env, homedir()), command);
  return platform === 'darwin' ? macLoginItem(app) : windowsLoginItem(app, command);
}

/** Whether the system started the app at login, where it says so otherwise than by our own argument. */
export function wasStartedAtLogin(): boolean {
  return process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
}
