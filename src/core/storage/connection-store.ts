import { subjectOf } from '../expiry/notifications';
import type { CloudName } from '../model/clouds';
import type { Connection } from '../model/connection';
import type { AppNotification, KeeperEvent } from '../model/event';
import type { ExportedToken } from '../model/exported-token';
import type { Clock, EpochMs, Timers } from '../model/time';
import type { ConnectionsFile, SavedState } from './ports';
import { SharedWriter } from './shared-writer';

/** The connections in memory, which are the truth while the keeper lives, and their way to file and listeners. */
export class ConnectionStore {
  #connections = new Map<string, Connection>();
  /** All of them in a list, which nobody changes; `null`: to be put together. */
  #all: readonly Connection[] | null = null;
  #unsettled = new Set<string>();
  readonly #exportedTokens = new Map<string, readonly ExportedToken[]>();
  /** All of them in a list; `null`: to be put together. */
  #allExportedTokens: readonly ExportedToken[] | null = null;
  readonly #listeners = new Set<(event: KeeperEvent) => void>();
  readonly #writer: SharedWriter;
  /** The number of each connection's last change, as the writer counts them. */
  readonly #lastChanges = new Map<string, number>();
  /** Whether nothing is to be written for now, since it is not known what the keychain has. */
  #isHeld = false;

  /** @param wrote Told whether a write got through. */
  constructor(
    private readonly file: ConnectionsFile,
    private readonly clockOf: (cloud: CloudName) => Clock,
    timers: Timers,
    private readonly wrote: (isWritten: boolean) => void,
  ) {
    this.#writer = new SharedWriter(() => this.#write(), timers);
  }

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

  /** Tells what is noted as raised, once that is on disk or cannot be; but nothing that has come to nothing since. */
  async notify(...notifications: ReadonlyArray<AppNotification | null | undefined>): Promise<void> {
    await this.committed();
    for (const notification of notifications)
      if (notification && !this.#isOver(notification)) this.tell({ type: 'notification', notification });
  }

  #isOver(notification: AppNotification): boolean {
    const { id, token } = notification.connection;
    const current = this.find(id);
    const subject = subjectOf(notification);
    const isReplaced =
      (subject === 'token' && current?.token?.issuedAt !== token?.issuedAt) ||
      (subject === 'sign-in' && current?.token?.signedInAt !== token?.signedInAt);
    return !current || isReplaced;
  }

  /** The time on this connection's clock. */
  nowFor({ cloud }: Pick<Connection, 'cloud'>): EpochMs {
    return this.clockOf(cloud).now();
  }

  all(): readonly Connection[] {
    this.#all ??= [...this.#connections.values()];
    return this.#all;
  }

  find(id: string): Connection | null {
    return this.#connections.get(id) ?? null;
  }

  /** The exported tokens of a connection, oldest first. */
  exportedTokensOf(id: string): readonly ExportedToken[] {
    return this.#exportedTokens.get(id) ?? [];
  }

  /** Puts a connection's exported tokens in place of those it had, if it still exists. */
  setExportedTokens(id: string, exportedTokens: readonly ExportedToken[]): void {
    if (!this.#connections.has(id)) return;
    this.#exportedTokens.set(id, exportedTokens);
    this.#allExportedTokens = null;
    this.#changed(id);
    this.tell({ type: 'connection', id });
  }

  /** Ids that may have entries in the keychain which no connection names. */
  get unsettled(): ReadonlySet<string> {
    return this.#unsettled;
  }

  /** Whether the file named the newest secrets when it was read. */
  isClean = false;

  /** Takes in what is known. Unless it stands in the file like that, nothing is written before {@link release}. */
  fill({ connections, unsettled, exportedTokens }: SavedState, isFiled: boolean): void {
    this.#connections = new Map(connections.map((connection) => [connection.id, connection]));
    this.#all = null;
    this.#unsettled = new Set(unsettled);
    this.#isHeld = !isFiled;
    this.#exportedTokens.clear();
    this.#allExportedTokens = exportedTokens;
    for (const token of exportedTokens)
      this.#exportedTokens.set(token.connectionId, [...this.exportedTokensOf(token.connectionId), token]);
    this.tell({ type: 'list' });
    if (!isFiled) this.#changed(...this.#connections.keys());
  }

  put(connection: Connection): void {
    const before = this.#connections.get(connection.id);
    this.#connections.set(connection.id, connection);
    this.#all = (before && this.#all?.with(this.#all.indexOf(before), connection)) ?? null;
    this.#changed(connection.id);
    this.tell(before ? { type: 'connection', id: connection.id } : { type: 'list' });
  }

  /** Changes a connection if it still exists, and returns it. */
  change(id: string, change: Partial<Connection>): Connection | null {
    const before = this.#connections.get(id);
    if (!before) return null;
    const after = { ...before, ...change };
    this.put(after);
    return after;
  }

  /** Notes an id that is about to have a first secret in the keychain, or its secrets deleted. */
  announce(id: string): void {
    this.#unsettled.add(id);
    this.#changed(id);
  }

  /** Takes a connection out, with what is known of its exported tokens, and notes its id until its keychain entries are gone. */
  beginRemoval(id: string): void {
    this.#connections.delete(id);
    this.#all = null;
    if (this.#exportedTokens.delete(id)) this.#allExportedTokens = null;
    this.#unsettled.add(id);
    this.#changed(id);
    this.tell({ type: 'list' });
  }

  /** The connection names what the keychain has of this id, or there is neither any more. */
  settle(id: string): void {
    if (!this.#unsettled.delete(id)) return;
    this.#changed();
    if (!this.#connections.has(id)) this.tell({ type: 'removed', id });
  }

  /** All is known that there is: it may be written. */
  release(): void {
    this.#isHeld = false;
    this.#changed();
  }

  /** Whether the file is behind what is in memory. */
  get isBehind(): boolean {
    return this.#writer.isBehind;
  }

  /** Resolves to whether what is true now, of all or of this id, is in the file. Never rejects. */
  async committed(id?: string): Promise<boolean> {
    const isFiled = id !== undefined && this.#writer.hasWritten(this.#lastChanges.get(id) ?? 0);
    return isFiled || this.#writer.committed();
  }

  /** Nothing is written any more. Resolves when no write is under way. */
  stop(): Promise<void> {
    return this.#writer.stop();
  }

  #changed(...ids: readonly string[]): void {
    const change = this.#writer.changed();
    for (const id of ids) this.#lastChanges.set(id, change);
  }

  async #write(): Promise<void> {
    if (this.#isHeld) throw new Error('nothing may be written now');
    this.#allExportedTokens ??= [...this.#exportedTokens.values()].flat();
    try {
      await this.file.save({
        connections: this.all(),
        unsettled: [...this.#unsettled],
        exportedTokens: this.#allExportedTokens,
      });
    } catch (error) {
      this.wrote(false);
      throw error;
    }
    this.wrote(true);
  }
}
