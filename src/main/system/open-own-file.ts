import { join } from 'node:path';
import { app, shell } from 'electron';
import type { Reply } from '../../ipc/contract';
import { DONE, refuse } from '../wording/replies';

/** Opens a folder or file of the app's own in the system's program for it. Never anything that a page names. */
export async function openOwnFile(what: 'license' | { readonly dataFolder: string }): Promise<Reply> {
  const path = what === 'license' ? licenseFile() : what.dataFolder;
  const problem = await shell.openPath(path);
  return problem === '' ? DONE : refuse("Couldn't open it.", `Open ${path} yourself.`);
}

/** Where electron-builder.yml puts it. */
function licenseFile(): string {
  return app.isPackaged ? join(process.resourcesPath, 'LICENSE.txt') : join(app.getAppPath(), 'LICENSE');
}
