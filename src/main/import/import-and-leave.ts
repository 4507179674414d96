import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';
import { decodeText } from '../../core/validation/decode-text';
import { type Log, nameOf } from '../system/log';
import { CHANGED } from '../system/second-instance';
import { LONGEST_SECRET } from '../system/secret-file';
import { type ImportOutcome, misuse, refused } from './outcome';
import { type Input, readStandardInput } from './standard-input';

const HOW = 'Send it from a file: partner-token-tray --import-token=CONNECTION < token.txt';

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
  const leave = ({ code, words }: ImportOutcome) => {
    if (isOver) return;
    isOver = true;
    (code === 0 ? process.stdout : process.stderr).write(`${words}\n`);
    rmSync(scratch, { recursive: true, force: true });
    app.exit(code);
  };
  const fail = (error: unknown) => {
    log('import-fault', { code: nameOf(error) });
    leave(
      refused(`The import ran into a fault of its own (${nameOf(error)}). Nothing is known to have been imported.`),
    );
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  // Ctrl+C. What is being written is as safe as in any crash.
  app.on('before-quit', (event) => {
    event.preventDefault();
    leave(refused('The import was broken off.'));
  });
  importFromInput(dataFolder, wanted).then(leave, fail);
}

async function importFromInput(dataFolder: string, wanted: string): Promise<ImportOutcome> {
  const input = await readStandardInput(LONGEST_SECRET);
  const token = textOf(input);
  if (typeof token !== 'string') return token;
  await app.whenReady();
  const { runImport } = await import('./run-import');
  const outcome = await runImport(dataFolder, wanted, token);
  if (outcome.code !== 2) tellTheApp();
  return outcome;
}

function textOf(input: Input): string | ImportOutcome {
  if (input.kind === 'terminal') return misuse(`A refresh token is not to be typed into a terminal. ${HOW}`);
  if (input.kind === 'too-big') return misuse(`What came on standard input is too long for a refresh token. ${HOW}`);
  const text = decodeText(input.bytes);
  if (text === null) return misuse(`What came on standard input is not text. ${HOW}`);
  return text.trim() === '' ? misuse(`Nothing came on standard input. ${HOW}`) : text;
}

/** The app that runs over this data folder, if there is one, looks at once. */
function tellTheApp(): void {
  const isAlone = app.requestSingleInstanceLock(CHANGED);
  if (isAlone) app.releaseSingleInstanceLock();
}
