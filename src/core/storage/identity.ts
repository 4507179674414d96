import type { CustomCloud } from '../model/clouds';
import type { Connection, ConnectionSettings, Resource, Schedule, SignInMethod } from '../model/connection';
import type { ClientAuthentication } from '../model/credential';
import type { EpochMs } from '../model/time';

/** What tells a connection apart, kept beside each secret so that the keychain alone can rebuild a lost file. */
export type ConnectionIdentity = ConnectionSettings & { readonly id: string; readonly createdAt: EpochMs };

/** A connection's identity, without its state. */
export function identityOf(connection: Connection): ConnectionIdentity {
  const { id, createdAt, name, cloud, customCloud, tenant, clientId } = connection;
  const { application, resource, redirectUri, signInMethod, schedule } = connection;
  const where = { id, createdAt, name, cloud, customCloud, tenant, clientId };
  return { ...where, application, resource, redirectUri, signInMethod, schedule };
}

/** Reads an identity that was kept in the keychain; `null` when it is none. */
export function readIdentity(value: unknown): ConnectionIdentity | null {
  if (!isObject(value) || !isCount(value.createdAt)) return null;
  const { createdAt } = value;
  const [id, name, tenant, clientId, redirectUri] = [
    value.id,
    value.name,
    value.tenant,
    value.clientId,
    value.redirectUri,
  ];
  if (!isText(id) || !isText(name) || !isText(tenant) || !isText(clientId) || !isText(redirectUri)) return null;
  const cloud = CLOUD_NAMES.find((known) => known === value.cloud);
  const customCloud = readCustomCloud(value.customCloud);
  const application = readApplication(value.application);
  const resource = readResource(value.resource);
  const schedule = readSchedule(value.schedule);
  const signInMethod = METHODS.find((known) => known === (value.signInMethod ?? 'app-window'));
  if (!cloud || !application || !resource || !schedule || !signInMethod) return null;
  if ((cloud === 'custom') !== (customCloud !== null)) return null;
  const where = { id, createdAt, name, cloud, customCloud, tenant, clientId };
  return { ...where, application, resource, redirectUri, signInMethod, schedule };
}

const CLOUD_NAMES = ['global', 'us-government', 'china', 'practice', 'custom'] as const;
const METHODS: readonly SignInMethod[] = ['app-window', 'system-browser', 'device-code'];

function readApplication(value: unknown): ClientAuthentication | null {
  const kind = isObject(value) ? (['secret', 'certificate', 'public'] as const).find((it) => it === value.kind) : null;
  return kind ? { kind } : null;
}

/** Version 1 of the app knew one resource, by its name. */
function readResource(value: unknown): Resource | null {
  if (value === 'partner-center') return { kind: 'partner-center' };
  if (!isObject(value)) return null;
  const kind = (['partner-center', 'exchange-online', 'graph'] as const).find((it) => it === value.kind);
  if (kind) return { kind };
  const { scopes } = value;
  if (value.kind !== 'custom' || !Array.isArray(scopes) || !scopes.every(isText)) return null;
  return { kind: 'custom', scopes };
}

function readSchedule(value: unknown): Schedule | null {
  if (!isObject(value)) return null;
  if (value.kind === 'remind-only') return { kind: 'remind-only' };
  return value.kind === 'every' && isCount(value.interval) ? { kind: 'every', interval: value.interval } : null;
}

function readCustomCloud(value: unknown): CustomCloud | null {
  if (!isObject(value)) return null;
  const { authority, partnerCenter, scope, extraCa } = value;
  if (!isText(authority) || !isText(partnerCenter) || !isText(scope)) return null;
  if (extraCa !== null && !isText(extraCa)) return null;
  return { authority, partnerCenter, scope, extraCa };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
