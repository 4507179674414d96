import { readFileSync } from 'node:fs';
import inspector from 'node:inspector';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from './app';
import { browser } from './chromium/browser';
import { showNothing } from './chromium/display';
import { openDoor } from './chromium/door';
import { commandLine } from './command-line';
import { electronModule } from './electron-module';
import { type FoundApp, findApp, findPackagedApp } from './find-app';
import { hookElectron } from './module-hooks';
import { contentsOfTarget } from './web-contents';
import { wireUp } from './wiring';

interface CommandLineParts {
  readonly loaders: readonly string[];
  /** Port of Node's inspector. */
  readonly inspect: number | undefined;
  readonly inspectBreak: boolean;
  readonly devToolsPort: number | undefined;
  readonly rest: readonly string[];
}

function portOf(value: string | undefined, usual: number): number {
  const port = Number((value ?? '').split(':').at(-1) || usual);
  return Number.isInteger(port) ? port : usual;
}

function readCommandLine(args: readonly string[]): CommandLineParts {
  const loaders: string[] = [];
  const rest: string[] = [];
  let inspect: number | undefined;
  let inspectBreak = false;
  let devToolsPort: number | undefined;
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    const [name, value] = arg.split(/=(.*)/s);
    if (arg === '-r' || arg === '--require') {
      at += 1;
      loaders.push(args[at] ?? '');
    } else if (name === '--inspect' || name === '--inspect-brk') {
      inspect = portOf(value, 9229);
      inspectBreak = name === '--inspect-brk';
    } else if (name === '--remote-debugging-port') devToolsPort = portOf(value, 0);
    else rest.push(arg);
  }
  return { loaders, inspect, inspectBreak, devToolsPort, rest };
}

/** Switches that steer the stand-in itself, or that Chromium gets in another way. */
const NOT_FOR_CHROMIUM: ReadonlySet<string> = new Set([
  'user-data-dir',
  'remote-debugging-port',
  'remote-debugging-pipe',
  'headless',
  'inspect',
]);
/** Switches of Chromium that an app may set and that matter to its pages. */
const FOR_CHROMIUM = [
  'lang',
  'proxy-server',
  'host-rules',
  'host-resolver-rules',
  'ignore-certificate-errors',
  'force-color-profile',
  'js-flags',
];

function chromiumSwitches(): string[] {
  return FOR_CHROMIUM.filter((name) => commandLine.hasSwitch(name) && !NOT_FOR_CHROMIUM.has(name)).map((name) => {
    const value = commandLine.getSwitchValue(name);
    return value === '' ? `--${name}` : `--${name}=${value}`;
  });
}

function findTheApp(distFolder: string, args: readonly string[]): FoundApp {
  const packaged = findPackagedApp(join(distFolder, 'resources'));
  if (packaged) return packaged;
  const named = args.find((arg) => !arg.startsWith('-'));
  if (named === undefined) throw new Error('Name an app to run: electron <folder or main file>');
  return findApp(named);
}

/** Makes the process look like Electron's main process to what runs in it. */
function disguiseProcess(executable: string, distFolder: string, args: readonly string[]): void {
  const versions = { ...process.versions, electron: readFileSync(join(distFolder, 'version'), 'utf8').trim() };
  const set = (name: string, value: unknown): void => {
    Object.defineProperty(process, name, { value, writable: true, enumerable: true, configurable: true });
  };
  set('versions', versions);
  set('type', 'browser');
  set('resourcesPath', join(distFolder, 'resources'));
  set('execPath', executable);
  set('argv', [executable, ...args]);
}

async function run(): Promise<void> {
  const executable = process.env.STAND_IN_EXECUTABLE ?? process.execPath;
  delete process.env.STAND_IN_EXECUTABLE;
  const distFolder = dirname(executable);
  const args = process.argv.slice(2);
  disguiseProcess(executable, distFolder, args);
  const asksForVersion = args[0] === '--version' || args[0] === '-v';
  // A packaged app answers for itself.
  if (asksForVersion && findPackagedApp(join(distFolder, 'resources')) === undefined) {
    console.log(`v${process.versions.electron}`);
    return;
  }
  const { loaders, inspect, inspectBreak, devToolsPort, rest } = readCommandLine(args);
  commandLine.readArguments(args);
  browser.extraArguments = chromiumSwitches;
  wireUp();
  hookElectron(electronModule);
  if (inspect !== undefined) inspector.open(inspect, '127.0.0.1');
  if (devToolsPort !== undefined) showNothing();
  if (devToolsPort !== undefined)
    await openDoor(devToolsPort, (targetId) => contentsOfTarget(targetId)?.isEmpty ?? true);
  const found = findTheApp(distFolder, rest);
  app.introduce({
    name: found.name,
    version: found.version,
    path: found.folder,
    isPackaged: found.isPackaged,
    executable,
  });
  if (!found.isPackaged) Reflect.set(process, 'defaultApp', true);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
  const require = createRequire(found.entry);
  for (const loader of loaders) require(loader);
  if (inspectBreak) inspector.waitForDebugger();
  await import(pathToFileURL(found.entry).href);
  app.becomeReady();
}

run().catch((error: unknown) => {
  console.error('The app could not be started:', error);
  app.exit(1);
});
