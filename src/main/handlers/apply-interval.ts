import type { Keeper } from '../../core/keeper/keeper';
import type { DurationMs } from '../../core/model/time';
import type { Reply } from '../../ipc/contract';
import { answer, failed } from '../wording/replies';

/**
 * Gives every connection that is refreshed automatically this interval, and says how many had another. One that only reminds was set so
 * by a person, and stays so.
 */
export async function applyInterval(
  keeper: Pick<Keeper, 'connections' | 'change'>,
  interval: DurationMs,
): Promise<Reply<{ changed: number }>> {
  const others = keeper
    .connections()
    .filter(({ schedule }) => schedule.kind === 'every' && schedule.interval !== interval);
  // Together, so that they are written together.
  const results = await Promise.all(
    others.map(({ id }) => keeper.change(id, { schedule: { kind: 'every', interval } })),
  );
  for (const result of results) if (!result.ok) return failed(result.failure, null);
  return answer({ changed: others.length });
}
