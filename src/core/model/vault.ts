import * as v from 'valibot';
import { failureSchema } from './failure';
import { idSchema } from './new-id';
import { epochMsSchema, list, record, text, whole } from './schema';

/** Letters, digits and hyphens. Source: Microsoft Learn, "About keys, secrets and certificates", "Object identifiers". */
const secretName = v.pipe(v.string(), v.regex(/^[\da-z-]{1,127}$/i));
const version = v.pipe(v.string(), v.regex(/^[\da-f]{32}$/i));

export const vaultCredentialSchema = v.variant('kind', [
  /** The partner user of the connection itself, or its application. */
  record({ kind: v.picklist(['user', 'application']) }),
  /** The user of another connection or, where nobody has signed in to that, its application. */
  record({ kind: v.literal('connection'), id: idSchema }),
  /** That of the computer in Azure; `clientId` names one that was assigned to it by a user. */
  record({ kind: v.literal('managed-identity'), clientId: v.nullable(text(100)) }),
]);

/** As whom a key vault is read and written. */
export type VaultCredential = v.InferOutput<typeof vaultCredentialSchema>;

export const vaultSettingsSchema = record({
  /** `https://NAME.vault.azure.net`, without a slash at the end. */
  url: text(300),
  /** Of the refresh token. */
  secretName,
  credential: vaultCredentialSchema,
  /** The names of what else a script needs; `null`: it is not written. */
  names: record({
    applicationId: v.nullable(secretName),
    applicationSecret: v.nullable(secretName),
    tenantId: v.nullable(secretName),
  }),
  /** Whether the versions before the newest are disabled. */
  disableOldVersions: v.boolean(),
});

/** Where a connection's refresh token is kept up to date besides the keychain. */
export type VaultSettings = v.InferOutput<typeof vaultSettingsSchema>;

export const vaultSchema = record({
  settings: vaultSettingsSchema,
  /** The version that is known to hold a token of this connection, and when it came there; `null`: none yet. */
  held: v.nullable(record({ version, at: epochMsSchema })),
  /** The version of another's that an exchange has shown to be of no use; it is not tried again. */
  useless: v.nullable(version),
  /** Versions that are yet to be disabled. */
  old: list(version),
  /** What the other names were written for: tenant, application, and which credential. Nothing of it is secret. */
  others: text(1000),
  /** How many refreshes the vault has not been told of. */
  behind: whole(0, Number.MAX_SAFE_INTEGER),
  /** Why it could not be told; `null`: nothing is wrong. */
  trouble: v.nullable(
    record({ failure: failureSchema, since: epochMsSchema, attempts: whole(0, Number.MAX_SAFE_INTEGER) }),
  ),
  /** When the vault is to be looked at; `null`: not before the next refresh. */
  dueAt: v.nullable(epochMsSchema),
});

/** A connection's key vault, and how far it is behind. Persisted; holds nothing secret. */
export type ConnectionVault = v.InferOutput<typeof vaultSchema>;

/** The names that CIPP looks for. Source: CIPP's documentation, "Setting up the key vault". */
export const CIPP_NAMES = {
  secretName: 'refreshtoken',
  names: { applicationId: 'applicationid', applicationSecret: 'applicationsecret', tenantId: 'tenantid' },
} as const;

export const NO_OTHER_NAMES: VaultSettings['names'] = { applicationId: null, applicationSecret: null, tenantId: null };

/** The vault of connections that have just been given one. */
export function newVault(settings: VaultSettings): ConnectionVault {
  return { settings, held: null, useless: null, old: [], others: '', behind: 0, trouble: null, dueAt: null };
}
