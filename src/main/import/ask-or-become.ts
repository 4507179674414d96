import { askKeeper } from '../../agent/client';
import type { ImportOutcome } from '../../agent/handlers/import-token';
import { refused } from '../../agent/handlers/refusals';

/** Imports without anybody's help, or finds that another process holds the data folder; then it has tried nothing. */
export type ImportAlone = () => Promise<ImportOutcome | 'folder-held'>;

/** Has the keeper of the data folder import a refresh token. When there is none, this process becomes it. */
export async function askOrBecome(
  dataFolder: string,
  wanted: string,
  refreshToken: string,
  importAlone: ImportAlone,
): Promise<ImportOutcome> {
  const ask = async (): Promise<ImportOutcome | null> => {
    const asked = await askKeeper(dataFolder, { kind: 'import-token', wanted, refreshToken });
    if (asked.kind === 'nobody') return null;
    return asked.kind === 'reply' ? asked.answer.outcome : refused(asked.words);
  };
  const answered = await ask();
  if (answered) return answered;
  const alone = await importAlone();
  if (alone !== 'folder-held') return alone;
  // An app that has just started holds the folder before it listens.
  return (await ask()) ?? NOBODY_ANSWERS;
}

const NOBODY_ANSWERS = refused(
  'Partner Token Tray is running and its socket for other programs is turned off. Turn it on in Settings, or import the token in the panel.',
);
