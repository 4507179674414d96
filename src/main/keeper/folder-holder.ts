import type { KeeperApi } from '../../core/keeper/keeper-api';

/** Whether another process holds the data folder, so that this one's keeper may not do anything. */
export function isHeldByAnother(keeper: Pick<KeeperApi, 'appTrouble'>): boolean {
  return keeper.appTrouble()?.code === 'folder/busy';
}
