import { lookup } from 'node:dns/promises';
import { app } from './app';
import { Double, NotInTheStandIn, refuseTheRest } from './refusal';
import { type DialogAnswer, standIn } from './stand-in';

type PowerSupported = 'getSystemIdleState' | 'getSystemIdleTime' | 'isOnBatteryPower' | 'onBatteryPower';

/** Says nothing by itself: tests emit `suspend`, `resume`, `lock-screen`, … on it, as they may on the real one. */
class PowerMonitorDouble extends Double implements Pick<Electron.PowerMonitor, PowerSupported> {
  onBatteryPower = false;
  idleState: 'active' | 'idle' | 'locked' = 'active';

  constructor() {
    super('PowerMonitor', 'powerMonitor');
  }

  isOnBatteryPower(): boolean {
    return this.onBatteryPower;
  }

  getSystemIdleState(_idleThreshold: number): 'active' | 'idle' | 'locked' | 'unknown' {
    return this.idleState;
  }

  getSystemIdleTime(): number {
    return this.idleState === 'active' ? 0 : 3600;
  }
}

export const powerMonitor = new PowerMonitorDouble();
standIn.setIdle = (state) => {
  powerMonitor.idleState = state;
};
standIn.setOnBattery = (onBattery) => {
  powerMonitor.onBatteryPower = onBattery;
  powerMonitor.emit(onBattery ? 'on-battery' : 'on-ac');
};

const ACCELERATOR_KEY =
  /^([a-z0-9]|f([1-9]|1\d|2[0-4])|plus|space|tab|capslock|numlock|scrolllock|backspace|delete|insert|return|enter|up|down|left|right|home|end|pageup|pagedown|escape|esc|printscreen|volume(up|down|mute)|media(nexttrack|previoustrack|stop|playpause)|num([0-9]|dec|add|sub|mult|div)|[)!@#$%^&*(:;+=<,_\->.?/~`{\][|\\}"'])$/i;
const ACCELERATOR_MODIFIER =
  /^(command|cmd|control|ctrl|commandorcontrol|cmdorctrl|alt|option|altgr|shift|super|meta)$/i;

function checkAccelerator(accelerator: string): void {
  const parts = accelerator.split('+');
  const key = parts.pop() ?? '';
  if (ACCELERATOR_KEY.test(key) && parts.every((part) => ACCELERATOR_MODIFIER.test(part))) return;
  throw new TypeError(`Error processing argument at index 0, conversion failure from ${accelerator}`);
}

const shortcuts = new Map<string, () => void>();
type ShortcutSupported = 'isRegistered' | 'register' | 'registerAll' | 'unregister' | 'unregisterAll';

const shortcutDouble: Pick<Electron.GlobalShortcut, ShortcutSupported> = {
  register: (accelerator, callback) => {
    if (!app.isElectronReady()) throw new Error('globalShortcut cannot be used before the app is ready');
    checkAccelerator(accelerator);
    if (shortcuts.has(accelerator) || standIn.takenShortcuts.has(accelerator)) return false;
    shortcuts.set(accelerator, callback);
    return true;
  },
  registerAll: (accelerators, callback) => {
    for (const accelerator of accelerators) globalShortcut.register(accelerator, callback);
  },
  isRegistered: (accelerator) => shortcuts.has(accelerator),
  unregister: (accelerator) => void shortcuts.delete(accelerator),
  unregisterAll: () => shortcuts.clear(),
};
export const globalShortcut = refuseTheRest('GlobalShortcut', shortcutDouble, 'globalShortcut');
standIn.shortcuts = () => [...shortcuts.keys()];
standIn.fireShortcut = (accelerator) => {
  const callback = shortcuts.get(accelerator);
  callback?.();
  return callback !== undefined;
};

type ShellSupported = 'beep' | 'openExternal' | 'openPath' | 'showItemInFolder';

const shellDouble: Pick<Electron.Shell, ShellSupported> = {
  beep: () => {
    standIn.beeps += 1;
  },
  openExternal: async (url) => {
    if (!URL.canParse(url)) throw new Error('Invalid URL');
    standIn.openedExternally.push(url);
  },
  openPath: async (path) => {
    standIn.openedPaths.push(path);
    return '';
  },
  showItemInFolder: (fullPath) => {
    standIn.shownInFolder.push(fullPath);
  },
};
export const shell = refuseTheRest('Shell', shellDouble, 'shell');

type DialogSupported =
  | 'showErrorBox'
  | 'showMessageBox'
  | 'showMessageBoxSync'
  | 'showOpenDialog'
  | 'showOpenDialogSync'
  | 'showSaveDialog'
  | 'showSaveDialogSync';

/** The options are the last argument; a window may stand before them. */
function noteDialog(kind: 'message' | 'open' | 'save', args: readonly object[]): DialogAnswer {
  standIn.dialogs.push({ kind, options: args.at(-1) ?? {} });
  return standIn.dialogAnswers.shift() ?? {};
}

function cancelIdOf(args: readonly object[]): number {
  const options: { cancelId?: number; defaultId?: number } = args.at(-1) ?? {};
  return options.cancelId ?? 0;
}

const dialogDouble: Pick<Electron.Dialog, DialogSupported> = {
  showErrorBox: (title, content) => {
    standIn.dialogs.push({ kind: 'error', options: { title, content } });
    console.error(`${title}\n${content}`);
  },
  showMessageBox: async (...args: object[]) => {
    const answer = noteDialog('message', args);
    return { response: answer.response ?? cancelIdOf(args), checkboxChecked: answer.checkboxChecked ?? false };
  },
  showMessageBoxSync: (...args: object[]) => noteDialog('message', args).response ?? cancelIdOf(args),
  showOpenDialog: async (...args: object[]) => {
    const { filePaths } = noteDialog('open', args);
    return { canceled: !filePaths, filePaths: filePaths ?? [] };
  },
  showOpenDialogSync: (...args: object[]) => noteDialog('open', args).filePaths,
  showSaveDialog: async (...args: object[]) => {
    const { filePath } = noteDialog('save', args);
    return { canceled: filePath === undefined, filePath: filePath ?? '' };
  },
  showSaveDialogSync: (...args: object[]) => noteDialog('save', args).filePath ?? '',
};
export const dialog = refuseTheRest('Dialog', dialogDouble, 'dialog');

let online = process.env.STAND_IN_OFFLINE !== '1';
standIn.setOnline = (now) => {
  online = now;
};

type NetSupported = 'fetch' | 'isOnline' | 'online' | 'resolveHost';

/** Requests are Node's own: no cookies, no system proxy, and `setOnline` does not hold them up. */
const netDouble: Pick<Electron.Net, NetSupported> = {
  fetch: (input, init) => {
    if (!app.isElectronReady()) throw new Error('net module can only be used after app is ready');
    return fetch(input, init);
  },
  isOnline: () => online,
  get online() {
    return online;
  },
  resolveHost: async (host) => {
    const found = await lookup(host, { all: true });
    return { endpoints: found.map(({ address, family }) => ({ address, family: family === 6 ? 'ipv6' : 'ipv4' })) };
  },
};
export const net = refuseTheRest('Net', netDouble, 'net');

const crashReporterDouble: Pick<Electron.CrashReporter, 'start' | 'getUploadToServer' | 'addExtraParameter'> = {
  start: (options) => {
    standIn.crashReporter = options;
  },
  addExtraParameter: () => {},
  getUploadToServer: () => false,
};
export const crashReporter = refuseTheRest('CrashReporter', crashReporterDouble, 'crashReporter');

const protocolDouble: Pick<Electron.Protocol, 'registerSchemesAsPrivileged' | 'isProtocolHandled'> = {
  registerSchemesAsPrivileged: (schemes) => {
    if (schemes.length > 0) throw new NotInTheStandIn('protocol.registerSchemesAsPrivileged with a scheme');
  },
  isProtocolHandled: () => false,
};
export const protocol = refuseTheRest('Protocol', protocolDouble, 'protocol');

const powerSaveBlockers = new Set<number>();
let lastBlocker = 0;
const powerSaveBlockerDouble: Pick<Electron.PowerSaveBlocker, 'start' | 'stop' | 'isStarted'> = {
  start: () => {
    lastBlocker += 1;
    powerSaveBlockers.add(lastBlocker);
    return lastBlocker;
  },
  stop: (id) => powerSaveBlockers.delete(id),
  isStarted: (id) => powerSaveBlockers.has(id),
};
export const powerSaveBlocker = refuseTheRest('PowerSaveBlocker', powerSaveBlockerDouble, 'powerSaveBlocker');
