import type { Book } from './book';
import { ownFailure } from './classify';
import type { Failure } from './failure';
import type { Result } from './keeper-api';
import { type KeeperPorts, KeychainError, type LoadedState } from './ports';
import { reconcile } from './recovery';
import { DEFAULT_SETTINGS } from './settings';
import type { EpochMs } from './time';
import type { TokenKeeper } from './token-keeper';
import type { Vault } from './vault';

/** The file and the keychain together: opening them, recovering one from the other, and what is wrong with them. */
export class Storage {
  #trouble: Failure | null = null;
  #frozen: Failure | null = null;
  #surveyed = false;
  #retrying: Promise<Failure | null> | null = null;

  constructor(
    private readonly book: Book,
    private readonly tokens: TokenKeeper,
    private readonly vault: Vault,
    private readonly ports: KeeperPorts,
  ) {}

  /** A trouble of the whole app, or `null`. */
  get trouble(): Failure | null {
    return this.#frozen ?? this.#trouble;
  }

  /** Set when the file cannot be read or belongs to a newer version: nothing may be changed, nor refreshed. */
  get frozen(): Failure | null {
    return this.#frozen;
  }

  /** Whether there is something that a later try may mend. */
  get wantsRetry(): boolean {
    return !this.#surveyed || this.book.unsaved || this.book.removing.length > 0;
  }

  /** Loads the file, then brings it in line with the keychain. Never rejects. */
  async open(): Promise<void> {
    const loaded = await this.#load();
    if (!loaded) {
      this.#frozen = ownFailure('file/unreadable', this.#now());
      this.book.tell({ type: 'app-trouble' });
      return;
    }
    if (loaded.kind === 'loaded') this.book.fill(loaded.state);
    else this.book.fill({ connections: [], removing: [], settings: DEFAULT_SETTINGS });
    if (loaded.kind === 'newer') {
      this.#frozen = ownFailure('file/newer', this.#now());
      this.book.tell({ type: 'app-trouble' });
      return;
    }
    await this.#mend();
    if (loaded.kind === 'bad' && this.#trouble === null)
      this.#setTrouble({
        ...ownFailure('file/bad', this.#now()),
        advice: `Check the connections: they were recovered from the keychain. The old file is kept as "${loaded.setAsideAs}".`,
      });
  }

  /** Writes the file. Resolves to whether it is written. */
  async save(): Promise<boolean> {
    if (this.#frozen) return false;
    try {
      await this.book.save();
      if (this.#trouble?.code === 'file/unwritable') this.#setTrouble(null);
      return true;
    } catch {
      this.#setTrouble(ownFailure('file/unwritable', this.#now()));
      return false;
    }
  }

  /** Runs a job that needs the keychain, once it is known what the keychain holds. A refusing keychain becomes a failure. */
  async withKeychain<T>(now: EpochMs, job: () => Promise<Result<T>>): Promise<Result<T>> {
    if (this.#frozen) return { ok: false, failure: this.#frozen };
    try {
      await this.#survey();
      const result = await job();
      this.#keychainWorks();
      return result;
    } catch (error) {
      if (!(error instanceof KeychainError)) throw error;
      const failure = ownFailure(`keychain/${error.problem}`, now);
      this.#setTrouble(failure);
      return { ok: false, failure };
    }
  }

  /** Tries the keychain and the file again. Resolves to what is still wrong, or `null`. */
  retry(): Promise<Failure | null> {
    this.#retrying ??= this.#retryNow().finally(() => {
      this.#retrying = null;
    });
    return this.#retrying;
  }

  /** Deletes what removed connections left in the keychain. Rejects with KeychainError. */
  async finishRemovals(): Promise<void> {
    const { removing } = this.book;
    if (removing.length === 0) return;
    for (const id of removing) {
      await this.tokens.remove(id);
      this.book.endRemoval(id);
    }
    await this.save();
  }

  async #retryNow(): Promise<Failure | null> {
    if (this.#frozen?.code === 'file/unreadable') {
      this.#frozen = null;
      await this.open();
      return this.trouble;
    }
    if (this.#frozen) return this.#frozen;
    if (this.#trouble?.code === 'file/bad') this.#setTrouble(null);
    return this.#mend();
  }

  async #mend(): Promise<Failure | null> {
    const done = await this.withKeychain(this.#now(), async () => {
      if (this.#trouble) await this.ports.keychain.probe();
      await this.finishRemovals();
      return { ok: true, value: null };
    });
    if (!done.ok) return done.failure;
    if (this.book.unsaved) await this.save();
    return this.#trouble;
  }

  /** Reads the keychain once, adopts what is newer there and rebuilds what the file lost. */
  async #survey(): Promise<void> {
    if (this.#surveyed) return;
    const found = await this.vault.survey();
    const { connections, touched } = reconcile(this.book.all(), this.book.removing, found);
    this.#surveyed = true;
    for (const connection of connections) if (touched.includes(connection.id)) this.book.put(connection);
    if (touched.length > 0) await this.save();
  }

  async #load(): Promise<LoadedState | null> {
    try {
      return await this.ports.file.load();
    } catch {
      return null;
    }
  }

  #keychainWorks(): void {
    if (this.#trouble?.code.startsWith('keychain/')) this.#setTrouble(null);
  }

  #setTrouble(trouble: Failure | null): void {
    if (this.#trouble === trouble) return;
    this.#trouble = trouble;
    this.book.tell({ type: 'app-trouble' });
  }

  #now(): EpochMs {
    return this.ports.clockOf('global').now();
  }
}
