import type { Connection } from '../model/connection';
import type { ExportedToken } from '../model/exported-token';
import type { KeychainProblem } from '../model/failure';
import type { EpochMs } from '../model/time';

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
  /** `null` only when there surely is none: a locked keyring, which may say the same, rejects. */
  get(account: string): Promise<string | null>;
  /** As `get`, but quick to believe that there is none: for what may well be absent. */
  find(account: string): Promise<string | null>;
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
  readonly connections: readonly Connection[];
  /**
   * Ids that may have entries in the keychain which no connection names: their first secret is being written, or their connection
   * was removed, has become a public client, or needed somebody at the start, who may have come just before a crash. The next start
   * finishes or undoes what was cut short.
   */
  readonly unsettled: readonly string[];
  /** Every refresh token that left the app. */
  readonly exportedTokens: readonly ExportedToken[];
}

/**
 * `missing`: a first start. `bad`: the file is not as it should be and has been set aside under `setAsideAs` (base name only);
 * `rescued` is what is good of it, which is to be saved soon.
 * `newer`: written by a later version of the app; it is left alone, and nothing may be saved over it.
 */
export type LoadedState =
  | { readonly kind: 'loaded'; readonly state: SavedState }
  | { readonly kind: 'missing' }
  | { readonly kind: 'bad'; readonly setAsideAs: string; readonly rescued: SavedState | null }
  | { readonly kind: 'newer' };

/** `load` rejects when the file cannot be read now; `save` resolves when it is on disk; one at a time. */
export interface ConnectionsFile {
  load(): Promise<LoadedState>;
  save(state: SavedState): Promise<void>;
}

/** Who has the folder: a process id and since when, as far as it can be read. */
export interface FolderHolder {
  readonly processId: number;
  readonly since: EpochMs;
}

/** Gives the folder back. `isClean`: the file surely names the newest secrets, which the next keeper is told. Never rejects. */
export type ReleaseFolder = (isClean: boolean) => Promise<void>;

/** One keeper per folder. */
export interface FolderLock {
  /** Waits for its turn, for a sensible time. `isClean`: the keeper before gave it back as clean. Never rejects. */
  take(): Promise<
    | { readonly ok: true; readonly release: ReleaseFolder; readonly isClean: boolean }
    | { readonly ok: false; readonly holder: FolderHolder | null }
  >;
}

/** Lines of text, oldest first. Nothing depends on them; a method that rejects has written nothing. */
export interface HistoryFile {
  read(): Promise<readonly string[]>;
  append(lines: readonly string[]): Promise<void>;
  /** Puts these lines in the place of all. */
  replace(lines: readonly string[]): Promise<void>;
}
