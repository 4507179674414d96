import { Keeper } from '../../core/keeper/keeper';
import { createAdapters } from '../adapters';
import { systemTimers as timers } from '../system/timers';
import { askForClientCertificates } from '../trust/client-certificates';
import { trustExtraAuthorities } from '../trust/custom-trust';
import { importInto } from './import-into';
import type { ImportOutcome } from './outcome';

/**
 * Puts the keeper together as the app does, imports a refresh token, and stops it: it refreshes nothing and gives no notification.
 * The app may be running over the same folder meanwhile.
 */
export async function runImport(dataFolder: string, wanted: string, token: string): Promise<ImportOutcome> {
  // Before the first session is made.
  const customClouds = () => keeper.connections().flatMap(({ customCloud }) => customCloud ?? []);
  trustExtraAuthorities(customClouds);
  // There is no window to ask in, so none is given.
  askForClientCertificates();
  const clock = { now: () => Date.now() };
  const { ports } = createAdapters(dataFolder, () => null, customClouds);
  const keeper = new Keeper({ ...ports, clockOf: () => clock, timers, random: Math.random });
  await keeper.open();
  try {
    return await importInto(keeper, wanted, token);
  } finally {
    await keeper.stop();
  }
}
