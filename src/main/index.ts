import { join } from 'node:path';
import { app, dialog, Menu } from 'electron';
import { prepareDataFolder } from '../platform/files/data-folder';
import type { RunningApp } from './app';
import { importAndLeave } from './import/import-and-leave';
import { PANEL_URL, registerPanelScheme } from './panel/panel-pages';
import { readStartOptions, type StartOptions, unsafeSwitch } from './start-options';
import { forbidCoreDumps } from './system/core-dumps';
import { lockDown } from './system/locked-down';
import { createLog, type Log, nameOf } from './system/log';
import { TrayIcon } from './tray/tray';
import { STARTING } from './tray/tray-face';

const options = readStartOptions(process.argv, process.env);
const unsafe = app.isPackaged ? unsafeSwitch(process.argv) : null;
if (unsafe !== null) {
  sayBeforeLeaving(
    `Partner Token Tray doesn't start with ${unsafe}, which could open the tokens in it to other programs.`,
    options.importInto === null,
  );
  app.exit(2);
} else if (options.version) {
  process.stdout.write(`${app.getVersion()}\n`);
  app.exit(0);
} else {
  begin(options);
}

/** Everything that has to be settled before Electron is ready. The heavy parts are loaded once the icon is in the tray. */
function begin(options: StartOptions): void {
  app.setName('Partner Token Tray');
  app.setAppUserModelId('io.github.partner-token-tray');
  app.enableSandbox();
  lockDown();
  registerPanelScheme();
  const dataFolder = chooseDataFolder(options);
  if (dataFolder === null) {
    app.exit(2);
    return;
  }
  app.setPath('userData', dataFolder);
  const log = createLog(join(dataFolder, 'logs', 'main.log'));
  if (options.importInto !== null) {
    forbidCoreDumps(log);
    importAndLeave(dataFolder, options.importInto, log);
    return;
  }
  // One tray for each data folder.
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }

  process.on('uncaughtException', (error) => log('uncaught-exception', { code: nameOf(error) }));
  process.on('unhandledRejection', (reason) => log('unhandled-rejection', { code: nameOf(reason) }));
  app.dock?.hide();
  void run(dataFolder, options, log);
}

async function run(dataFolder: string, options: StartOptions, log: Log): Promise<void> {
  let running: RunningApp | null = null;
  let isPanelWanted = false;
  const openPanel = () => {
    if (running) running.openPanel();
    else isPanelWanted = true;
  };
  app.on('second-instance', openPanel);
  app.on('activate', openPanel);
  // The app lives in the tray, windows come and go.
  app.on('window-all-closed', () => undefined);
  quitInOrder(() => running);

  await app.whenReady();
  // On macOS the keys for copy and paste come from a menu; elsewhere there is none.
  Menu.setApplicationMenu(
    process.platform === 'darwin' ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }]) : null,
  );
  const here = import.meta.dirname;
  const tray = new TrayIcon(join(here, '../../assets/tray'), (command) => {
    if (command.kind === 'quit') app.quit();
    else if (command.kind !== 'approach') openPanel();
  });
  tray.show(STARTING);
  // There is no token in this process yet.
  forbidCoreDumps(log);

  try {
    const { startApp } = await import('./app');
    running = await startApp({
      ...options,
      askedDataFolder: options.dataFolder,
      dataFolder,
      preload: join(here, '../preload/panel.cjs'),
      pages: join(here, '../renderer'),
      panelUrl: panelUrl(),
      tray,
      log,
    });
    if (isPanelWanted) running.openPanel();
  } catch (error) {
    log('start-failed', { code: nameOf(error) });
    sayBeforeLeaving(
      `Partner Token Tray couldn't start (${nameOf(error)}). Find details in ${join(dataFolder, 'logs')}.`,
    );
    app.exit(1);
  }
}

/** Quitting waits until the clipboard is cleared and a token that is being written is safe. */
function quitInOrder(running: () => RunningApp | null): void {
  let state: 'running' | 'quitting' | 'done' = 'running';
  app.on('before-quit', (event) => {
    const current = running();
    if (state === 'done' || !current) return;
    event.preventDefault();
    if (state === 'quitting') return;
    state = 'quitting';
    void current.shutDown().finally(() => {
      state = 'done';
      app.quit();
    });
  });
}

function chooseDataFolder({ dataFolder, importInto }: StartOptions): string | null {
  try {
    return prepareDataFolder(dataFolder, () => join(app.getPath('appData'), 'Partner Token Tray'), '--user-data-dir');
  } catch (error) {
    sayBeforeLeaving(error instanceof Error ? error.message : "The data folder can't be used.", importInto === null);
    return null;
  }
}

/** On Linux this goes to standard error in any case, and a box would need a display. */
function sayBeforeLeaving(message: string, mayShow = true): void {
  if (process.platform === 'linux' || !mayShow) process.stderr.write(`${message}\n`);
  else dialog.showErrorBox('Partner Token Tray', message);
}

/** The panel's page; electron-vite serves it while developing. */
function panelUrl(): string {
  const development = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL;
  return development ?? PANEL_URL;
}
