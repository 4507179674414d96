import type { KeeperApi } from '../../core/keeper/keeper-api';
import type { PracticeCloudHost } from '../practice/practice-cloud';
import { type Log, nameOf } from '../system/log';

/** Starts the keeper, and the practice cloud if there is anything in it. Never rejects. */
export async function startKeeper(keeper: KeeperApi, practice: PracticeCloudHost, log: Log): Promise<void> {
  const startPractice = () =>
    practice.start().catch((error: unknown) => log('practice-not-started', { code: nameOf(error) }));
  // The practice clock has to tell the time before the keeper asks what is due.
  if (practice.wasUsed) await startPractice();
  await keeper.start();
  if (keeper.connections().some(({ cloud }) => cloud === 'practice')) await startPractice();
  else await practice.stop();
}
