import { type DurationMs, HOUR } from '../../core/model/time';
import { type Application, findUserById } from '../tenant/directory';
import type { SignedIn } from '../tenant/grants';
import { type Scopes, scopeList } from '../tenant/scopes';
import type { RefreshTokenRecord } from '../tenant/state';
import { EntraError, longTimestamp, timeSpan } from '../wire/entra-error';
import { newRefreshToken, sha256 } from '../wire/random';
import type { World } from './world';

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
  state.refreshTokens[sha256(token)] = {
    clientId: application.clientId,
    userId: signedIn.user.objectId,
    scopes: previous?.scopes ?? scopeList(scopes),
    amr: [...signedIn.amr],
    issuedAt,
    signedInAt: signedIn.at,
    lifetime: state.policy.lifetime,
    spaEndsAt,
    revokedAt: null,
  };
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
  const record = world.store.state.refreshTokens[sha256(token)];
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
  for (const record of Object.values(world.store.state.refreshTokens)) {
    if (userId === null || record.userId === userId) record.revokedAt ??= now;
  }
  for (const [key, session] of world.sessions) {
    if (userId === null || session.user.objectId === userId) world.sessions.delete(key);
  }
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
  // A tenant that shortens its lifetime of refresh tokens shortens that of tokens already issued.
  const lifetime = Math.min(record.lifetime, world.store.state.policy.lifetime);
  if (now - record.issuedAt < lifetime) return;
  throw new EntraError(700082, { issuedOn, span: timeSpan(lifetime) });
}
