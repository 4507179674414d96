import type { Status } from '../expiry/status';
import type { FreshAccessToken } from '../model/access-token';
import type { ClockSkew } from '../model/clock-skew';
import type { Connection, ConnectionSettings, Resource } from '../model/connection';
import type { Credential, CredentialFacts } from '../model/credential';
import type { KeeperEvent } from '../model/event';
import type { Exchange } from '../model/exchange';
import type { ExportedRefreshToken, ExportedTokenView, ExportTarget } from '../model/exported-token';
import type { Failure } from '../model/failure';
import type { HistoryEntryView } from '../model/history-event';
import type { Result } from '../model/result';
import type { AppSettings } from '../model/settings';
import type { DurationMs, EpochMs } from '../model/time';

export type { ClockSkew } from '../model/clock-skew';
export type { AppNotification, NotificationSubject } from '../model/notification';

/** What somebody is doing with a connection. */
export type Busy = 'sign-in' | 'refresh';

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

/** The keeper as the doors (tray app, command line) see it. */
export interface KeeperApi {
  /**
   * Loads the connections file, recovers from the keychain what the file lost, adopts newer generations, and arms the timer.
   * Never rejects: what is wrong shows in `appTrouble()`.
   */
  start(): Promise<void>;
  /**
   * Loads and recovers as `start` does, and then does only what it is asked: no refresh that is due, no notification. For a process
   * that does one thing beside the app, and stops. Never rejects.
   */
  open(): Promise<void>;
  /** Takes over what other processes have changed, and does what is due then. Never rejects. */
  catchUp(): Promise<void>;
  /** Stops the timer and waits for writes under way. */
  stop(): Promise<void>;
  listen(listener: (event: KeeperEvent) => void): () => void;

  connections(): readonly Connection[];
  find(id: string): Connection | null;
  statusOf(connection: Connection): Status;
  busyOf(id: string): Busy | null;
  /** The time on this connection's clock. */
  nowFor(connection: Connection): EpochMs;
  settings(): AppSettings;
  /** A trouble of the whole app: keychain unusable, file unwritable, file set aside. */
  appTrouble(): Failure | null;
  /** How wrong the clock is, by the servers' replies; `null` while it is right within 5 minutes, or nothing is known. */
  clockSkew(): ClockSkew | null;

  /** Validates, keeps the credential in the keychain first, then the connection in the file. */
  add(settings: ConnectionSettings, credential: Credential, facts?: CredentialFacts): Promise<Result<Connection>>;
  /** Changes settings; how the application proves itself is changed by {@link replaceCredential}. */
  change(id: string, change: Partial<Omit<ConnectionSettings, 'application'>>): Promise<Result<Connection>>;
  /** Assumes 90 days again, for the held token too: the tenant's policy was lifted. The next error of the server that names a window is learned from anew. */
  forgetLearnedWindow(id: string): Promise<Result<null>>;
  /**
   * Puts another client secret or certificate in the place of the held one, or makes the application a public client. With
   * a token in hand the new one is first proven by a real exchange; one that Entra ID refuses, or that cannot be tried now,
   * is not taken, and the old one stays.
   */
  replaceCredential(id: string, credential: Credential, facts?: CredentialFacts): Promise<Result<null>>;
  /** Notes when the held credential expires, as a person or the directory says; `null`: not known. */
  noteCredentialExpiry(id: string, expiresAt: EpochMs | null): Promise<Result<null>>;
  /** Takes a refresh token from elsewhere: exchanges it at once, and keeps the new one. Refused, it leaves everything as it was. */
  importToken(id: string, refreshToken: string): Promise<Result<Connection>>;
  /** The credential, for calls that the application makes in its own name. */
  credentialOf(id: string): Promise<Result<Credential>>;
  /** Removes the connection and everything of it from the keychain. */
  remove(id: string): Promise<Result<null>>;
  changeSettings(change: Partial<AppSettings>): Promise<Result<AppSettings>>;

  /** Checks the keychain, then opens a sign-in. Fails when the keychain cannot be used, the secret is missing, or one is open. */
  beginSignIn(id: string): Promise<Result<SignInTicket>>;
  /** Refreshes now, whatever the schedule says; joins a refresh under way. */
  refresh(id: string): Promise<Result<Connection>>;
  /**
   * An access token valid for at least `validFor` more; refreshes first when the cached one is not. For another `resource`
   * than the connection's own the same refresh token is exchanged; that failing is no trouble of the connection.
   */
  accessToken(id: string, validFor: DurationMs, resource?: Resource): Promise<Result<FreshAccessToken>>;
  /** Notes in the history that an access token left the app. It is in no ledger: it lives an hour. */
  noteAccessTokenCopied(id: string): void;
  /**
   * Hands out a copy of the refresh token, after a refresh if the held one is older than an hour; if that fails, the held one.
   * It is recorded first: a copy that cannot be is not handed out. A token that has expired is refused.
   */
  exportRefreshToken(id: string, to: ExportTarget): Promise<Result<ExportedRefreshToken>>;
  /** The copies of a connection's refresh tokens, oldest first. Of those out of use, the newest 20. */
  exportedTokens(id: string): readonly ExportedTokenView[];
  /** Nothing uses this copy any more, so no notification is given of it. */
  markExportReplaced(id: string, exportId: string): Promise<Result<null>>;
  /** Strikes a copy that did not get to where it was to go. */
  withdrawExport(id: string, exportId: string): Promise<Result<null>>;
  /** The copies of which this is the token, of all connections; none when the token is not known. */
  recogniseCopy(refreshToken: string): readonly ExportedTokenView[];
  /** The last 400 things that happened to a connection, oldest first; failures of one code in a row are one entry. */
  history(id: string): Promise<readonly HistoryEntryView[]>;

  /** Something happened that may make work due: woke up, unlocked, back online, a clock jumped. */
  systemEvent(cause: 'wake' | 'unlock' | 'online' | 'clock'): void;
  /**
   * Tries again to use the keychain and the file, and to keep what is only in memory; what waited for the keychain is refreshed at
   * once. Fails with what still stands in the way, and then the connections stay as they were.
   */
  retryStorage(): Promise<Result<null>>;
}
