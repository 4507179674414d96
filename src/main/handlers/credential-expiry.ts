import type { Keeper } from '../../core/keeper/keeper';
import type { Connection } from '../../core/model/connection';
import type { KeeperEvent } from '../../core/model/event';
import type { Result } from '../../core/model/failure';
import type { Adapters } from '../../platform/adapters';
import type { CredentialEnd } from '../../platform/api-check/secret-expiry';
import type { PanelHandlers } from '../panel/panel-ipc';
import { answer, failed, GONE, refusedBy } from '../wording/replies';

const ENTER_DATE = 'Enter the date yourself.';

/** Why the directory does not tell when a secret or certificate ends. */
export const LOOKUP_PROBLEMS = {
  'may-not': {
    what: "The application can't read its own registration.",
    advice: `Most apps don't have this permission. ${ENTER_DATE}`,
  },
  'not-found': { what: "The app registration doesn't list this secret or certificate.", advice: ENTER_DATE },
  'nothing-to-read': { what: "There's nothing to look up for this connection.", advice: ENTER_DATE },
} as const;

export interface ExpiryPorts {
  readonly keeper: Pick<Keeper, 'find' | 'nowFor' | 'credentialOf' | 'noteCredentialExpiry'>;
  readonly adapters: Pick<Adapters, 'readCredentialEnd'>;
}

/** Looks up in the directory when the held secret or certificate expires, and notes it. */
export function expiryHandlers(ports: ExpiryPorts): Pick<PanelHandlers, 'readCredentialExpiry'> {
  const { keeper } = ports;
  return {
    readCredentialExpiry: async ({ id }) => {
      const connection = keeper.find(id);
      if (!connection) return GONE;
      const found = await lookUp(ports, connection, new AbortController().signal);
      if (!found.ok) return failed(found.failure, connection);
      const end = found.value;
      switch (end.kind) {
        case 'known': {
          const noted = await keeper.noteCredentialExpiry(id, end.expiresAt);
          return noted.ok ? answer({ kind: 'found', expiresAt: end.expiresAt }) : failed(noted.failure, connection);
        }
        case 'may-not':
        case 'not-found':
        case 'nothing-to-read': {
          const { what, advice } = LOOKUP_PROBLEMS[end.kind];
          return answer({ kind: 'not-found', what, advice });
        }
        case 'no-token':
          return failed(end.failure, connection);
        case 'failed':
          return refusedBy(end, end.details, keeper.nowFor(connection));
      }
    },
  };
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
    const found = await lookUp(ports, connection, signal);
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

async function lookUp(
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
