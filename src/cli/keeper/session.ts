import { type Asked, askKeeper } from '../../agent/client';
import type { AnswerOf, Asker, Asking, RequestKind } from '../../agent/requests';
import { CommandError } from '../command-error';
import type { AloneKeeper } from './alone';

const NOBODY_ANSWERS =
  'Another program uses the connections and its socket is turned off. In Partner Token Tray, turn on "Command line" in Settings, or quit it, then try again.';

/** How a command reaches the keeper of a data folder: it asks the one that lives or, when there is none, becomes it until it ends. */
export class KeeperSession {
  #alone: AloneKeeper | null = null;

  constructor(
    private readonly dataFolder: string,
    private readonly asker: Asker,
  ) {}

  /** Has the keeper do something. Throws a {@link CommandError} when none can be asked; what it refuses stands in its answer. */
  async ask<K extends RequestKind>(request: Asking<K>, asker = this.asker): Promise<AnswerOf<K>> {
    if (this.#alone) return this.#alone.ask(request, asker);
    const answered = answerIn(await askKeeper(this.dataFolder, request, undefined, asker));
    if (answered) return answered;
    // Loaded only now: whoever is answered needs neither keychain nor MSAL.
    const { openAlone } = await import('./alone');
    this.#alone = await openAlone(this.dataFolder);
    if (this.#alone) return this.#alone.ask(request, asker);
    // One that has just started holds the folder before it listens.
    const late = answerIn(await askKeeper(this.dataFolder, request, undefined, asker));
    if (late) return late;
    throw new CommandError(1, NOBODY_ANSWERS);
  }

  /** Whether this process is the keeper now. */
  get isAlone(): boolean {
    return this.#alone !== null;
  }

  /** While this process is the keeper, lets others ask it too: for a command that lives long. */
  async serve(): Promise<void> {
    await this.#alone?.serve();
  }

  /** Keeps what must not be lost, and gives the folder back. Never rejects. */
  async close(): Promise<void> {
    await this.#alone?.close();
    this.#alone = null;
  }
}

function answerIn<K extends RequestKind>(asked: Asked<K>): AnswerOf<K> | null {
  if (asked.kind === 'failure') throw new CommandError(asked.reason === 'canceled' ? 130 : 1, asked.words);
  return asked.kind === 'reply' ? asked.answer : null;
}
