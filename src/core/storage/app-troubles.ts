import type { Failure } from '../model/failure';

/** What can be in the way of everything, the worst first. */
const TOPICS = [
  /** Another process has the folder. */
  'folder',
  /** The file cannot be read, or is of a later version. */
  'file',
  /** The keychain refuses. */
  'keychain',
  /** The file cannot be written. */
  'disk',
  /** The file was bad. That is over, and shown until somebody has seen it. */
  'damage',
] as const;
export type Topic = (typeof TOPICS)[number];

/** What is wrong with the whole app, of which the worst is shown. */
export class AppTroubles {
  readonly #found = new Map<Topic, Failure>();

  /** @param changed Called when something else is, or may be, to be shown. */
  constructor(private readonly changed: () => void) {}

  get worst(): Failure | null {
    for (const topic of TOPICS) {
      const failure = this.#found.get(topic);
      if (failure) return failure;
    }
    return null;
  }

  /** Why nothing may be changed, nor refreshed. */
  get frozen(): Failure | null {
    return this.#found.get('folder') ?? this.#found.get('file') ?? null;
  }

  about(topic: Topic): Failure | null {
    return this.#found.get(topic) ?? null;
  }

  set(topic: Topic, failure: Failure | null): void {
    if (failure === null && !this.#found.has(topic)) return;
    if (failure === null) this.#found.delete(topic);
    else this.#found.set(topic, failure);
    this.changed();
  }
}
