import type { Status } from '../expiry/status';
import type { Connection, ConnectionSettings, Resource } from '../model/connection';
import type { Credential, CredentialFacts } from '../model/credential';
import type { HistoryEntry, KeeperEvent } from '../model/event';
import type { Exchange, FreshAccessToken } from '../model/exchange';
import type { ExportedRefreshToken, ExportedTokenView, ExportTarget } from '../model/exported-token';
import type { Failure, Result } from '../model/failure';
import type { DurationMs, EpochMs } from '../model/time';

/** What somebody is doing with a connection. */
export type Busy = 'sign-in' | 'refresh';

/** What a person may change of a connection by itself; how the application authenticates goes with its credential. */
export type SettingsChange = Partial<Omit<ConnectionSettings, 'application'>>;

/** An open sign-in. Exactly one of `complete` and `cancel` ends it. */
export interface SignInTicket {
  readonly connection: Connection;
  readonly credential: Credential;
  /** User name to pre-fill, when the connection has held a token before. */
  readonly loginHint: string | null;
  /**
   * Keeps the token of a successful exchange (see architecture, "Keeping a token"); classifies and records an
   * unsuccessful one. Another account than before is refused with code `account/other`, and the held token stays.
   */
  complete(exchange: Exchange): Promise<Result<Connection>>;
  /** The person closed the window. Not an error; nothing is recorded. */
  cancel(): void;
}

/** The keeper as its entry points (tray app, command line) see it. */
export interface KeeperApi {
  // Starting and stopping.

  /**
   * Takes the folder, loads the connections file, finishes what was cut short, and does what is due from then on. Never rejects:
   * what is wrong shows in `appTrouble()`.
   */
  start(): Promise<void>;
  /** As `start`, but then only does what it is asked: for a process that does one thing and stops. Never rejects. */
  open(): Promise<void>;
  /** Stops what is due, waits for what must not be lost, and gives the folder back. */
  stop(): Promise<void>;
  /** Something happened that may make work due: woke up, unlocked, back online, a clock jumped. */
  systemEvent(cause: 'wake' | 'unlock' | 'online' | 'clock'): void;
  /**
   * Tries again to have folder, file and keychain, and to keep what is only in memory; what waited for the keychain is refreshed at
   * once. Fails with what still stands in the way, and then the connections stay as they were.
   */
  retryStorage(): Promise<Result<null>>;

  // What there is to see.

  listen(listener: (event: KeeperEvent) => void): () => void;
  connections(): readonly Connection[];
  find(id: string): Connection | null;
  statusOf(connection: Connection): Status;
  busyOf(id: string): Busy | null;
  /** When a connection in trouble is tried again by itself, on its own clock; `null`: it is not. */
  nextTryAt(connection: Connection): EpochMs | null;
  /** The time on this connection's clock. */
  nowFor(connection: Pick<Connection, 'cloud'>): EpochMs;
  /** A trouble of the whole app: folder taken, keychain unusable, file unwritable, file set aside. */
  appTrouble(): Failure | null;
  /** How wrong the clock is, by the servers' replies; `null` while it is right within 5 minutes, or nothing is known. */
  clockSkew(): DurationMs | null;
  /** The last 400 things that happened to a connection, oldest first; failures of one code in a row are one entry. */
  history(id: string): Promise<readonly HistoryEntry[]>;

  // What a person decides about connections.

  /** Validates, keeps the credential in the keychain, then the connection in the file. */
  add(settings: ConnectionSettings, credential: Credential, facts?: CredentialFacts): Promise<Result<Connection>>;
  /** Changes settings; how the application authenticates is changed by {@link replaceCredential}. */
  change(id: string, change: SettingsChange): Promise<Result<Connection>>;
  /**
   * Puts another client secret or certificate in the place of the held one, or makes the application a public client. With
   * a token in hand the new one is first tried in a real exchange; one that Entra ID refuses, or that cannot be tried now,
   * is not taken, and the old one stays.
   */
  replaceCredential(id: string, credential: Credential, facts?: CredentialFacts): Promise<Result<null>>;
  /** Notes when the held credential expires, as a person or the directory says; `null`: not known. */
  noteCredentialExpiry(id: string, expiresAt: EpochMs | null): Promise<Result<null>>;
  /** The credential, for calls that the application makes in its own name. */
  credentialOf(id: string): Promise<Result<Credential>>;
  /** Removes the connection and everything of it from the keychain. */
  remove(id: string): Promise<Result<null>>;

  // Tokens coming and going.

  /** Checks the keychain, then opens a sign-in. Fails when the keychain cannot be used, the secret is missing, or one is open. */
  beginSignIn(id: string): Promise<Result<SignInTicket>>;
  /** Takes a refresh token from elsewhere: exchanges it at once, and keeps the new one. Refused, it leaves everything as it was. */
  importToken(id: string, refreshToken: string): Promise<Result<Connection>>;
  /** Refreshes now, whatever the schedule says; joins a refresh under way. */
  refresh(id: string): Promise<Result<Connection>>;
  /**
   * An access token valid for at least `validFor` more; refreshes first when the cached one is not. For another `resource`
   * than the connection's own the same refresh token is exchanged; that failing is no trouble of the connection.
   */
  accessToken(id: string, validFor: DurationMs, resource?: Resource): Promise<Result<FreshAccessToken>>;
  /** Notes in the history that an access token left the app. It is no exported token: it lives an hour. */
  noteAccessTokenCopied(id: string): void;

  // Refresh tokens that leave the app.

  /**
   * Hands out the refresh token, after a refresh if the held one is older than an hour; if that fails, the held one.
   * It is recorded first: one that cannot be is not handed out. A token that has expired is refused.
   */
  exportRefreshToken(id: string, to: ExportTarget): Promise<Result<ExportedRefreshToken>>;
  /** The exported tokens of a connection, oldest first. Of those out of use, the newest 20. */
  exportedTokens(id: string): readonly ExportedTokenView[];
  /** Nothing uses this exported token anymore, so no notification is raised about it. */
  markExportReplaced(id: string, exportId: string): Promise<Result<null>>;
  /** Strikes an exported token that did not get to where it was to go. */
  withdrawExport(id: string, exportId: string): Promise<Result<null>>;
}
