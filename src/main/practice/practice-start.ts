import { DEFAULT_INTERVAL } from '../../core/expiry/lifetime';
import type { Keeper } from '../../core/keeper/keeper';
import type { Connection, ConnectionSettings } from '../../core/model/connection';
import type { Result } from '../../core/model/failure';
import { freeName } from '../../core/validation/free-name';
import type { PracticeCloud, PracticePartner } from '../../practice';
import { refuse } from '../wording/replies';
import type { PracticeCloudHost } from './practice-cloud';

/** The ready-made practice connection: one that waits for its first sign-in if there is one, else a new one. */
export async function addPracticeConnection(keeper: Keeper, partner: PracticePartner): Promise<Result<Connection>> {
  const waiting = keeper.connections().find((connection) => isReadyMade(connection, partner) && !connection.token);
  if (waiting) return { ok: true, value: waiting };
  const name = freeName(
    'Practice',
    keeper.connections().map((connection) => connection.name),
  );
  return keeper.add(practiceSettings(partner, name), {
    kind: 'secret',
    clientSecret: partner.clientSecret,
  });
}

function practiceSettings(partner: PracticePartner, name: string): ConnectionSettings {
  return {
    name,
    cloud: 'practice',
    customCloud: null,
    tenant: partner.tenantId,
    clientId: partner.clientId,
    application: { kind: 'secret' },
    resource: { kind: 'partner-center' },
    redirectUri: partner.redirectUri,
    signInMethod: 'app-window',
    schedule: { kind: 'every', interval: DEFAULT_INTERVAL },
  };
}

function isReadyMade(connection: Connection, partner: PracticePartner): boolean {
  return (
    connection.cloud === 'practice' &&
    connection.tenant === partner.tenantId &&
    connection.clientId === partner.clientId &&
    connection.credential !== null
  );
}

/** The practice cloud, started if need be; `null` when it cannot be. */
export async function startedPractice(practice: PracticeCloudHost): Promise<PracticeCloud | null> {
  try {
    return await practice.start();
  } catch {
    return null;
  }
}

/** No port could be had for it. */
export const NO_PRACTICE = refuse(
  "Couldn't start the practice cloud.",
  'Another app or the firewall may keep this app from listening on 127.0.0.1. Check the firewall, then try again.',
);
