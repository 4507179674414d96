import type { Connection } from '../model/connection';
import type { ExportedToken } from '../model/exported-token';
import type { KeychainProblem } from '../model/failure';
import type { AppSettings } from '../model/settings';

/** The keychain could not do what was asked. The message names the problem, never a value. */
export class KeychainError extends Error {
  override readonly name = 'KeychainError';
  constructor(readonly problem: KeychainProblem) {
    super(`keychain: ${problem}`);
  }
}

/**
 * The OS keychain, one service name, values of at most 2,500 bytes of UTF-8 (Windows' limit is 2,560).
 * Every method rejects with {@link KeychainError} and nothing else. `set` has written when it resolves; it is not yet read back.
 */
export interface Keychain {
  get(account: string): Promise<string | null>;
  set(account: string, value: string): Promise<void>;
  /** Resolves to whether there was such an entry. */
  delete(account: string): Promise<boolean>;
  /** Every entry under our service name. */
  entries(): Promise<ReadonlyArray<{ account: string; value: string }>>;
  /** Finds out, by a write, a read and a delete of a harmless entry, whether the keychain can be used now. */
  probe(): Promise<void>;
}

/** The one file: everything but secrets. */
export interface SavedState {
  readonly version: 2;
  readonly connections: readonly Connection[];
  /** Ids whose removal was decided but whose keychain entries may not be gone yet; the next start finishes the job. */
  readonly removing: readonly string[];
  /** Every copy of a refresh token that left the app. */
  readonly exportedTokens: readonly ExportedToken[];
  readonly settings: AppSettings;
}

/** What is good of a connections file that as a whole is bad. What is not good is not in it. */
export interface RescuedState extends Pick<SavedState, 'connections' | 'removing' | 'exportedTokens'> {
  readonly settings: Partial<AppSettings>;
}

/** The connections file. `load` rejects when it cannot be read now, though it may be good. `save` resolves when the bytes are on disk under the final name (temporary file, fsync, rename). */
export interface StateFile {
  load(): Promise<LoadedState>;
  save(state: SavedState): Promise<void>;
  /** Whether it is no longer as this object last loaded or saved it. Cheap: it is not read for that. Never rejects. */
  changed(): Promise<boolean>;
}

/** Keeps other processes from changing the folder and the keychain while this one does. */
export interface FolderLock {
  /** Waits for its turn, for as long as is sensible; then `null`: another process still holds the lock. Never rejects. */
  take(): Promise<Tenure | null>;
}

/** The lock while it is held. */
export interface Tenure {
  /** Whether somebody else may have held it since this process last did. */
  readonly othersWereHere: boolean;
  /** Gives the lock back. Never rejects. */
  end(): Promise<void>;
}

/**
 * Where the histories are kept, one text per connection, for they change with every refresh and would make the connections
 * file too long to write. Nothing depends on them; any method may reject.
 */
export interface HistoryStore {
  /** `null`: there is none. */
  read(id: string): Promise<string | null>;
  write(id: string, text: string): Promise<void>;
  /** Puts a text that is no history out of the way, and keeps it. */
  setAside(id: string): Promise<void>;
  remove(id: string): Promise<void>;
}

/**
 * `missing`: a first start. `bad`: the file is not as it should be and has been set aside under `setAsideAs` (base name only);
 * `rescued` is what is good of it, which is to be saved soon.
 * `newer`: written by a later version of the app; it is left alone, and nothing may be saved over it.
 */
export type LoadedState =
  | { readonly kind: 'loaded'; readonly state: SavedState }
  | { readonly kind: 'missing' }
  | {
      readonly kind: 'bad';
      readonly setAsideAs: string;
      readonly reason: string;
      readonly rescued: RescuedState | null;
    }
  | { readonly kind: 'newer'; readonly version: number };
