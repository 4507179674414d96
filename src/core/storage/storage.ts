import { kindOf } from '../failures/catalogue';
import { ownFailure } from '../failures/classify';
import { type Connection, waitsForKeychain } from '../model/connection';
import type { Failure, Result } from '../model/failure';
import type { Clock, EpochMs } from '../model/time';
import type { ConnectionStore } from './connection-store';
import {
  type ConnectionsFile,
  type FolderLock,
  type Keychain,
  KeychainError,
  type ReleaseFolder,
  type SavedState,
} from './ports';
import { rebuildConnections } from './rebuild';
import type { SecretStore } from './secret-store';
import type { Secrets } from './secrets';

/**
 * What can be in the way of everything, the worst first: another process has the folder; the file cannot be read, or is of a later
 * version; the keychain refuses; the file cannot be written; the file was bad, which is over, and shown until somebody has seen it.
 */
const TOPICS = ['folder', 'file', 'keychain', 'disk', 'damage'] as const;
type Topic = (typeof TOPICS)[number];

const NOTHING: SavedState = { connections: [], unsettled: [], exportedTokens: [] };

export interface StoragePorts {
  readonly keychain: Keychain;
  readonly file: ConnectionsFile;
  readonly lock: FolderLock;
}

/** The folder, the file and the keychain together: opening them, rebuilding the one from the other, and what is wrong with them. */
export class Storage {
  readonly #troubles = new Map<Topic, Failure>();
  #release: ReleaseFolder | null = null;
  #isLoaded = false;
  /** Whether the file was missing or bad, and the keychain has not told yet what it has. */
  #isRebuilding = false;
  #retrying: Promise<Failure | null> | null = null;

  constructor(
    private readonly store: ConnectionStore,
    private readonly secrets: Secrets,
    private readonly secretStore: SecretStore,
    private readonly ports: StoragePorts,
    private readonly clock: Clock,
  ) {}

  /** The worst of what is wrong with the whole app. */
  get trouble(): Failure | null {
    const topic = TOPICS.find((one) => this.#troubles.has(one));
    return (topic && this.#troubles.get(topic)) ?? null;
  }

  /** Why nothing may be changed, nor refreshed: the folder is another process's, or the file cannot be read or is of a later version. */
  get frozen(): Failure | null {
    return this.#troubles.get('folder') ?? this.#troubles.get('file') ?? null;
  }

  /** Why a change did not get to the disk. */
  get unwritable(): Failure {
    return this.trouble ?? ownFailure('file/unwritable', this.clock.now());
  }

  /** Whether there is something that a later try may mend. */
  get wantsRetry(): boolean {
    const isFinal = this.#troubles.get('file')?.code === 'file/newer';
    return !isFinal && (!this.#isLoaded || this.store.isBehind || this.#isUnfinished);
  }

  /** Whether something was cut short that the keychain is needed for. */
  get #isUnfinished(): boolean {
    return this.#isRebuilding || this.store.unsettled.size > 0;
  }

  /** Does what is yet to do to open the storage. Resolves to what is still wrong, or `null`. Never rejects. */
  retry(): Promise<Failure | null> {
    this.#retrying ??= this.#retryNow().finally(() => {
      this.#retrying = null;
    });
    return this.#retrying;
  }

  /** Gives the folder back, and says whether the file names the newest secrets. */
  async close(): Promise<void> {
    const isFiled = this.#isLoaded && !this.#isRebuilding && !this.store.isBehind;
    await this.#release?.(isFiled && this.secrets.areNamed);
    this.#release = null;
  }

  /** Runs a job that needs the keychain. A refusing keychain becomes a failure. */
  async withKeychain<T>(job: () => Promise<Result<T>>): Promise<Result<T>> {
    if (this.frozen) return { ok: false, failure: this.frozen };
    try {
      if (this.#isRebuilding) await this.#rebuild();
      const result = await job();
      this.#set('keychain', null);
      return result;
    } catch (error) {
      if (!(error instanceof KeychainError)) throw error;
      const failure = ownFailure(`keychain/${error.problem}`, this.clock.now());
      this.#set('keychain', failure);
      return { ok: false, failure };
    }
  }

  /** A write of the file got through, or did not. */
  wrote(isWritten: boolean): void {
    this.#set('disk', isWritten ? null : ownFailure('file/unwritable', this.clock.now()));
  }

  async #retryNow(): Promise<Failure | null> {
    // Whoever tries again although nothing else is wrong has seen it.
    if (this.trouble?.code === 'file/bad') this.#set('damage', null);
    if (!this.#isLoaded && !((await this.#takeFolder()) && (await this.#load()))) return this.trouble;
    const isWaitedFor = this.#troubles.has('keychain') || this.store.all().some(waitsForKeychain);
    if (isWaitedFor || this.#isUnfinished) {
      const done = await this.withKeychain(async () => {
        if (isWaitedFor) await this.ports.keychain.probe();
        for (const id of [...this.store.unsettled]) await this.secrets.settle(id);
        return { ok: true, value: null };
      });
      if (!done.ok) return done.failure;
    }
    if (this.store.isBehind) await this.store.committed();
    return this.#troubles.get('disk') ?? null;
  }

  async #takeFolder(): Promise<boolean> {
    if (this.#release) return true;
    const taken = await this.ports.lock.take();
    if (taken.ok) {
      this.#release = taken.release;
      this.store.isClean = taken.isClean;
    }
    const holder = taken.ok || taken.holder === null ? undefined : { kind: 'holder' as const, ...taken.holder };
    this.#set('folder', taken.ok ? null : ownFailure('folder/busy', this.clock.now(), holder));
    return taken.ok;
  }

  /** Resolves to whether the connections are known. */
  async #load(): Promise<boolean> {
    const loaded = await this.ports.file.load().catch(() => null);
    if (loaded === null || loaded.kind === 'newer') {
      this.#set('file', ownFailure(loaded ? 'file/newer' : 'file/unreadable', this.clock.now()));
      return false;
    }
    const rescued = loaded.kind === 'bad' ? loaded.rescued : null;
    const { connections, ...contents } = loaded.kind === 'loaded' ? loaded.state : (rescued ?? NOTHING);
    this.#isRebuilding = loaded.kind !== 'loaded';
    this.store.isClean &&= !this.#isRebuilding;
    const isClean = this.store.isClean;
    // The keychain may have what ended a need for somebody, if the process before was killed or the disk was full.
    const doubtful = isClean ? [] : connections.filter(needsSomebody);
    this.store.fill(
      {
        ...contents,
        connections: isClean ? connections : connections.map((one) => dueIfOver(one, this.clock.now())),
        unsettled: [...contents.unsettled, ...doubtful.map(({ id }) => id)],
      },
      !this.#isRebuilding,
    );
    this.#isLoaded = true;
    this.#set('file', null);
    if (loaded.kind === 'bad') {
      const { setAsideAs } = loaded;
      const recovered = rescued ? 'in-part' : 'from-keychain';
      this.#set('damage', ownFailure('file/bad', this.clock.now(), { kind: 'file', setAsideAs, recovered }));
    }
    return true;
  }

  /** Rejects with KeychainError. */
  async #rebuild(): Promise<void> {
    const found = await this.secretStore.survey();
    if (!this.#isRebuilding) return;
    for (const connection of rebuildConnections(found, this.store.all(), [...this.store.unsettled]))
      this.store.put(connection);
    this.#isRebuilding = false;
    this.store.release();
  }

  #set(topic: Topic, failure: Failure | null): void {
    if (failure === null && !this.#troubles.delete(topic)) return;
    if (failure !== null) this.#troubles.set(topic, failure);
    this.store.tell({ type: 'app-trouble' });
  }
}

function needsSomebody({ trouble }: Connection): boolean {
  return trouble !== null && kindOf(trouble.failure.code) !== 'transient' && !waitsForKeychain({ trouble });
}

/** A server that is not Entra ID may have ended the token with a reply that was lost with the process: it is found out at once. */
function dueIfOver(connection: Connection, now: EpochMs): Connection {
  return connection.cloud === 'custom' && connection.token ? { ...connection, refreshAt: now } : connection;
}
