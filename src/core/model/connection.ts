import type { CloudName, CustomCloud } from './clouds';
import type { ClientAuthentication, HeldCredential } from './credential';
import type { Failure } from './failure';
import type { SignInLimit } from './sign-in-limit';
import type { DurationMs, EpochMs } from './time';

/** What an access token is for. Partner Center is the reason the app exists. */
export type Resource =
  | { readonly kind: 'partner-center' }
  | { readonly kind: 'exchange-online' }
  | { readonly kind: 'graph' }
  | { readonly kind: 'custom'; readonly scopes: readonly string[] };

/** Where a person signs in: in a window of the app, in the browser they use, or on any device with a code. */
export type SignInMethod = 'app-window' | 'system-browser' | 'device-code';

/** When the keeper refreshes: every so often, or never ("remind me only"). */
export type Schedule = { readonly kind: 'every'; readonly interval: DurationMs } | { readonly kind: 'remind-only' };

/** What a person decides about a connection. Holds nothing secret. */
export interface ConnectionSettings {
  /** Unique among connections, compared without case; 1 to 60 characters. */
  readonly name: string;
  readonly cloud: CloudName;
  /** What a person said of a `custom` cloud; `null` for every other. */
  readonly customCloud: CustomCloud | null;
  /** Tenant: a GUID or a verified domain. */
  readonly tenant: string;
  /** Application (client) ID: a GUID. */
  readonly clientId: string;
  readonly application: ClientAuthentication;
  readonly resource: Resource;
  /** Exactly as registered in Entra ID. */
  readonly redirectUri: string;
  readonly signInMethod: SignInMethod;
  readonly schedule: Schedule;
}

/** The partner user who signed in, from the ID token. */
export interface Account {
  /** `preferred_username`, for people. */
  readonly username: string;
  /** `oid`: stable within the tenant. */
  readonly objectId: string;
  /** `tid`: the tenant that issued the token. */
  readonly tenantId: string;
}

/** What is known of the refresh token in the keychain, without the token. */
export interface HeldToken {
  /** Counts the tokens kept for the connection, from 1; whether it is odd or even names the slot in the keychain. */
  readonly serial: number;
  /** When it was asked for, by the clock here. */
  readonly issuedAt: EpochMs;
  /** How long it lives from its issue. */
  readonly lifetime: DurationMs;
  /** The latest that the person can have signed in: the issue of the token that the sign-in or the import gave. */
  readonly signedInAt: EpochMs;
  /** How long it lives from the sign-in at most, however often it is exchanged; only once the server has named it. */
  readonly signInLimit?: SignInLimit;
  readonly account: Account;
  /** Whether the access token's `amr` has `mfa`; `null` when the token could not be read. Display only. */
  readonly hasMfa: boolean | null;
}

/** A trouble that has not passed yet. */
export interface Trouble {
  readonly failure: Failure;
  /** When this run of failures began. */
  readonly since: EpochMs;
  /** Failures in a row, the first included. */
  readonly attempts: number;
  /** Earliest time to try again, `null` when only a person can help. */
  readonly retryAt: EpochMs | null;
}

/** One cloud + tenant + application + resource, with the state of the refresh token it holds. Persisted; holds nothing secret. */
export interface Connection extends ConnectionSettings {
  /** Lower-case GUID without dashes. Also names its entries in the keychain. */
  readonly id: string;
  readonly createdAt: EpochMs;
  /** `null` until the first sign-in. */
  readonly token: HeldToken | null;
  /** The client secret or certificate in the keychain; `null` when there is none, as for a public client. */
  readonly credential: HeldCredential | null;
  readonly trouble: Trouble | null;
  /** How long the tenant's tokens live from their issue, once an error of the server has named it; `null`: 90 days are assumed. */
  readonly learnedLifetime: DurationMs | null;
  /** What ends the token at a fixed time after the sign-in, once an error of the server has named it; `null`: nothing is known to. */
  readonly learnedSignInLimit: SignInLimit | null;
  /** When the schedule next wants a refresh; `null` when it never will. */
  readonly refreshAt: EpochMs | null;
  /** Notifications already raised for the held token: days-left thresholds (0 is "expired") and failure codes. Emptied with every new token. */
  readonly notificationsRaised: readonly string[];
}

export const DEFAULT_REDIRECT_URI = 'http://localhost:8400/';

/** Whether the keychain, when this connection last wanted something of it, did not do it. */
export function waitsForKeychain({ trouble }: Pick<Connection, 'trouble'>): boolean {
  return trouble?.failure.code.startsWith('keychain/') ?? false;
}
