import type { TokenToExport } from '../expiry/exported-tokens';
import type { Connection, ConnectionSettings, Resource } from '../model/connection';
import type { Credential } from '../model/credential';
import type { FreshAccessToken } from '../model/exchange';
import type { Fingerprints } from '../model/exported-token';
import type { Failure, RawFailure, Result } from '../model/failure';
import type { DurationMs, EpochMs } from '../model/time';

/** What came of a call, or why nothing did. */
export type VaultAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly raw: RawFailure };

/** Which vault is meant. */
export interface VaultPlace {
  readonly cloud: ConnectionSettings['cloud'];
  /** `https://NAME.vault.azure.net`, a vault of that cloud. */
  readonly base: string;
  readonly signal: AbortSignal;
}

/** Which secret, and by what leave. */
export interface VaultCall extends VaultPlace {
  readonly accessToken: string;
  readonly name: string;
}

/** The newest version of a secret. `value` is secret. */
export interface VaultCopy {
  readonly value: string;
  /** 32 hex digits. */
  readonly version: string;
  /** By the vault's clock; `null`: it does not say. */
  readonly created: EpochMs | null;
  readonly tags: Readonly<Record<string, string>>;
}

/** What is written of a secret. `value` is secret, and nothing else. */
export interface VaultEntry {
  readonly value: string;
  readonly contentType: string;
  readonly expiresAt: EpochMs | null;
  readonly tags: Readonly<Record<string, string>>;
}

/** Azure Key Vault, and who may use it. No call rejects, and no secret is in what it gives for a failure. */
export interface VaultPort {
  /** Where the vault wants tokens from, asked with nothing secret. Fails unless that is the cloud's own authority, for that vault. */
  readonly challenge: (place: VaultPlace) => Promise<VaultAnswer<{ readonly tenantId: string }>>;
  /** The newest version; `null`: there is no such secret. */
  readonly read: (call: VaultCall) => Promise<VaultAnswer<VaultCopy | null>>;
  /** Adds a version, and gives its name. */
  readonly write: (call: VaultCall, entry: VaultEntry) => Promise<VaultAnswer<string>>;
  /** Disables a version. One that is not there is as good as disabled. */
  readonly disable: (call: VaultCall, version: string) => Promise<VaultAnswer<null>>;
  /** An access token for the application itself. */
  readonly applicationToken: (request: {
    readonly connection: ConnectionSettings;
    readonly credential: Exclude<Credential, { kind: 'none' }>;
    readonly api: string;
    readonly signal: AbortSignal;
  }) => Promise<{ readonly ok: true; readonly accessToken: string } | { readonly ok: false; readonly raw: RawFailure }>;
  /** An access token of this computer's managed identity. */
  readonly managedIdentityToken: (request: {
    readonly api: string;
    /** Of an identity that a user assigned; `null` for the computer's own. */
    readonly clientId: string | null;
    readonly signal: AbortSignal;
  }) => Promise<VaultAnswer<string>>;
}

/** What keeping vaults up to date needs of the world. */
export interface VaultPorts {
  readonly vault: VaultPort;
  readonly fingerprints: Fingerprints;
}

/** What a vault's sync needs of the keeper. No call rejects. */
export interface OwnTokens {
  /** The newest refresh token and what is known of it; `null`: there is none. */
  newest(connection: Connection): Promise<Result<TokenToExport | null>>;
  credential(connection: Connection): Promise<Result<Credential>>;
  accessToken(id: string, validFor: DurationMs, resource: Resource): Promise<Result<FreshAccessToken>>;
  /** Exchanges a refresh token from elsewhere, and keeps what comes of it in place of the connection's own. */
  takeOver(id: string, refreshToken: string, signedInAt: EpochMs | null): Promise<Result<Connection>>;
  /** Why nothing may be changed now; `null`: it may. */
  frozen(): Failure | null;
}
