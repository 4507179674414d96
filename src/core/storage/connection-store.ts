import { isSameSignIn } from '../expiry/lifetime';
import type { Connection } from '../model/connection';
import type { KeeperEvent } from '../model/event';
import type { ExportedToken } from '../model/exported-token';
import type { AppSettings } from '../model/settings';
import { DEFAULT_SETTINGS } from '../model/settings';
import type { RescuedState, StateFile } from './ports';
import { type Contents, completed, takeOver } from './take-over';

/**
 * The connections and settings in memory, and their way to the file. Every change is told to the listeners; none of them
 * can fail a change.
 */
export class ConnectionStore {
  #connections = new Map<string, Connection>();
  #removing: readonly string[] = [];
  #exportedTokens = new Map<string, readonly ExportedToken[]>();
  /** All of them in one list, which every save needs and few change; `null`: to be made anew. */
  #everyExportedToken: readonly ExportedToken[] | null = null;
  #settings: AppSettings = DEFAULT_SETTINGS;
  #listeners = new Set<(event: KeeperEvent) => void>();
  #unsaved = false;
  /** The file as it was last read or written. */
  #filed: Contents = { connections: [], removing: [], exportedTokens: [], settings: DEFAULT_SETTINGS };

  constructor(private readonly file: StateFile) {}

  listen(listener: (event: KeeperEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(event: KeeperEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch {
        // A listener's fault is its own: it must not stop a refresh, nor keep others from hearing.
      }
    }
  }

  all(): readonly Connection[] {
    return [...this.#connections.values()];
  }

  find(id: string): Connection | null {
    return this.#connections.get(id) ?? null;
  }

  /** The copies of a connection's tokens, oldest first. */
  exportedTokensOf(id: string): readonly ExportedToken[] {
    return this.#exportedTokens.get(id) ?? [];
  }

  allExportedTokens(): readonly ExportedToken[] {
    this.#everyExportedToken ??= [...this.#exportedTokens.values()].flat();
    return this.#everyExportedToken;
  }

  /** Puts a connection's copies in place of those it had, if it still exists. */
  setExportedTokens(id: string, exportedTokens: readonly ExportedToken[]): void {
    if (!this.#connections.has(id)) return;
    this.#exportedTokens.set(id, exportedTokens);
    this.#everyExportedToken = null;
    this.#unsaved = true;
    this.tell({ type: 'connection', id });
  }

  get settings(): AppSettings {
    return this.#settings;
  }

  get removing(): readonly string[] {
    return this.#removing;
  }

  /** Whether the file is behind what is in memory. */
  get unsaved(): boolean {
    return this.#unsaved;
  }

  fill(contents: Contents): void {
    this.#filed = contents;
    this.#hold(contents);
  }

  /** Takes over what another process wrote to the file; what is not saved yet stays. Returns the ids that it removed. */
  takeOver(theirs: Contents): readonly string[] {
    const before = this.#connections;
    const { contents, differs } = takeOver(this.#filed, this.#contents(), theirs);
    this.#filed = theirs;
    this.#unsaved = differs;
    this.#hold(contents);
    const gone = [...before.keys()].filter((id) => !this.#connections.has(id));
    for (const id of gone) {
      this.tell({ type: 'notifications-withdrawn', connectionId: id, about: 'all' });
      if (!this.#removing.includes(id)) this.tell({ type: 'removed', id });
    }
    for (const { id, token } of this.#connections.values()) {
      const known = before.get(id);
      if (!known || known.token?.generation === token?.generation) continue;
      this.tell({ type: 'notifications-withdrawn', connectionId: id, about: 'token' });
      if (!known.token || !token || !isSameSignIn(known.token, token))
        this.tell({ type: 'notifications-withdrawn', connectionId: id, about: 'sign-in' });
    }
    return gone;
  }

  /** The file is gone or bad: takes over what was rescued of it, and what is in memory has to be written again. */
  takeOverRest(rescued: RescuedState | null): void {
    if (rescued) this.takeOver(completed(this.#filed, rescued));
    this.#unsaved = true;
  }

  put(connection: Connection): void {
    const added = !this.#connections.has(connection.id);
    this.#connections.set(connection.id, connection);
    this.#unsaved = true;
    this.tell(added ? { type: 'list' } : { type: 'connection', id: connection.id });
  }

  /** Changes a connection if it still exists, and returns it. */
  change(id: string, change: Partial<Connection>): Connection | null {
    const before = this.#connections.get(id);
    if (!before) return null;
    const after = { ...before, ...change };
    this.put(after);
    return after;
  }

  /** Takes a connection out, with what is known of its copies, and notes its id until its keychain entries are gone. */
  beginRemoval(id: string): void {
    this.#connections.delete(id);
    this.#exportedTokens.delete(id);
    this.#everyExportedToken = null;
    this.#removing = [...new Set([...this.#removing, id])];
    this.#unsaved = true;
    this.tell({ type: 'list' });
    this.tell({ type: 'notifications-withdrawn', connectionId: id, about: 'all' });
  }

  endRemoval(id: string): void {
    this.#removing = this.#removing.filter((other) => other !== id);
    this.#unsaved = true;
    this.tell({ type: 'removed', id });
  }

  changeSettings(change: Partial<AppSettings>): AppSettings {
    this.#settings = { ...this.#settings, ...change };
    this.#unsaved = true;
    this.tell({ type: 'settings' });
    return this.#settings;
  }

  /** Writes everything to the file. Rejects as the file does; the change then stays in memory and `unsaved`. */
  async save(): Promise<void> {
    this.#unsaved = false;
    const contents = this.#contents();
    try {
      await this.file.save({ version: 2, ...contents });
      this.#filed = contents;
    } catch (error) {
      this.#unsaved = true;
      throw error;
    }
  }

  #contents(): Contents {
    return {
      connections: this.all(),
      removing: this.#removing,
      exportedTokens: this.allExportedTokens(),
      settings: this.#settings,
    };
  }

  #hold({ connections, removing, exportedTokens, settings }: Contents): void {
    this.#connections = new Map(connections.map((connection) => [connection.id, connection]));
    this.#removing = removing;
    this.#exportedTokens.clear();
    this.#everyExportedToken = null;
    for (const copy of exportedTokens)
      this.#exportedTokens.set(copy.connectionId, [...this.exportedTokensOf(copy.connectionId), copy]);
    this.#settings = settings;
    this.tell({ type: 'list' });
    this.tell({ type: 'settings' });
  }
}
