import { join } from 'node:path';
import * as v from 'valibot';
import type { LoadedState, SavedState, StateFile } from '../../core/storage/ports';
import { errorCode } from './error-code';
import { fingerprint } from './fingerprint';
import { readState } from './read';
import { SavedStateSchema } from './schema';
import { setAside } from './set-aside';
import { type CreateStore, createConf, removeStages, writeState } from './stage';

export interface StateFileOptions {
  /** Absolute. Made when missing, for its owner only. */
  readonly folder: string;
  /** The file's name without `.json`. */
  readonly name?: string;
  /** What writes the file: `electron-store` in the app; `conf`, which that is built on, unless told otherwise. */
  readonly createStore?: CreateStore;
}

/** Nothing may be saved over a file of a later version. */
class NewerStateError extends Error {
  override readonly name = 'NewerStateError';
  constructor(version: number) {
    super(`the file was written by a later version of the app (${version}) and is left as it is`);
  }
}

/**
 * The connections file. `load` rejects with the system's error when the file cannot be read now, or is bad and can be neither
 * moved nor copied; `save` with the system's error (`code` `ENOSPC`, `EROFS`, …), with {@link NewerStateError}, or with a TypeError for a state of the wrong form.
 */
export function createStateFile(options: StateFileOptions): StateFile {
  return new StoredState(options.folder, options.name ?? 'connections', options.createStore ?? createConf);
}

class StoredState implements StateFile {
  readonly #path: string;
  /** Loads and saves take turns. */
  #last: Promise<unknown> = Promise.resolve();
  /** A save that has not begun; whoever saves now joins it, with the newer state. */
  #waiting: { state: SavedState; done: Promise<void> } | null = null;
  #loaded: LoadedState['kind'] | null = null;
  #newerVersion = 0;
  /** Of the file as it was last loaded or saved. */
  #known = '';

  constructor(
    private readonly folder: string,
    private readonly fileName: string,
    private readonly createStore: CreateStore,
  ) {
    this.#path = join(folder, `${fileName}.json`);
  }

  load(): Promise<LoadedState> {
    return this.#inTurn(() => this.#load());
  }

  async save(state: SavedState): Promise<void> {
    const checked = v.safeParse(SavedStateSchema, state);
    if (!checked.success)
      throw new TypeError(`a state of the wrong form, at "${v.getDotPath(checked.issues[0]) ?? 'the top'}"`);
    if (this.#waiting) {
      this.#waiting.state = checked.output;
      return this.#waiting.done;
    }
    const waiting = { state: checked.output, done: Promise.resolve() };
    waiting.done = this.#inTurn(async () => {
      this.#waiting = null;
      // A file that nobody has looked at may be a later version's, or a bad one that must be kept.
      if (this.#loaded === null) await this.#load();
      if (this.#loaded === 'newer') throw new NewerStateError(this.#newerVersion);
      this.#known = await writeState(this.#path, this.fileName, waiting.state, this.createStore);
    });
    this.#waiting = waiting;
    return waiting.done;
  }

  changed(): Promise<boolean> {
    return this.#inTurn(async () => (await fingerprint(this.#path)) !== this.#known);
  }

  async #load(): Promise<LoadedState> {
    // Until the file is known anew, nothing may be saved over it.
    this.#loaded = null;
    this.#known = '';
    await this.#clean();
    const seen = await fingerprint(this.#path);
    const loaded = await this.#read();
    this.#known = loaded.kind === 'bad' ? await fingerprint(this.#path) : seen;
    this.#loaded = loaded.kind;
    if (loaded.kind === 'newer') this.#newerVersion = loaded.version;
    return loaded;
  }

  async #read(): Promise<LoadedState> {
    const found = await readState(this.#path);
    if (found.kind === 'state') return { kind: 'loaded', state: found.state };
    if (found.kind !== 'bad') return found;
    // What was rescued is in memory only, so the file stays until the new one is written.
    const setAsideAs = await setAside(this.#path, new Date(), found.rescued !== null);
    return { ...found, setAsideAs };
  }

  /** Leftovers do no harm, so they may stay where they cannot be removed. */
  async #clean(): Promise<void> {
    try {
      await removeStages(this.folder, this.fileName);
    } catch (error) {
      if (errorCode(error) === 'unknown') throw error;
    }
  }

  #inTurn<T>(job: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(job);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
