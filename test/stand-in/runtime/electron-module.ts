import { app } from './app';
import { BrowserWindow } from './browser-window';
import { ClipboardItem, clipboard } from './clipboard';
import { dialog } from './dialog';
import { globalShortcut } from './global-shortcut';
import { ipcMain } from './ipc-main';
import { Menu, MenuItem } from './menu';
import { nativeImage } from './native-image';
import { nativeTheme } from './native-theme';
import { net } from './net';
import { Notification } from './notification';
import { crashReporter, powerSaveBlocker } from './odds-and-ends';
import { powerMonitor } from './power-monitor';
import { registerSchemesAsPrivileged } from './protocol';
import { asElectron, electronApi, refuseAll, refuseOtherStatics, refuseTheRest } from './refusal';
import { screen } from './screen';
import { session } from './session';
import { shell } from './shell';
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

/** The default session's, which is not made before somebody asks for it. */
const protocol: Pick<Electron.Protocol, 'handle' | 'isProtocolHandled' | 'registerSchemesAsPrivileged' | 'unhandle'> = {
  registerSchemesAsPrivileged,
  handle: (scheme, handler) => session.defaultSession.protocol.handle(scheme, handler),
  isProtocolHandled: (scheme) => session.defaultSession.protocol.isProtocolHandled(scheme),
  unhandle: (scheme) => session.defaultSession.protocol.unhandle(scheme),
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
  protocol: refuseTheRest('Protocol', protocol, 'protocol'),
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
