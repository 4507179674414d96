import { Keeper } from '../../core/keeper/keeper';
import type { KeeperPorts } from '../../core/keeper/ports';
import type { DurationMs } from '../../core/model/time';
import { type Adapters, createAdapters } from '../../platform/adapters';
import type { NetworkOptions } from '../../platform/http/fetch-within';
import { systemTimers as timers } from '../../platform/system/timers';
import { CustomTrust } from '../trust/custom-trust';

/**
 * The keeper of a data folder, with the adapters of the app; it does nothing yet. To be called before the first session is made.
 * @param practiceOrigin Where the practice cloud listens, `null` while it does not run.
 * @param own `patience`: how long to wait for another process that has the folder; 30 seconds unless told otherwise.
 */
export function createKeeper(
  dataFolder: string,
  practiceOrigin: () => string | null,
  clockOf: KeeperPorts['clockOf'],
  own: { readonly patience?: DurationMs } & Pick<KeeperPorts, 'notifyAt'> = {},
): { readonly keeper: Keeper; readonly adapters: Adapters } {
  const trust = new CustomTrust();
  const fetch: NetworkOptions['fetch'] = (url, init, trusting) => trust.session(trusting).fetch(url, init);
  const adapters = createAdapters(dataFolder, { fetch, practiceOrigin }, own.patience);
  const keeper = new Keeper({ ...adapters.ports, ...own, clockOf, timers, random: Math.random });
  return { keeper, adapters };
}
