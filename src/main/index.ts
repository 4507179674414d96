import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app, dialog, Menu } from 'electron';
import type { RunningApp } from './app';
import { importAndLeave } from './import/import-and-leave';
import { prepareDataFolder, readStartOptions, type StartOptions, usualDataFolder } from './start-options';
import { forbidCoreDumps } from './system/core-dumps';
import { createLog, type Log, nameOf } from './system/log';
import { STARTING } from './tray/starting-face';
import { TrayIcon } from './tray/tray';

const options = readStartOptions(process.argv, process.env);
if (options.version) {
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
  const dataFolder = chooseDataFolder(options);
  if (dataFolder === null) {
    app.exit(2);
    return;
  }
  app.setPath('userData', dataFolder);
  const log = createLog(join(dataFolder, 'logs', 'main.log'));
  forbidCoreDumps(log);
  if (options.importInto !== null) {
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
  const running = whenOnly<RunningApp>();
  app.on('second-instance', () => running.use((it) => it.openPanel()));
  app.on('activate', () => running.use((it) => it.openPanel()));
  // The app lives in the tray, windows come and go.
  app.on('window-all-closed', () => undefined);
  quitInOrder(running);

  await app.whenReady();
  // On macOS the keys for copy and paste come from a menu; elsewhere there is none.
  Menu.setApplicationMenu(
    process.platform === 'darwin' ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }]) : null,
  );
  const here = import.meta.dirname;
  const tray = new TrayIcon(join(here, '../../assets/tray'), (command) => {
    if (command.kind === 'quit') app.quit();
    else running.use((it) => it.openPanel());
  });
  tray.show(STARTING);

  try {
    const { startApp } = await import('./app');
    running.set(
      await startApp({
        dataFolder,
        preload: join(here, '../preload/panel.cjs'),
        panelUrl: panelUrl(here),
        tray,
        log,
        hidden: options.hidden,
        practice: options.practice,
        panelStays: options.panelStays,
      }),
    );
  } catch (error) {
    log('start-failed', { code: nameOf(error) });
    sayBeforeLeaving(
      `Partner Token Tray couldn't start (${nameOf(error)}). Find details in ${join(dataFolder, 'logs')}.`,
    );
    app.exit(1);
  }
}

/** Quitting waits until the clipboard is cleared and a token that is being written is safe. */
function quitInOrder(running: Later<RunningApp>): void {
  let state: 'running' | 'quitting' | 'done' = 'running';
  app.on('before-quit', (event) => {
    const current = running.current();
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
    return prepareDataFolder(dataFolder, usualDataFolder(app.getPath('appData')));
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
function panelUrl(here: string): string {
  const development = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL;
  return development ?? pathToFileURL(join(here, '../renderer/index.html')).href;
}

interface Later<T> {
  current(): T | null;
  set(value: T): void;
  /** Now, or as soon as there is something to use. */
  use(job: (value: T) => void): void;
}

function whenOnly<T>(): Later<T> {
  let value: T | null = null;
  const waiting: ((value: T) => void)[] = [];
  return {
    current: () => value,
    set: (given) => {
      value = given;
      for (const job of waiting.splice(0)) job(given);
    },
    use: (job) => {
      if (value === null) waiting.push(job);
      else job(value);
    },
  };
}
