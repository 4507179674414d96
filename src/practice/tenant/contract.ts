import * as v from 'valibot';
import { durationSchema, whole } from '../../core/model/schema';
import { DAY, type DurationMs, type EpochMs, HOUR } from '../../core/model/time';
import type { PracticeClock } from './clock';

const delay = v.pipe(v.number(), v.minValue(0), v.maxValue(HOUR));
/** A `Date` header holds four digits of a year. */
const wrongBy = v.pipe(v.number(), v.minValue(-20 * 365 * DAY), v.maxValue(20 * 365 * DAY));

/** One way to misbehave. A fault stays until cleared, or until it has been met as often as it should. */
export const faultSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('latency'), delay }),
  /** The call waits, before it has any effect, until the faults are cleared. */
  v.strictObject({ kind: v.literal('held') }),
  /** The port is closed: connections are refused. Whatever the target, for every call. */
  v.strictObject({ kind: v.literal('refused') }),
  /** The connection is torn down in the middle of the status line; the call has had its effect. */
  v.strictObject({ kind: v.literal('reset') }),
  /** Half of the body comes, then the connection ends; the call has had its effect. */
  v.strictObject({ kind: v.literal('truncated') }),
  v.strictObject({
    kind: v.literal('status'),
    status: whole(200, 599),
    body: v.exactOptional(v.string()),
    contentType: v.exactOptional(v.string()),
    /** Where a redirect leads. */
    location: v.exactOptional(v.string()),
    /** Sent as is: seconds, or an HTTP date. */
    retryAfter: v.exactOptional(v.string()),
  }),
  /** The reply is whole, but its `Date` is that of a server whose clock is `ahead` of the practice clock; negative is behind. */
  v.strictObject({ kind: v.literal('wrong-date'), ahead: wrongBy }),
  /** An Entra-shaped error with this AADSTS code. */
  v.strictObject({ kind: v.literal('aadsts'), code: whole(1, 99_999_999) }),
]);

/** Which calls a fault touches. `token` is Entra's `/token`; `any` is every call, pages included. */
export const faultTargetSchema = v.picklist([
  'any',
  'discovery',
  'authorize',
  'token',
  'device-code',
  'keys',
  'partner-center',
  'graph',
  'exchange',
  'key-vault',
]);

export type Fault = v.InferOutput<typeof faultSchema>;
export type FaultTarget = v.InferOutput<typeof faultTargetSchema>;

/** A fault that is set. `left` is how many more times it will be met, `null` for always. */
export interface ActiveFault {
  readonly target: FaultTarget;
  readonly fault: Fault;
  readonly left: number | null;
}

const span = v.pipe(durationSchema, v.minValue(1));
const code = v.nullable(whole(1, 99_999_999));

/** What the practice tenant's administrators decide. */
export const policyEntries = {
  /** How long a refresh token lives from its issue. 90 days unless changed; a shorter one also cuts tokens already issued. */
  lifetime: span,
  /** After how long a person must sign in again, however often the token was refreshed; `null` for never. */
  signInFrequency: v.nullable(span),
  /** Whether the redirect URI is of platform "single-page application": refresh tokens live 24 hours in all. */
  spa: v.boolean(),
  /** The AADSTS code of a conditional access rule that is not met; `null` for none. */
  conditionalAccess: code,
  /**
   * The AADSTS code (53000, 53003, 530003) of a rule that wants a managed device, `null` for none. A person's own browser can
   * prove its device; a window of an app, known by `Electron/` in its `User-Agent`, and a device code cannot, and are refused.
   */
  managedDevice: code,
};

export const policyChangeSchema = v.strictObject({
  lifetime: v.exactOptional(span),
  signInFrequency: v.exactOptional(v.nullable(span)),
  spa: v.exactOptional(v.boolean()),
  conditionalAccess: v.exactOptional(code),
  managedDevice: v.exactOptional(code),
});
export type PracticePolicy = v.InferOutput<v.ObjectSchema<typeof policyEntries, undefined>>;

/** A secret or certificate that an application may authenticate with, as the portal shows it. */
export type PracticeCredential = {
  /** Names it, in Graph as well. */
  readonly keyId: string;
  readonly clientId: string;
  readonly startsAt: EpochMs;
  readonly endsAt: EpochMs;
} & (
  | {
      readonly kind: 'secret';
      /** The first three characters. */
      readonly hint: string;
    }
  | {
      readonly kind: 'certificate';
      /** SHA-1, upper case hex. */
      readonly thumbprint: string;
    }
);

/** How a Key Vault is made, in the form of a message. */
export const vaultEntries = {
  /** Secrets by name, each of one version. */
  secrets: v.record(v.string(), v.string()),
  /** What keeps callers out that have a token for Key Vault: its access policies, its role assignments, or its firewall. */
  refuses: v.exactOptional(v.nullable(v.picklist(['policy', 'rbac', 'firewall']))),
};

export type VaultRefusal = 'policy' | 'rbac' | 'firewall';
export type PracticeVault = v.InferOutput<v.ObjectSchema<typeof vaultEntries, undefined>>;

/** A new secret, whose text is told only once. */
export interface MadeSecret {
  readonly keyId: string;
  readonly secret: string;
}

/** How to start a practice cloud. */
export interface PracticeOptions {
  /** Port of the cloud; a free one by default. */
  readonly port?: number;
  /** Port of the control API; a free one by default. */
  readonly controlPort?: number;
  /** Keeps clock, policy, consents, certificates and what is known of secrets and refresh tokens (hashes only) across restarts. */
  readonly stateFile?: string;
  /** Also listen on `https://localhost:PORT`, with this key and certificate (PEM). */
  readonly https?: { readonly key: string; readonly cert: string };
  /** Milliseconds ahead of the system's clock; wins over the state file's. */
  readonly clockOffset?: DurationMs;
  /** How many characters a refresh token has, at least 120; of 1,024 to 2,500, by chance, unless told otherwise. */
  readonly refreshTokenLength?: number;
}

/** The practice cloud while it runs, on 127.0.0.1 only. */
export interface PracticeCloud {
  /** `http://127.0.0.1:PORT`, no trailing slash. */
  readonly origin: string;
  /** Where the control API listens, also while the cloud refuses connections. `http://127.0.0.1:PORT`, no trailing slash. */
  readonly controlOrigin: string;
  /**
   * An Entra-compatible authority of its own over HTTPS: `https://localhost:PORT`, no trailing slash, the APIs included; its
   * discovery names no other address. `null` unless asked for.
   */
  readonly httpsOrigin: string | null;
  readonly clock: PracticeClock;
  readonly policy: PracticePolicy;
  setFault(target: FaultTarget, fault: Fault, times?: number): void;
  clearFaults(): void;
  setPolicy(change: Partial<PracticePolicy>): void;
  /** Revokes the refresh tokens of one user, or of all. Throws a RangeError for a user that does not exist. */
  revoke(username?: string): void;
  /** Forgets every consent given. */
  withdrawConsent(): void;
  /** Every secret and certificate of every application, expired ones included. */
  readonly credentials: readonly PracticeCredential[];
  /**
   * Adds a secret to an application; it ends after 180 days unless told otherwise. Throws a RangeError for an application
   * that does not exist or is a public client.
   */
  addSecret(clientId: string, endsAt?: EpochMs): MadeSecret;
  /** Registers a certificate (PEM, RSA key). Throws a RangeError as `addSecret` does, and for what is no such certificate. */
  addCertificate(clientId: string, pem: string): PracticeCredential;
  /** Throws a RangeError when there is no such secret or certificate. */
  removeCredential(keyId: string): void;
  /** Moves the end of a secret or certificate: into the past, and it has expired. Throws a RangeError as `removeCredential` does. */
  endCredential(keyId: string, endsAt: EpochMs): void;
  /** What applications may do for themselves in Graph, such as `Application.Read.All`; nothing at first. Throws as `addSecret` does. */
  setRoles(clientId: string, roles: readonly string[]): void;
  /** Makes a Key Vault anew; `null` takes it away. Its content is kept in memory only. */
  setVault(name: string, vault: PracticeVault | null): void;
  /** Has a Key Vault let callers in, or not, and keep what it holds. Throws a RangeError when there is none. */
  restrictVault(name: string, refuses: VaultRefusal | null): void;
  /** Resolves when the port is as the faults want it, and the state is on disk. */
  settled(): Promise<void>;
  /** The ready-made partner: tenant, application, secret, user. Made up and worth nothing. */
  readonly partner: PracticePartner;
  close(): Promise<void>;
}

export interface PracticePartner {
  readonly tenantId: string;
  readonly domain: string;
  readonly organization: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  /** Another application, which authenticates with a certificate once one is registered (`addCertificate`). Redirect URI as above. */
  readonly certificateClientId: string;
  /** Another application, a public client: no secret, redirect URI `http://localhost`, device code allowed. */
  readonly publicClientId: string;
  /** A scope of an API of the partner's own. */
  readonly customScope: string;
  /** The address of a Key Vault that is there from the start, empty. */
  readonly vault: string;
  /** Admin agent with MFA: the one to use. */
  readonly username: string;
  readonly password: string;
  readonly mfaCode: string;
  /** Every user, `username` included. All have the same password, and those with MFA the same code. */
  readonly users: readonly PracticeUser[];
}

/** A user of the practice tenant. */
export interface PracticeUser {
  readonly username: string;
  readonly displayName: string;
  readonly objectId: string;
  /** What makes this user worth having. */
  readonly about: string;
  /** `code`: a code from an app; `none`: tokens carry no `mfa`; `federated`: another identity provider does it, in a pop-up window. */
  readonly signIn: 'code' | 'none' | 'federated';
  /** Whether Partner Center lets this user call its API. */
  readonly isAgent: boolean;
  readonly disabled: boolean;
}
