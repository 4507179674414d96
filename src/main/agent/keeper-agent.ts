import { AgentSwitch } from '../../agent/agent-switch';
import { isHeldByAnother } from '../../agent/handlers/import-token';
import type { AgentHandlers } from '../../agent/requests';
import { type Log, nameOf } from '../system/log';

export interface KeeperAgentOptions {
  readonly dataFolder: string;
  readonly keeper: Parameters<typeof isHeldByAnother>[0];
  readonly handlers: AgentHandlers;
  /** Whether the person lets other programs ask. */
  readonly isWanted: () => boolean;
  readonly log: Log;
}

/**
 * Lets other processes of this user ask the app's keeper, once that has started: while the person wants it, and while the keeper holds
 * the data folder, for whoever listens for a folder sweeps away what is left of those before.
 */
export function keeperAgent({ dataFolder, keeper, handlers, isWanted, log }: KeeperAgentOptions): AgentSwitch {
  return new AgentSwitch({
    ...{ dataFolder, handlers, log },
    isWanted: () => isWanted() && !isHeldByAnother(keeper),
    failed: (error) => log('agent-not-served', { code: nameOf(error) }),
  });
}
