import { type Asked, askKeeper } from '../../agent/client';
import type { AnswerOf, Asker, Asking, RequestKind } from '../../agent/requests';
import { CommandError } from '../command-error';
import type { AloneKeeper } from './alone';
import type { Place } from './own-keeper';

const NOBODY_ANSWERS =
  'Another program uses the connections and its socket is turned off. In Partner Token Tray, turn on "Command line" in Settings, or quit it, then try again.';

/** How a command reaches the keeper of a data folder: it asks the one that lives or, when there is none, becomes it until it ends. */
export class KeeperSession {
  #alone: AloneKeeper | null = null;
  #becoming: Promise<AloneKeeper | null> | null = null;
  #serves = false;
  #clockWarning: string | null = null;

  constructor(
    private readonly place: Place,
    private readonly asker: Asker,
  ) {}

  /** Has the keeper do something. Throws a {@link CommandError} when none can be asked; what it refuses stands in its answer. */
  async ask<K extends RequestKind>(request: Asking<K>, asker = this.asker): Promise<AnswerOf<K>> {
    const before = this.#alone;
    if (before) return unlessAborted(asker, () => before.ask(request, asker));
    const answered = await this.#askOther(request, asker);
    if (answered) return answered;
    const alone = await this.#become();
    if (alone) return unlessAborted(asker, () => alone.ask(request, asker));
    // One that has just started holds the folder before it listens.
    const late = await this.#askOther(request, asker);
    if (late) return late;
    throw new CommandError(1, NOBODY_ANSWERS);
  }

  /** Whether this process is the keeper now. */
  get isAlone(): boolean {
    return this.#alone !== null;
  }

  /** What a person is to know of this computer's clock, if this process was the keeper and a server has told; `null`: nothing. */
  get clockWarning(): string | null {
    return this.#clockWarning;
  }

  /** From now on, lets others ask this process whenever it is the keeper: for a command that lives long. */
  async serve(): Promise<void> {
    this.#serves = true;
    await this.#alone?.serve();
  }

  /** Keeps what must not be lost, and gives the folder back. Never rejects. */
  async close(): Promise<void> {
    await this.#becoming?.catch(() => undefined);
    await this.#alone?.close();
    this.#clockWarning = this.#alone?.clockWarning() ?? this.#clockWarning;
    this.#alone = null;
  }

  async #askOther<K extends RequestKind>(request: Asking<K>, asker: Asker): Promise<AnswerOf<K> | null> {
    const asked = await askKeeper(this.place.dataFolder, request, undefined, asker);
    // It does no harm to ask for an access token twice.
    const isLost = asked.kind === 'failure' && asked.reason === 'ended' && request.kind === 'access-token';
    return answerIn(isLost ? await askKeeper(this.place.dataFolder, request, undefined, asker) : asked);
  }

  /** `null`: another process has the folder. */
  #become(): Promise<AloneKeeper | null> {
    this.#becoming ??= this.#open().finally(() => {
      this.#becoming = null;
    });
    return this.#becoming;
  }

  async #open(): Promise<AloneKeeper | null> {
    // Loaded only now: whoever is answered needs neither keychain nor MSAL.
    const { openAlone } = await import('./alone');
    const alone = await openAlone(this.place);
    if (this.#serves) await alone?.serve();
    this.#alone = alone;
    return alone;
  }
}

/** What has been begun goes on when somebody no longer waits for it, and the keeper finishes it when it closes. */
async function unlessAborted<T>({ signal }: Asker, begin: () => Promise<T>): Promise<T> {
  if (signal.aborted) throw canceled();
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(canceled());
    signal.addEventListener('abort', giveUp);
    void begin()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', giveUp));
  });
}

function canceled(): CommandError {
  return new CommandError(130, 'Canceled.');
}

function answerIn<K extends RequestKind>(asked: Asked<K>): AnswerOf<K> | null {
  if (asked.kind === 'failure') throw new CommandError(asked.reason === 'canceled' ? 130 : 1, asked.words);
  return asked.kind === 'reply' ? asked.answer : null;
}
