import { type Agent, type AgentOptions, serveAgent } from './server';

export interface AgentSwitchOptions extends AgentOptions {
  /** Whether other processes may ask now. */
  readonly isWanted: () => boolean;
  /** It can't be turned on or off. Whoever keeps connections goes on without: other processes find nobody. */
  readonly failed: (error: unknown) => void;
}

/** Lets other processes of this user ask a keeper, while that is wanted. */
export class AgentSwitch {
  #agent: Agent | null = null;
  #isOver = false;
  /** One thing at a time: what has just been turned off may still be closing. */
  #turn: Promise<void> = Promise.resolve();

  constructor(private readonly options: AgentSwitchOptions) {}

  /** Whether it is wanted may have changed. Resolves when it is on or off accordingly. Never rejects. */
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
    const isWanted = !this.#isOver && this.options.isWanted();
    if (isWanted === (this.#agent !== null)) return;
    try {
      if (isWanted) {
        this.#agent = await serveAgent(this.options);
      } else {
        const agent = this.#agent;
        this.#agent = null;
        await agent?.close();
      }
    } catch (error) {
      this.options.failed(error);
    }
  }
}
