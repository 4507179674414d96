import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';
import type { ImportOutcome } from '../../agent/handlers/import-token';
import { misused, refused } from '../../agent/handlers/refusals';
import { LONGEST_SECRET } from '../../core/validation/refresh-token';
import { decodeText } from '../../platform/files/decode-text';
import { type Input, readStandardInput } from '../../platform/system/standard-input';
import { type Log, nameOf } from '../system/log';

const HOW = 'Use a file instead: partner-token-tray --import-token=CONNECTION < token.txt';

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
  const leave = (outcome: ImportOutcome) => {
    if (isOver) return;
    isOver = true;
    const { words } = outcome;
    const code = outcome.ok ? 0 : outcome.code === 2 ? 2 : 1;
    (code === 0 ? process.stdout : process.stderr).write(`${words}\n`);
    rmSync(scratch, { recursive: true, force: true });
    app.exit(code);
  };
  const fail = (error: unknown) => {
    log('import-fault', { code: nameOf(error) });
    leave(
      refused(`Something went wrong in the app (${nameOf(error)}). Check in the app whether the token was imported.`),
    );
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  // Ctrl+C. What is being written is as safe as in any crash.
  app.on('before-quit', (event) => {
    event.preventDefault();
    leave(refused('The import was canceled.'));
  });
  importFromInput(dataFolder, wanted).then(leave, fail);
}

async function importFromInput(dataFolder: string, wanted: string): Promise<ImportOutcome> {
  const input = await readStandardInput(LONGEST_SECRET);
  const token = textOf(input);
  if (typeof token !== 'string') return token;
  const { askOrBecome } = await import('./ask-or-become');
  return askOrBecome(dataFolder, wanted, token, async () => {
    await app.whenReady();
    const { runImport } = await import('./run-import');
    return runImport(dataFolder, wanted, token);
  });
}

function textOf(input: Input): string | ImportOutcome {
  if (input.kind === 'terminal') return misused(`Don't type a refresh token into a terminal. ${HOW}`);
  if (input.kind === 'too-big') return misused(`The text on standard input is too long for a refresh token. ${HOW}`);
  const text = decodeText(input.bytes);
  if (text === null) return misused(`Standard input isn't text. ${HOW}`);
  return text.trim() === '' ? misused(`Standard input is empty. ${HOW}`) : text;
}
