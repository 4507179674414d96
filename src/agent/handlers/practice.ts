import { DEFAULT_INTERVAL } from '../../core/expiry/lifetime';
import type { Keeper } from '../../core/keeper/keeper';
import type { Connection, ConnectionSettings } from '../../core/model/connection';
import type { Result } from '../../core/model/failure';
import { freeName } from '../../core/validation/free-name';

/** What the practice cloud has ready for a connection. */
export interface PracticeRegistration {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
}

/** The ready-made practice connection: one that waits for its first sign-in if there is one, else a new one. */
export async function addPracticeConnection(
  keeper: Pick<Keeper, 'connections' | 'add'>,
  registration: PracticeRegistration,
): Promise<Result<Connection>> {
  const waiting = keeper.connections().find((connection) => isReadyMade(connection, registration) && !connection.token);
  if (waiting) return { ok: true, value: waiting };
  const name = freeName(
    'Practice',
    keeper.connections().map((connection) => connection.name),
  );
  return keeper.add(practiceSettings(registration, name), {
    kind: 'secret',
    clientSecret: registration.clientSecret,
  });
}

function practiceSettings({ tenantId, clientId, redirectUri }: PracticeRegistration, name: string): ConnectionSettings {
  return {
    name,
    cloud: 'practice',
    customCloud: null,
    tenant: tenantId,
    clientId,
    application: { kind: 'secret' },
    resource: { kind: 'partner-center' },
    redirectUri,
    signInMethod: 'app-window',
    schedule: { kind: 'every', interval: DEFAULT_INTERVAL },
  };
}

function isReadyMade(connection: Connection, { tenantId, clientId }: PracticeRegistration): boolean {
  return (
    connection.cloud === 'practice' &&
    connection.tenant === tenantId &&
    connection.clientId === clientId &&
    connection.credential !== null
  );
}
