import { kindOf } from '../failures/catalogue';
import { ownFailure } from '../failures/classify';
import { type Connection, waitsForKeychain } from '../model/connection';
import type { Failure } from '../model/failure';
import type { Result } from '../model/result';
import type { Clock, EpochMs } from '../model/time';
import { AppTroubles } from './app-troubles';
import type { ConnectionStore } from './connection-store';
import {
  type ConnectionsFile,
  type Contents,
  type FolderHolder,
  type FolderLock,
  type Keychain,
  KeychainError,
  type LoadedState,
  type ReleaseFolder,
} from './ports';
import { rebuildConnections } from './rebuild';
import type { SecretStore } from './secret-store';
import type { Secrets } from './secrets';

const NOTHING: Contents = { connections: [], unsettled: [], exportedTokens: [] };

export interface StoragePorts {
  readonly keychain: Keychain;
  readonly file: ConnectionsFile;
  /** Without it nobody else works in the folder. */
  readonly lock?: FolderLock;
}

/** The folder, the file and the keychain together: opening them, rebuilding the one from the other, and what is wrong with them. */
export class Storage {
  readonly troubles = new AppTroubles(() => this.store.tell({ type: 'app-trouble' }));
  #release: ReleaseFolder | null = null;
  #isLoaded = false;
  /** Whether the file was missing or bad, and the keychain has not told yet what it has. */
  #isRebuilding = false;
  /** Connections that need somebody, by the file; the keychain may have what ended that, if the process before was killed or the disk was full. */
  readonly #doubtful = new Set<string>();
  #retrying: Promise<Failure | null> | null = null;

  constructor(
    private readonly store: ConnectionStore,
    private readonly secrets: Secrets,
    private readonly secretStore: SecretStore,
    private readonly ports: StoragePorts,
    private readonly clock: Clock,
  ) {}

  /** Why nothing may be changed, nor refreshed: the folder is another process's, or the file cannot be read or is of a later version. */
  get frozen(): Failure | null {
    return this.troubles.frozen;
  }

  /** Whether there is something that a later try may mend. */
  get wantsRetry(): boolean {
    const isFinal = this.troubles.about('file')?.code === 'file/newer';
    return !isFinal && (!this.#isLoaded || this.store.isBehind || this.#wantsKeychain);
  }

  get #wantsKeychain(): boolean {
    return this.#isRebuilding || this.store.unsettled.length > 0 || this.#doubtful.size > 0;
  }

  /** Takes the folder, loads the file, and finishes what was cut short. Never rejects. */
  async open(): Promise<void> {
    if (!(await this.#takeFolder()) || !(await this.#load())) return;
    await this.#finish();
  }

  /** Gives the folder back. */
  async close(): Promise<void> {
    await this.#release?.();
    this.#release = null;
  }

  /** Runs a job that needs the keychain. A refusing keychain becomes a failure. */
  async withKeychain<T>(now: EpochMs, job: () => Promise<Result<T>>): Promise<Result<T>> {
    if (this.frozen) return { ok: false, failure: this.frozen };
    try {
      if (this.#isRebuilding) await this.#rebuild();
      const result = await job();
      this.troubles.set('keychain', null);
      return result;
    } catch (error) {
      if (!(error instanceof KeychainError)) throw error;
      const failure = ownFailure(`keychain/${error.problem}`, now);
      this.troubles.set('keychain', failure);
      return { ok: false, failure };
    }
  }

  /** A write of the file got through, or did not. */
  wrote(isWritten: boolean): void {
    this.troubles.set('disk', isWritten || this.#isRebuilding ? null : ownFailure('file/unwritable', this.clock.now()));
  }

  /** Tries folder, file and keychain again. Resolves to what is still wrong, or `null`. */
  retry(): Promise<Failure | null> {
    this.#retrying ??= this.#retryNow().finally(() => {
      this.#retrying = null;
    });
    return this.#retrying;
  }

  /**
   * Finishes or undoes what was cut short, and has a connection name the token that it got, also where the file says that somebody is
   * needed. Rejects with KeychainError.
   */
  async settle(): Promise<void> {
    for (const id of this.#doubtful) {
      await this.secrets.confirm(id);
      this.#doubtful.delete(id);
    }
    for (const id of this.store.unsettled) await this.secrets.settle(id);
  }

  async #retryNow(): Promise<Failure | null> {
    if (!this.#isLoaded) {
      await this.open();
      return this.troubles.worst;
    }
    // Whoever tries again although nothing else is wrong has seen it.
    if (this.troubles.worst === this.troubles.about('damage')) this.troubles.set('damage', null);
    return this.#finish();
  }

  async #takeFolder(): Promise<boolean> {
    if (this.#release || !this.ports.lock) return true;
    const taken = await this.ports.lock.take();
    if (taken.ok) this.#release = taken.release;
    this.troubles.set('folder', taken.ok ? null : folderBusy(taken.holder, this.clock.now()));
    return taken.ok;
  }

  /** Resolves to whether the connections are known. */
  async #load(): Promise<boolean> {
    const loaded = await this.#read();
    if (loaded === null || loaded.kind === 'newer') {
      this.troubles.set('file', ownFailure(loaded ? 'file/newer' : 'file/unreadable', this.clock.now()));
      return false;
    }
    this.#isRebuilding = loaded.kind !== 'loaded';
    this.store.hold(this.#isRebuilding);
    this.store.fill(contentsOf(loaded), loaded.kind === 'loaded');
    this.#isLoaded = true;
    for (const connection of this.store.all()) if (needsSomebody(connection)) this.#doubtful.add(connection.id);
    this.troubles.set('file', null);
    if (loaded.kind === 'bad') this.troubles.set('damage', damage(loaded, this.clock.now()));
    return true;
  }

  /** Does what the keychain is needed for before anybody asks, which is seldom anything. */
  async #finish(): Promise<Failure | null> {
    const wasRefused = this.troubles.about('keychain') !== null;
    if (wasRefused || this.#wantsKeychain) {
      const done = await this.withKeychain(this.clock.now(), async () => {
        if (wasRefused) await this.ports.keychain.probe();
        await this.settle();
        return { ok: true, value: null };
      });
      if (!done.ok) return done.failure;
    }
    if (this.store.isBehind) await this.store.committed();
    return this.troubles.about('disk');
  }

  /** Rejects with KeychainError. */
  async #rebuild(): Promise<void> {
    const found = await this.secretStore.survey();
    if (!this.#isRebuilding) return;
    for (const connection of rebuildConnections(found, this.store.all(), this.store.unsettled))
      this.store.put(connection);
    this.#isRebuilding = false;
    this.store.hold(false);
  }

  async #read(): Promise<LoadedState | null> {
    try {
      return await this.ports.file.load();
    } catch {
      return null;
    }
  }
}

/** Whether a connection is not tried again soon. */
function needsSomebody({ trouble }: Connection): boolean {
  return trouble !== null && kindOf(trouble.failure.code) !== 'transient' && !waitsForKeychain({ trouble });
}

function contentsOf(loaded: Exclude<LoadedState, { kind: 'newer' }>): Contents {
  if (loaded.kind === 'loaded') return loaded.state;
  return (loaded.kind === 'bad' ? loaded.rescued : null) ?? NOTHING;
}

function damage({ setAsideAs, rescued }: Extract<LoadedState, { kind: 'bad' }>, now: EpochMs): Failure {
  return ownFailure('file/bad', now, { kind: 'file', setAsideAs, recovered: rescued ? 'in-part' : 'from-keychain' });
}

function folderBusy(holder: FolderHolder | null, now: EpochMs): Failure {
  return ownFailure('folder/busy', now, holder === null ? undefined : { kind: 'holder', ...holder });
}
