import { ownFailure } from '../failures/classify';
import type { KeeperPorts } from '../keeper/ports';
import { type Connection, waitsForKeychain } from '../model/connection';
import type { Failure } from '../model/failure';
import type { Result } from '../model/result';
import { DEFAULT_SETTINGS } from '../model/settings';
import type { EpochMs } from '../model/time';
import { AppTrouble } from './app-trouble';
import type { ConnectionStore } from './connection-store';
import { KeychainError, type LoadedState, type Tenure } from './ports';
import { reconcile } from './recovery';
import type { SecretStore } from './secret-store';
import { type Contents, completed } from './take-over';
import type { Tenancy } from './tenancy';
import type { TokenKeeper } from './token-keeper';

const NOTHING: Contents = { connections: [], removing: [], exportedTokens: [], settings: DEFAULT_SETTINGS };

/** The file and the keychain together: opening them, recovering one from the other, and what is wrong with them. */
export class Storage {
  readonly #app = new AppTrouble(() => this.store.tell({ type: 'app-trouble' }));
  #opened = false;
  #surveyed = false;
  #surveying: Promise<void> | null = null;
  #retrying: Promise<Failure | null> | null = null;

  constructor(
    private readonly store: ConnectionStore,
    private readonly tokens: TokenKeeper,
    private readonly vault: SecretStore,
    private readonly ports: KeeperPorts,
    private readonly tenancy: Tenancy,
  ) {}

  /** A trouble of the whole app, or `null`. */
  get trouble(): Failure | null {
    return this.#app.worst;
  }

  /** Set when the file cannot be read or belongs to a newer version: nothing may be changed, nor refreshed. */
  get frozen(): Failure | null {
    return this.#app.frozen;
  }

  /** Whether it may end by itself that nothing may be changed. */
  get thaws(): boolean {
    return this.#app.thaws;
  }

  /** Whether there is something that a later try may mend. */
  get wantsRetry(): boolean {
    return this.thaws || !this.#surveyed || this.store.unsaved || this.store.removing.length > 0;
  }

  /** Loads the file, then brings it in line with the keychain. Never rejects. */
  open(): Promise<void> {
    return this.tenancy.hold(
      () => this.#open(),
      () => this.#freeze('folder/busy'),
    );
  }

  /**
   * Brings what is in memory in line with what other processes did to the file and the keychain since this one last had
   * the folder to itself. Never rejects.
   */
  async catchUp({ othersWereHere }: Tenure): Promise<void> {
    if (!this.#opened || this.frozen) return;
    const changed = await this.ports.file.changed();
    if (changed) await this.#reload();
    if (this.frozen || !(changed || othersWereHere)) return;
    this.#surveyed = false;
    await this.#onKeychain(this.#now(), async () => ({ ok: true, value: null }));
    if (this.store.unsaved) await this.#write();
  }

  /** Writes the file, unless another process has the folder to itself. Resolves to whether it is written. */
  save(): Promise<boolean> {
    return this.tenancy.hold(
      () => this.#write(),
      () => false,
    );
  }

  /**
   * Runs a job that needs the keychain, once it is known what the keychain holds and while no other process works in it. A
   * refusing keychain becomes a failure.
   */
  withKeychain<T>(now: EpochMs, job: () => Promise<Result<T>>): Promise<Result<T>> {
    return this.exclusively(() => this.#onKeychain(now, job));
  }

  /** Runs a job while no other process changes anything, on the newest state of everything. */
  exclusively<T>(job: () => Promise<Result<T>>): Promise<Result<T>> {
    return this.tenancy.hold(job, () => ({ ok: false, failure: ownFailure('folder/busy', this.#now()) }));
  }

  /** Whether something keeps tokens from being used: the file, or a keychain of which it is not known what it holds. */
  async obstacle(now: EpochMs): Promise<Failure | null> {
    if (this.#surveyed) return this.frozen;
    const ready = await this.#onKeychain(now, async () => ({ ok: true, value: null }));
    return ready.ok ? null : ready.failure;
  }

  /** Something that should be in the keychain is not: finds out what else is there. A refusing keychain changes nothing. */
  async lookAgain(now: EpochMs): Promise<void> {
    this.#surveyed = false;
    await this.#onKeychain(now, async () => ({ ok: true, value: null }));
  }

  /** Tries the keychain and the file again. Resolves to what is still wrong, or `null`. */
  retry(): Promise<Failure | null> {
    this.#retrying ??= this.tenancy
      .hold(
        () => this.#retryNow(),
        () => ownFailure('folder/busy', this.#now()),
      )
      .finally(() => {
        this.#retrying = null;
      });
    return this.#retrying;
  }

  /** Deletes what removed connections left in the keychain. Rejects with KeychainError. */
  async finishRemovals(): Promise<void> {
    const { removing } = this.store;
    if (removing.length === 0) return;
    for (const id of removing) {
      await this.tokens.remove(id);
      this.store.endRemoval(id);
    }
    await this.#write();
  }

  async #open(): Promise<void> {
    this.#app.thaw();
    const loaded = await this.#load();
    if (!loaded) return this.#freeze('file/unreadable');
    if (loaded.kind === 'loaded') this.store.fill(loaded.state);
    else this.store.fill(completed(NOTHING, loaded.kind === 'bad' ? loaded.rescued : null));
    if (loaded.kind === 'newer') return this.#freeze('file/newer');
    this.#opened = true;
    if (loaded.kind === 'bad') {
      const whole = 'they were recovered from the keychain';
      const inPart = 'what was good of the file was kept, the rest recovered from the keychain';
      this.#tellDamage(loaded, loaded.rescued ? inPart : whole);
      // The keychain knows nothing of copies and settings.
      if (loaded.rescued) await this.#write();
    }
    await this.#mend();
  }

  /**
   * What another process made of the file. What is in memory is no worse, so a file that is gone or bad is written anew. One
   * that cannot be read now may hold what nobody else knows: until it can be, nothing is done.
   */
  async #reload(): Promise<void> {
    const loaded = await this.#load();
    if (!loaded) return this.#freeze('file/unreadable');
    if (loaded.kind === 'newer') return this.#freeze('file/newer');
    if (loaded.kind === 'loaded') this.store.takeOver(loaded.state);
    else this.store.takeOverRest(loaded.kind === 'bad' ? loaded.rescued : null);
    this.tokens.forgetMoot();
    if (loaded.kind === 'bad') this.#tellDamage(loaded, 'they were written anew from memory');
  }

  async #retryNow(): Promise<Failure | null> {
    if (this.thaws) {
      await (this.#opened ? this.#reopen() : this.#open());
      this.#app.announce();
      return this.trouble;
    }
    if (this.frozen) return this.frozen;
    this.#app.forgetDamage();
    return this.#mend();
  }

  /** The file could not be read for a while; what happened in memory meanwhile is kept. */
  async #reopen(): Promise<void> {
    this.#app.thaw();
    await this.#reload();
    this.#surveyed = false;
    await this.#mend();
  }

  #tellDamage({ setAsideAs }: { readonly setAsideAs: string }, remedied: string): void {
    const advice = `Check the connections: ${remedied}. The old file is kept as "${setAsideAs}".`;
    this.#app.tellDamage({ ...ownFailure('file/bad', this.#now()), advice });
  }

  async #mend(): Promise<Failure | null> {
    const done = await this.#onKeychain(this.#now(), async () => {
      if (this.#app.current || this.store.all().some(waitsForKeychain)) await this.ports.keychain.probe();
      await this.finishRemovals();
      return { ok: true, value: null };
    });
    if (!done.ok) return done.failure;
    if (this.store.unsaved) await this.#write();
    return this.#app.current;
  }

  /** Finds out what the keychain holds, if that is not known. Rejects with KeychainError. */
  #survey(): Promise<void> {
    if (this.#surveyed) return Promise.resolve();
    this.#surveying ??= this.#surveyNow().finally(() => {
      this.#surveying = null;
    });
    return this.#surveying;
  }

  async #surveyNow(): Promise<void> {
    const before = this.store.all();
    const found = await this.vault.survey();
    const { connections, touched } = reconcile(this.store.all(), this.store.removing, found);
    this.#surveyed = true;
    // What was kept while the keychain told what it holds is newer than what it told.
    const held = new Map(before.map((connection) => [connection.id, heldBy(connection)]));
    const isCurrent = ({ id }: Connection) => held.get(id) === heldBy(this.store.find(id));
    const changed = new Set(touched);
    for (const connection of connections)
      if (changed.has(connection.id) && isCurrent(connection)) this.store.put(connection);
    if (touched.length > 0) await this.#write();
  }

  async #onKeychain<T>(now: EpochMs, job: () => Promise<Result<T>>): Promise<Result<T>> {
    if (this.frozen) return { ok: false, failure: this.frozen };
    try {
      await this.#survey();
      const result = await job();
      this.#app.overcome('keychain/');
      return result;
    } catch (error) {
      if (!(error instanceof KeychainError)) throw error;
      const failure = ownFailure(`keychain/${error.problem}`, now);
      this.#app.meet(failure);
      return { ok: false, failure };
    }
  }

  async #write(): Promise<boolean> {
    if (this.frozen) return false;
    try {
      await this.store.save();
      this.#app.overcome('file/unwritable');
      return true;
    } catch {
      this.#app.meet(ownFailure('file/unwritable', this.#now()));
      return false;
    }
  }

  async #load(): Promise<LoadedState | null> {
    try {
      return await this.ports.file.load();
    } catch {
      return null;
    }
  }

  #freeze(code: 'file/unreadable' | 'file/newer' | 'folder/busy'): void {
    this.#app.freeze(ownFailure(code, this.#now()));
  }

  #now(): EpochMs {
    return this.ports.clockOf('global').now();
  }
}

/** Which generations a connection points at; the same text means the same generations. */
function heldBy(connection: Connection | null): string | undefined {
  return connection ? `${connection.token?.generation}/${connection.credential?.generation}` : undefined;
}
