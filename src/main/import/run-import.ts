import { Keeper } from '../../core/keeper/keeper';
import type { ImportOutcome } from '../../core/model/import-outcome';
import { isHeldByAnother } from '../agent/folder-holder';
import { createAdapters } from '../system/adapters';
import { systemTimers as timers } from '../system/timers';
import { askForClientCertificates } from '../trust/client-certificates';
import { sessionOfCalls, trustExtraAuthorities } from '../trust/custom-trust';
import { importInto } from './import-into';

/**
 * Puts the keeper together as the app does, imports a refresh token, and stops it: it refreshes nothing and gives no
 * notification. `folder-held`: another process holds the data folder, so nothing was tried. Electron has to be ready.
 */
export async function runImport(
  dataFolder: string,
  wanted: string,
  token: string,
): Promise<ImportOutcome | 'folder-held'> {
  // Before the first session is made.
  const customClouds = () => keeper.connections().flatMap(({ customCloud }) => customCloud ?? []);
  trustExtraAuthorities(customClouds);
  // There is no window to ask in, so none is given.
  askForClientCertificates();
  const clock = { now: () => Date.now() };
  const { ports } = createAdapters(dataFolder, () => null, sessionOfCalls(customClouds));
  const keeper = new Keeper({ ...ports, clockOf: () => clock, timers, random: Math.random });
  await keeper.open();
  try {
    if (isHeldByAnother(keeper)) return 'folder-held';
    return await importInto(keeper, wanted, token, false);
  } finally {
    await keeper.stop();
  }
}
