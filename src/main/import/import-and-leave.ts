import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';
import { type Log, nameOf } from '../system/log';

/**
 * Imports the refresh token that comes on standard input, says in a line what came of it, and ends the process with the
 * outcome's code. To be called before Electron is ready. Shows nothing, and takes no single-instance lock: the app may be
 * running. The token is in no argument, no print and no log.
 */
export function importAndLeave(dataFolder: string, wanted: string, log: Log): void {
  // What Chromium keeps on disk is for one process at a time; the app may have its own in the data folder.
  const scratch = mkdtempSync(join(tmpdir(), 'partner-token-tray-'));
  app.setPath('sessionData', scratch);
  app.dock?.hide();

  let isOver = false;
  const leave = (words: string, code: 0 | 1 | 2) => {
    if (isOver) return;
    isOver = true;
    (code === 0 ? process.stdout : process.stderr).write(`${words}\n`);
    rmSync(scratch, { recursive: true, force: true });
    app.exit(code);
  };
  const fail = (error: unknown) => {
    log('import-fault', { code: nameOf(error) });
    leave(`Something went wrong in the app (${nameOf(error)}). Check in the app whether the token was imported.`, 1);
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  // Ctrl+C. What is being written is as safe as in any crash.
  app.on('before-quit', (event) => {
    event.preventDefault();
    leave('The import was canceled.', 1);
  });
  // Not needed by an app that stays, whose icon comes first.
  import('./import-from-input')
    .then(({ importFromInput }) => importFromInput(dataFolder, wanted))
    .then((outcome) => leave(outcome.words, outcome.ok ? 0 : outcome.code === 2 ? 2 : 1), fail);
}
