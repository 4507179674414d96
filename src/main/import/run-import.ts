import { type ImportOutcome, importInto, isHeldByAnother } from '../../agent/handlers/import-token';
import { SECOND } from '../../core/model/time';
import { systemClock } from '../../platform/system/timers';
import { createKeeper } from '../keeper/create-keeper';
import { askForClientCertificates } from '../trust/client-certificates';

/** Whoever has the folder and answers nobody is not waited for long: nothing is lost by saying so. */
const PATIENCE = 3 * SECOND;

/**
 * Puts the keeper together as the app does, imports a refresh token, and stops it: it refreshes nothing and gives no
 * notification. `folder-held`: another process holds the data folder, so nothing was tried. Electron has to be ready.
 */
export async function runImport(
  dataFolder: string,
  wanted: string,
  token: string,
): Promise<ImportOutcome | 'folder-held'> {
  const { keeper } = createKeeper(
    dataFolder,
    () => null,
    () => systemClock,
    { patience: PATIENCE },
  );
  // There is no window to ask in, so no client certificate is used.
  askForClientCertificates();
  await keeper.open();
  try {
    if (isHeldByAnother(keeper)) return 'folder-held';
    return await importInto(keeper, wanted, token, false);
  } finally {
    await keeper.stop();
  }
}
