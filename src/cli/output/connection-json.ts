import type { ConnectionFacts } from '../../agent/answers';

/** A time as JSON has it: ISO 8601 in UTC; `null` stays. */
export function isoTime(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

/** A connection as `--json` prints it. Stable: fields are added, never renamed or taken away. Nothing in it is secret. */
export function connectionJson(facts: ConnectionFacts) {
  const { id, name, cloud, tenant, clientId, application, resourceLabel, status, statusText, account, hasMfa } = facts;
  const { now, issuedAt, expiresAt, refreshAt, credentialExpiresAt, trouble, exportedInUse } = facts;
  return {
    ...{ id, name, cloud, tenant, clientId, application },
    resource: resourceLabel,
    status,
    statusText,
    account,
    mfa: hasMfa,
    now: isoTime(now),
    issuedAt: isoTime(issuedAt),
    expiresAt: isoTime(expiresAt),
    refreshAt: isoTime(refreshAt),
    credentialExpiresAt: isoTime(credentialExpiresAt),
    // Not `error`: that is what a command prints when it fails.
    problem: trouble && { code: trouble.code, message: trouble.what, advice: trouble.advice },
    exportedTokensInUse: exportedInUse,
    vault: vaultJson(facts),
  };
}

/** A connection's key vault as `--json` prints it; `null`: it has none. */
export function vaultJson({ vault }: ConnectionFacts) {
  if (!vault) return null;
  const { settings, text, behind, writtenAt, retryAt, trouble } = vault;
  const { url, secretName, credential, names, disableOldVersions } = settings;
  return {
    ...{ url, secretName, credential, names, disableOldVersions },
    stateText: text,
    refreshesBehind: behind,
    writtenAt: isoTime(writtenAt),
    retryAt: isoTime(retryAt),
    problem: trouble && { code: trouble.code, message: trouble.what, advice: trouble.advice },
  };
}
