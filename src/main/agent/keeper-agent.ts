import { isHeldByAnother } from '../../agent/handlers/import-token';
import type { AgentHandlers } from '../../agent/requests';
import { type Agent, serveAgent } from '../../agent/server';
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
 * Lets other processes of this user ask the app's keeper: while the person wants it, and while the keeper holds the data
 * folder, for whoever listens for a folder sweeps away what is left of those before.
 */
export class KeeperAgent {
  #agent: Agent | null = null;
  #isOver = false;
  /** One thing at a time: what has just been turned off may still be closing. */
  #turn: Promise<void> = Promise.resolve();

  /** To be made once the keeper has started. */
  constructor(private readonly options: KeeperAgentOptions) {}

  /** The settings, or who holds the folder, may have changed. Resolves when it is on or off accordingly. Never rejects. */
  follow(): Promise<void> {
    this.#turn = this.#turn.then(() => this.#settle());
    return this.#turn;
  }

  /** Turns it off for good. Resolves when all who have asked are answered. Never rejects. */
  close(): Promise<void> {
    this.#isOver = true;
    return this.follow();
  }

  async #settle(): Promise<void> {
    const { dataFolder, keeper, handlers, log, isWanted: mayServe } = this.options;
    const isWanted = !this.#isOver && mayServe() && !isHeldByAnother(keeper);
    if (isWanted === (this.#agent !== null)) return;
    try {
      if (isWanted) {
        this.#agent = await serveAgent({ dataFolder, handlers, log });
      } else {
        const agent = this.#agent;
        this.#agent = null;
        await agent?.close();
      }
    } catch (error) {
      // The app works without: other processes find nobody.
      log('agent-not-served', { code: nameOf(error) });
    }
  }
}
