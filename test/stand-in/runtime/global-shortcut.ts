import { app } from './app';
import { refuseTheRest } from './refusal';
import { standIn } from './stand-in';

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

function refuseBeforeReady(): void {
  if (!app.isElectronReady()) throw new Error('globalShortcut cannot be used before the app is ready');
}

const shortcuts = new Map<string, () => void>();
type ShortcutSupported = 'isRegistered' | 'register' | 'registerAll' | 'unregister' | 'unregisterAll';

const shortcutDouble: Pick<Electron.GlobalShortcut, ShortcutSupported> = {
  register: (accelerator, callback) => {
    refuseBeforeReady();
    checkAccelerator(accelerator);
    if (shortcuts.has(accelerator) || standIn.takenShortcuts.has(accelerator)) return false;
    shortcuts.set(accelerator, callback);
    return true;
  },
  registerAll: (accelerators, callback) => {
    for (const accelerator of accelerators) globalShortcut.register(accelerator, callback);
  },
  isRegistered: (accelerator) => shortcuts.has(accelerator),
  unregister: (accelerator) => {
    refuseBeforeReady();
    checkAccelerator(accelerator);
    shortcuts.delete(accelerator);
  },
  unregisterAll: () => {
    refuseBeforeReady();
    shortcuts.clear();
  },
};
export const globalShortcut = refuseTheRest('GlobalShortcut', shortcutDouble, 'globalShortcut');
standIn.shortcuts = () => [...shortcuts.keys()];
standIn.fireShortcut = (accelerator) => {
  const callback = shortcuts.get(accelerator);
  callback?.();
  return callback !== undefined;
};
