import { app } from './app';
import { BrowserWindow } from './browser-window';
import { ClipboardItem, clipboard } from './clipboard';
import { ipcMain } from './ipc-main';
import { Menu, MenuItem } from './menu';
import { nativeImage } from './native-image';
import { nativeTheme } from './native-theme';
import { Notification } from './notification';
import { asElectron, electronApi, refuseAll, refuseOtherStatics } from './refusal';
import { screen } from './screen';
import { session } from './session';
import {
  crashReporter,
  dialog,
  globalShortcut,
  net,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  shell,
} from './small-modules';
import { standIn } from './stand-in';
import { TrayDouble } from './tray';
import { allContents, contentsOfTarget, type WebContentsDouble } from './web-contents';

type ContentsStatics = Pick<
  typeof Electron.WebContents,
  'fromDevToolsTargetId' | 'fromId' | 'getAllWebContents' | 'getFocusedWebContents'
>;

function toElectron(contents: WebContentsDouble): Electron.WebContents {
  return asElectron<Electron.WebContents>(contents);
}

const contentsStatics: ContentsStatics = {
  fromDevToolsTargetId: (targetId) => {
    const contents = contentsOfTarget(targetId);
    return contents && toElectron(contents);
  },
  fromId: (id) => {
    const contents = allContents().find((candidate) => candidate.id === id);
    return contents && toElectron(contents);
  },
  getAllWebContents: () => allContents().map(toElectron),
  getFocusedWebContents: () => {
    const contents = allContents().find((candidate) => candidate.isFocused());
    return contents ? toElectron(contents) : null;
  },
};

const supported = {
  app,
  BrowserWindow,
  ClipboardItem,
  clipboard,
  crashReporter,
  dialog,
  globalShortcut,
  ipcMain,
  Menu,
  MenuItem,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  screen,
  session,
  shell,
  standIn,
  Tray: refuseOtherStatics('Tray', TrayDouble),
  webContents: refuseOtherStatics('WebContents', contentsStatics, 'webContents'),
};

/** What `require('electron')` gives: what the stand-in has, and for the rest of Electron's exports modules that throw when used. */
export const electronModule: Readonly<Record<string, unknown>> = Object.assign(
  Object.fromEntries(Object.keys(electronApi.exports).map((name) => [name, refuseAll(name)])),
  supported,
);
