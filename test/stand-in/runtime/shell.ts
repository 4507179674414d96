import { refuseTheRest } from './refusal';
import { standIn } from './stand-in';

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
