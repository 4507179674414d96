import type { Connection, HeldToken, Issue } from '../model/connection';
import type { Failure } from '../model/failure';
import type { DurationMs, EpochMs } from '../model/time';
import { DEFAULT_LIFETIME, planRefresh, settledIssue, signInOf, TOLERANCE, type Validity } from './lifetime';
import { meansExpired } from './notifications';

type Learned = Pick<Connection, 'learnedLifetime' | 'learnedSignInLimit'>;

/** What changes about a connection when the server has refused in these words. The usual window is nothing to learn, and unlearns another. */
export function learnFrom(failure: Failure, before: Connection, now: EpochMs): Partial<Connection> {
  const { learnedLifetime = before.learnedLifetime, learnedSignInLimit = before.learnedSignInLimit } = failure;
  return {
    learnedLifetime: learnedLifetime === DEFAULT_LIFETIME ? null : learnedLifetime,
    learnedSignInLimit,
    token: before.token && withSignInLimit(settledIssue(before.token, now), failure.learnedSignInLimit),
  };
}

function withSignInLimit(token: HeldToken, signInLimit: HeldToken['signInLimit']): HeldToken {
  return signInLimit === undefined ? token : { ...token, signInLimit };
}

/**
 * What changes about a connection when the token `traded` has just been exchanged: a window or a lifetime that was over is
 * none of the tenant's any more, nor of the token that is held; `null`: nothing. Only said when the server's clock agrees with
 * ours, for either may be wrong.
 */
export function disprovedBy(
  { learnedLifetime, learnedSignInLimit, token }: Learned & Pick<Connection, 'token'>,
  traded: Pick<Validity, 'issuedAt' | 'serverIssuedAt' | 'signedIn'>,
  exchangedAt: EpochMs,
  serverTime: EpochMs | null,
): Partial<Connection> | null {
  if (serverTime === null) return null;
  const now = Math.min(exchangedAt, serverTime);
  const outlived = (issue: Issue, span: DurationMs) => now - latestDate(issue) > span + TOLERANCE;
  const lifetime = learnedLifetime !== null && outlived(traded, learnedLifetime);
  const signInLimit = learnedSignInLimit !== null && outlived(signInOf(traded), learnedSignInLimit.span);
  if (!lifetime && !signInLimit) return null;
  const held = lifetime && token ? { ...token, lifetime: DEFAULT_LIFETIME } : token;
  return {
    ...(lifetime ? { learnedLifetime: null } : {}),
    ...(signInLimit ? { learnedSignInLimit: null } : {}),
    token: signInLimit && held ? withoutSignInLimit(held) : held,
  };
}

function latestDate({ issuedAt, serverIssuedAt }: Issue): EpochMs {
  return Math.max(issuedAt, serverIssuedAt ?? issuedAt);
}

/** What changes about a connection when 90 days are assumed again: nothing of a token that the server has called over. `random` is in [0, 1). */
export function forgetWindow(connection: Connection, random: number): Partial<Connection> {
  if (connection.trouble && meansExpired(connection.trouble.failure))
    return { learnedLifetime: null, learnedSignInLimit: null };
  const token = connection.token && { ...withoutSignInLimit(connection.token), lifetime: DEFAULT_LIFETIME };
  return {
    learnedLifetime: null,
    learnedSignInLimit: null,
    token,
    refreshAt: token && planRefresh(token, connection.schedule, random),
    // Those about the window were right for the shorter one only.
    notificationsRaised: connection.notificationsRaised.filter((key) => !/^(?:lifetime|sign-in):/.test(key)),
  };
}

function withoutSignInLimit({ signInLimit: _, ...token }: HeldToken): HeldToken {
  return token;
}
