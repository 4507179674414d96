import { DAY, type DurationMs, HOUR } from '../../core/model/time';
import { type Application, findUserById } from '../tenant/directory';
import type { SignedIn } from '../tenant/grants';
import { parseScopes, type Scopes, scopeList } from '../tenant/scopes';
import type { RefreshTokenRecord } from '../tenant/state';
import { EntraError, longTimestamp, timeSpan } from '../wire/entra-error';
import { newRefreshToken, sha256 } from '../wire/random';
import type { World } from './world';

/** How long an expired token is remembered, so that it can be told apart from one that never was. */
const EXPIRED_KEPT: DurationMs = 800 * DAY;
const MOST_RECORDS = 20_000;
const SPA_LIFETIME: DurationMs = 24 * HOUR;

/** Issues a refresh token. `previous` is the one it was exchanged for, whose chain it continues. */
export function issueRefreshToken(
  world: World,
  application: Application,
  signedIn: SignedIn,
  scopes: Scopes,
  previous: RefreshTokenRecord | null,
): string {
  const { state } = world.store;
  const token = newRefreshToken(world.refreshTokenLength);
  const issuedAt = world.clock.now();
  const spaEndsAt = previous?.spaEndsAt ?? (state.policy.spa ? issuedAt + SPA_LIFETIME : null);
  state.refreshTokens.push({
    hash: sha256(token),
    clientId: application.clientId,
    userId: signedIn.user.objectId,
    scopes: previous === null ? scopeList(scopes) : [...new Set([...previous.scopes, ...scopeList(scopes)])],
    amr: [...signedIn.amr],
    issuedAt,
    signedInAt: signedIn.at,
    lifetime: state.policy.lifetime,
    spaEndsAt,
    revokedAt: null,
  });
  prune(world);
  return token;
}

/**
 * The record of a token that may be exchanged now. Throws, in this order, AADSTS70000 (no such token), 700007 (another
 * application's), 50173 (revoked), 700084 or 700082 (expired), or 50057 (user disabled).
 */
export function requireRefreshToken(
  world: World,
  token: string,
  application: Application,
): { record: RefreshTokenRecord; signedIn: SignedIn } {
  const hash = sha256(token);
  const record = world.store.state.refreshTokens.find((candidate) => candidate.hash === hash);
  const user = record === undefined ? null : findUserById(record.userId);
  if (record === undefined || user === null) throw new EntraError(70000);
  if (record.clientId !== application.clientId) throw new EntraError(700007);
  if (record.revokedAt !== null)
    throw new EntraError(50173, {
      issuedOn: longTimestamp(record.signedInAt),
      validFrom: longTimestamp(record.revokedAt),
    });
  requireNotExpired(world, record);
  if (user.disabled) throw new EntraError(50057);
  return { record, signedIn: { user, amr: record.amr, at: record.signedInAt } };
}

/** Revokes the refresh tokens of one user, or of everybody (`null`), as a password reset does, and signs them out. */
export function revokeRefreshTokens(world: World, userId: string | null): void {
  const now = world.clock.now();
  for (const record of world.store.state.refreshTokens) {
    if (userId === null || record.userId === userId) record.revokedAt ??= now;
  }
  for (const [key, session] of world.sessions) {
    if (userId === null || session.user.objectId === userId) world.sessions.delete(key);
  }
}

/** What the person signed in for: of a token that has since been redeemed for other APIs also, the first. */
export function originalScopes(record: RefreshTokenRecord, application: Application): Scopes {
  const ofAnApi = (scope: string) => scope.includes('://');
  const first = record.scopes.find(ofAnApi) ?? '';
  const api = first.slice(0, first.lastIndexOf('/') + 1);
  const ofTheFirst = record.scopes.filter((scope) => !ofAnApi(scope) || scope.startsWith(api));
  return parseScopes(ofTheFirst.join(' '), application);
}

function requireNotExpired(world: World, record: RefreshTokenRecord): void {
  const now = world.clock.now();
  const issuedOn = longTimestamp(record.issuedAt);
  if (record.spaEndsAt !== null) {
    if (now < record.spaEndsAt) return;
    throw new EntraError(700084, {
      span: timeSpan(SPA_LIFETIME),
      issuedOn: longTimestamp(record.spaEndsAt - SPA_LIFETIME),
    });
  }
  const lifetime = lifetimeOf(world, record);
  if (now - record.issuedAt < lifetime) return;
  throw new EntraError(700082, { issuedOn, span: timeSpan(lifetime) });
}

/** A tenant that shortens its lifetime of refresh tokens shortens that of tokens already issued. */
function lifetimeOf(world: World, record: RefreshTokenRecord): DurationMs {
  return Math.min(record.lifetime, world.store.state.policy.lifetime);
}

function prune(world: World): void {
  const { state } = world.store;
  const now = world.clock.now();
  const kept = state.refreshTokens.filter((record) => now - record.issuedAt < record.lifetime + EXPIRED_KEPT);
  state.refreshTokens = kept.slice(-MOST_RECORDS);
}
