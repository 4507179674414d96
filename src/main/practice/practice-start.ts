import type { PracticeCloud } from '../../practice';
import { refuse } from '../wording/replies';
import type { PracticeCloudHost } from './practice-cloud';

/** The practice cloud, started if need be; `null` when it cannot be. */
export async function startedPractice(practice: PracticeCloudHost): Promise<PracticeCloud | null> {
  try {
    return await practice.start();
  } catch {
    return null;
  }
}

/** No port could be had for it. */
export const NO_PRACTICE = refuse(
  "Couldn't start the practice cloud.",
  'Another app or the firewall may keep this app from listening on 127.0.0.1. Check the firewall, then try again.',
);
