import * as v from 'valibot';
import { cloudNameSchema, customCloudSchema } from './clouds';
import { clientAuthenticationSchema, heldCredentialSchema, MAX_SERIAL } from './credential';
import { failureSchema } from './failure';
import { idSchema } from './new-id';
import { epochMsSchema, lifetimeSchema, list, record, text, whole } from './schema';
import { DAY, HOUR } from './time';
import { signInLimitSchema, validitySchema } from './validity';
import { vaultSchema } from './vault';

export const resourceSchema = v.pipe(
  v.variant('kind', [
    v.strictObject({ kind: v.picklist(['partner-center', 'exchange-online', 'graph']) }),
    v.strictObject({ kind: v.literal('custom'), scopes: v.pipe(list(text(500)), v.maxLength(60)) }),
  ]),
  v.readonly(),
);

/** What an access token is for. Partner Center is the reason the app exists. */
export type Resource = v.InferOutput<typeof resourceSchema>;

export const signInMethodSchema = v.picklist(['app-window', 'system-browser', 'device-code']);

/** Where a person signs in: in a window of the app, in the browser they use, or on any device with a code. */
export type SignInMethod = v.InferOutput<typeof signInMethodSchema>;

export const scheduleSchema = v.pipe(
  v.variant('kind', [
    v.strictObject({ kind: v.literal('every'), interval: whole(HOUR, 30 * DAY) }),
    v.strictObject({ kind: v.literal('remind-only') }),
  ]),
  v.readonly(),
);

/** When the keeper refreshes: every so often, or never ("remind me only"). */
export type Schedule = v.InferOutput<typeof scheduleSchema>;

/** The form of a connection's settings and their bounds, drafts included; what is sensible, `validation` says. */
export const connectionSettingsSchema = record({
  /** Unique among connections, compared without case; 1 to 60 characters. */
  name: text(200),
  cloud: cloudNameSchema,
  /** What a person said of a `custom` cloud; `null` for every other. */
  customCloud: v.nullable(customCloudSchema),
  /** Tenant: a GUID or a verified domain. */
  tenant: text(300),
  /** Application (client) ID: a GUID. */
  clientId: text(100),
  application: clientAuthenticationSchema,
  resource: resourceSchema,
  /** Exactly as registered in Entra ID. */
  redirectUri: text(2000),
  signInMethod: signInMethodSchema,
  schedule: scheduleSchema,
});

/** What a person decides about a connection. Holds nothing secret. */
export type ConnectionSettings = v.InferOutput<typeof connectionSettingsSchema>;

const { entries: changeable } = connectionSettingsSchema;

/** What a person may change of a connection, each part by itself. Its cloud stays; how the application authenticates goes with its credential. */
export const settingsChangeEntries = {
  name: v.exactOptional(changeable.name),
  customCloud: v.exactOptional(changeable.customCloud),
  tenant: v.exactOptional(changeable.tenant),
  clientId: v.exactOptional(changeable.clientId),
  resource: v.exactOptional(changeable.resource),
  redirectUri: v.exactOptional(changeable.redirectUri),
  signInMethod: v.exactOptional(changeable.signInMethod),
  schedule: v.exactOptional(changeable.schedule),
};

/** What tells a connection apart, kept beside each secret so that the keychain alone can rebuild a lost file. */
export const connectionIdentitySchema = record({
  /** Also names its entries in the keychain. */
  id: idSchema,
  createdAt: epochMsSchema,
  ...connectionSettingsSchema.entries,
});

export type ConnectionIdentity = v.InferOutput<typeof connectionIdentitySchema>;

export const accountSchema = record({
  /** `preferred_username`, for people. */
  username: text(4000),
  /** `oid`: stable within the tenant. */
  objectId: text(4000),
  /** `tid`: the tenant that issued the token. */
  tenantId: text(4000),
});

/** The partner user who signed in, from the ID token. */
export type Account = v.InferOutput<typeof accountSchema>;

export const heldTokenSchema = record({
  /** Counts the tokens kept for the connection, from 1; whether it is odd or even names the slot in the keychain. */
  serial: whole(1, MAX_SERIAL),
  ...validitySchema.entries,
  account: accountSchema,
  /** Whether the access token's `amr` has `mfa`; `null` when the token could not be read. Display only. */
  hasMfa: v.nullable(v.boolean()),
});

/** What is known of the refresh token in the keychain, without the token. */
export type HeldToken = v.InferOutput<typeof heldTokenSchema>;

export const troubleSchema = record({
  failure: failureSchema,
  /** When this run of failures began. */
  since: epochMsSchema,
  /** Failures in a row, the first included. */
  attempts: whole(0, Number.MAX_SAFE_INTEGER),
  /** Earliest time to try again, `null` when only a person can help. */
  retryAt: v.nullable(epochMsSchema),
});

/** A trouble that has not passed yet. */
export type Trouble = v.InferOutput<typeof troubleSchema>;

export const connectionSchema = record({
  ...connectionIdentitySchema.entries,
  /** `null` until the first sign-in. */
  token: v.nullable(heldTokenSchema),
  /** The client secret or certificate in the keychain; `null` when there is none, as for a public client. */
  credential: v.nullable(heldCredentialSchema),
  trouble: v.nullable(troubleSchema),
  /** How long the tenant's tokens live from their issue, once an error of the server has named it; `null`: 90 days are assumed. */
  learnedLifetime: v.nullable(lifetimeSchema),
  /** What ends the token at a fixed time after the sign-in, once an error of the server has named it; `null`: nothing is known to. */
  learnedSignInLimit: v.nullable(signInLimitSchema),
  /** When the schedule next wants a refresh; `null` when it never will. */
  refreshAt: v.nullable(epochMsSchema),
  /** Notifications already raised for the held token: days-left thresholds (0 is "expired") and failure codes. Emptied with every new token. */
  notificationsRaised: list(text(4000)),
  /** The key vault that its refresh token is kept up to date in; absent or `null`: none. */
  vault: v.exactOptional(v.nullable(vaultSchema)),
});

/** One cloud + tenant + application + resource, with the state of the refresh token it holds. Persisted; holds nothing secret. */
export type Connection = v.InferOutput<typeof connectionSchema>;

export const DEFAULT_REDIRECT_URI = 'http://localhost:8400/';

/** Whether the keychain, when this connection last wanted something of it, did not do it. */
export function waitsForKeychain({ trouble }: Pick<Connection, 'trouble'>): boolean {
  return trouble?.failure.code.startsWith('keychain/') ?? false;
}
