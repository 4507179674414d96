import type { Connection } from '../model/connection';
import type { Result } from '../model/failure';
import type { VaultSettings } from '../model/vault';
import { TAGS } from './copies';
import type { OwnTokens, VaultEntry } from './ports';

/** What the other names are written for. Nothing of it is secret. */
export function markOfOthers(connection: Connection, { names }: VaultSettings): string {
  const { clientId, credential } = connection;
  return JSON.stringify([names, tenantOf(connection), clientId, credential?.serial ?? 0]).slice(0, 1000);
}

/** What is written beside the refresh token, by its name. */
export async function otherEntries(
  connection: Connection,
  { names }: VaultSettings,
  tokens: Pick<OwnTokens, 'credential'>,
): Promise<Result<ReadonlyMap<string, VaultEntry>>> {
  const entries = new Map<string, VaultEntry>();
  const tags = { [TAGS.connection]: connection.name };
  const common = { contentType: 'text/plain', expiresAt: null, tags };
  if (names.applicationId !== null) entries.set(names.applicationId, { ...common, value: connection.clientId });
  if (names.tenantId !== null) entries.set(names.tenantId, { ...common, value: tenantOf(connection) });
  if (names.applicationSecret !== null) {
    const held = await tokens.credential(connection);
    if (!held.ok) return held;
    const expiresAt = connection.credential?.expiresAt ?? null;
    if (held.value.kind === 'secret')
      entries.set(names.applicationSecret, { ...common, expiresAt, value: held.value.clientSecret });
  }
  return { ok: true, value: entries };
}

function tenantOf({ token, tenant }: Connection): string {
  return token?.account.tenantId || tenant;
}
