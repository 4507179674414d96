import type { Keeper } from '../../core/keeper/keeper';
import type { Connection } from '../../core/model/connection';
import type { KeeperEvent } from '../../core/model/event';
import type { Result } from '../../core/model/failure';
import type { CredentialEnd, CredentialEndRequest } from './secret-expiry';

export interface ExpiryPorts {
  readonly keeper: Pick<Keeper, 'find' | 'nowFor' | 'credentialOf' | 'noteCredentialExpiry'>;
  readonly adapters: { readonly readCredentialEnd: (request: CredentialEndRequest) => Promise<CredentialEnd> };
}

/** Whether what happened is a good moment to look: the application has just authenticated with its secret, or has a new one. */
export function mayTellExpiry(event: KeeperEvent): event is Extract<KeeperEvent, { type: 'history' }> {
  if (event.type !== 'history') return false;
  const { kind, code } = event.event;
  return kind === 'sign-in' || (kind === 'settings' && code === 'secret');
}

/**
 * Notes when the held client secret expires, when nobody has entered the date and the application may read its own
 * registration. Most may not; nobody waits for this, and a failure has no effect. Never rejects.
 */
export async function learnExpiry(ports: ExpiryPorts, id: string, signal: AbortSignal): Promise<void> {
  const { keeper } = ports;
  const connection = keeper.find(id);
  if (!connection || !lacksExpiry(connection)) return;
  try {
    const found = await lookUpExpiry(ports, connection, signal);
    if (!found.ok || found.value.kind !== 'known' || signal.aborted) return;
    const now = keeper.find(id);
    // Meanwhile somebody may have entered the date, or another secret.
    if (!now || !lacksExpiry(now) || now.credential?.serial !== connection.credential?.serial) return;
    await keeper.noteCredentialExpiry(id, found.value.expiresAt);
  } catch {
    // As if the application might not read it.
  }
}

function lacksExpiry({ application, credential }: Connection): boolean {
  return application.kind === 'secret' && credential !== null && credential.expiresAt === null;
}

/** Asks the directory when the held secret or certificate expires. */
export async function lookUpExpiry(
  { keeper, adapters }: ExpiryPorts,
  connection: Connection,
  signal: AbortSignal,
): Promise<Result<CredentialEnd>> {
  const held = await keeper.credentialOf(connection.id);
  if (!held.ok) return held;
  const now = keeper.nowFor(connection);
  const value = await adapters.readCredentialEnd({ connection, credential: held.value, now, signal });
  return { ok: true, value };
}
