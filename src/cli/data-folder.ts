import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { prepareDataFolder } from '../platform/files/data-folder';
import { CommandError } from './command-error';

/** The folder that the app keeps its files in, or the one that was asked for; it exists and can be written to. */
export function findDataFolder(asked: string | null): string {
  try {
    return prepareDataFolder(asked ?? (process.env.PARTNER_TOKEN_TRAY_DATA || null), usualDataFolder, '--data-folder');
  } catch (error) {
    throw new CommandError(1, error instanceof Error ? error.message : "The data folder can't be used.");
  }
}

/** The same, without a look whether it exists. */
export function dataFolderPath(asked: string | null): string {
  return asked ?? (process.env.PARTNER_TOKEN_TRAY_DATA || usualDataFolder());
}

/** As Electron's `appData`, and the app's name. Source: Electron's documentation, `app.getPath`. */
function usualDataFolder(): string {
  return join(appData(), 'Partner Token Tray');
}

function appData(): string {
  const { APPDATA, XDG_CONFIG_HOME } = process.env;
  switch (process.platform) {
    case 'win32':
      return APPDATA || join(home(), 'AppData', 'Roaming');
    case 'darwin':
      return join(home(), 'Library', 'Application Support');
    default:
      return XDG_CONFIG_HOME || join(home(), '.config');
  }
}

/** Throws an Error whose message is fit to print. */
function home(): string {
  try {
    const folder = homedir();
    if (isAbsolute(folder)) return folder;
  } catch {
    // A user whom the system knows nothing of.
  }
  throw new Error('There is no home folder. Choose where the connections are with --data-folder=FOLDER.');
}
