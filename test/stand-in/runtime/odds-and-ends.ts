import { NotInTheStandIn, refuseTheRest } from './refusal';
import { standIn } from './stand-in';

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
