import { app } from 'electron';
import type { ImportOutcome } from '../../agent/handlers/import-token';
import { misused } from '../../agent/handlers/refusals';
import { LONGEST_SECRET } from '../../core/validation/refresh-token';
import { decodeText } from '../../platform/files/decode-text';
import { type Input, readStandardInput } from '../../platform/system/standard-input';

const HOW = 'Use a file instead: partner-token-tray --import-token=CONNECTION < token.txt';

/** Imports the refresh token that comes on standard input: the app does it if it runs, else this process. */
export async function importFromInput(dataFolder: string, wanted: string): Promise<ImportOutcome> {
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
