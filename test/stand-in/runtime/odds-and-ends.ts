import { refuseTheRest } from './refusal';
import { standIn } from './stand-in';

const crashReporterDouble: Pick<Electron.CrashReporter, 'start' | 'getUploadToServer' | 'addExtraParameter'> = {
  start: (options) => {
    standIn.crashReporter = options;
  },
  addExtraParameter: () => {},
  getUploadToServer: () => false,
};
export const crashReporter = refuseTheRest('CrashReporter', crashReporterDouble, 'crashReporter');

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
