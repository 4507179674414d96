import type { Account, Connection, ConnectionSettings, HeldToken } from './connection';
import type { DurationMs, EpochMs } from './time';

/** What tells a connection apart, kept beside each secret so that the keychain alone can rebuild a lost file. */
export type ConnectionIdentity = ConnectionSettings & { readonly id: string; readonly createdAt: EpochMs };

/** What one generation of a refresh token is in the keychain. */
export interface TokenEnvelope {
  readonly identity: ConnectionIdentity;
  readonly issuedAt: EpochMs;
  readonly window: DurationMs;
  readonly account: Account;
  readonly hasMfa: boolean | null;
  readonly refreshToken: string;
}

/** What one generation of a client secret is in the keychain. */
export interface SecretEnvelope {
  readonly identity: ConnectionIdentity;
  readonly clientSecret: string;
}

export function identityOf(connection: Connection): ConnectionIdentity {
  const { id, createdAt, name, cloud, tenant, clientId, application, resource, redirectUri, schedule } = connection;
  return { id, createdAt, name, cloud, tenant, clientId, application, resource, redirectUri, schedule };
}

/** What the connection records of a token, without the token. */
export function heldTokenOf(envelope: TokenEnvelope, generation: number): HeldToken {
  const { issuedAt, window, account, hasMfa } = envelope;
  return { generation, issuedAt, window, account, hasMfa };
}

export function sealToken(envelope: TokenEnvelope): string {
  return JSON.stringify({ v: 1, ...envelope });
}

export function sealSecret(envelope: SecretEnvelope): string {
  return JSON.stringify({ v: 1, ...envelope });
}

/** Reads a refresh token's envelope; `null` when it is not one, or of a version this app does not know. */
export function openToken(text: string): TokenEnvelope | null {
  const value = readObject(text);
  if (!value || !isIdentity(value.identity) || !isAccount(value.account)) return null;
  const { identity, account, issuedAt, window, hasMfa, refreshToken } = value;
  if (!isCount(issuedAt) || !isCount(window) || typeof refreshToken !== 'string' || refreshToken === '') return null;
  if (hasMfa !== null && typeof hasMfa !== 'boolean') return null;
  return { identity, account, issuedAt, window, hasMfa, refreshToken };
}

/** Reads a client secret's envelope; `null` when it is not one. */
export function openSecret(text: string): SecretEnvelope | null {
  const value = readObject(text);
  if (!value || !isIdentity(value.identity)) return null;
  const { identity, clientSecret } = value;
  return typeof clientSecret === 'string' && clientSecret !== '' ? { identity, clientSecret } : null;
}

function readObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) && value.v === 1 ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isAccount(value: unknown): value is Account {
  return isObject(value) && ['username', 'objectId', 'tenantId'].every((key) => typeof value[key] === 'string');
}

function isIdentity(value: unknown): value is ConnectionIdentity {
  if (!isObject(value) || !isCount(value.createdAt)) return false;
  const texts = ['id', 'name', 'tenant', 'clientId', 'redirectUri'];
  if (!texts.every((key) => typeof value[key] === 'string')) return false;
  const clouds: unknown[] = ['global', 'us-government', 'china', 'practice'];
  const { application, schedule } = value;
  if (!clouds.includes(value.cloud) || value.resource !== 'partner-center') return false;
  if (!isObject(application) || application.kind !== 'secret' || !isObject(schedule)) return false;
  return schedule.kind === 'remind-only' || (schedule.kind === 'every' && isCount(schedule.interval));
}
