import type { Connection, HeldToken, Issue } from '../model/connection';
import type { Failure } from '../model/failure';
import type { DurationMs, EpochMs } from '../model/time';
import { DEFAULT_WINDOW, planRefresh, settledIssue, signInOf, TOLERANCE, type Validity } from './lifetime';
import { meansLapsed } from './notifications';

type Learned = Pick<Connection, 'learnedWindow' | 'learnedLifetime'>;

/** What changes about a connection when the server has refused in these words. The usual window is nothing to learn, and unlearns another. */
export function learnFrom(failure: Failure, before: Connection, now: EpochMs): Partial<Connection> {
  const { learnedWindow = before.learnedWindow, learnedLifetime = before.learnedLifetime } = failure;
  return {
    learnedWindow: learnedWindow === DEFAULT_WINDOW ? null : learnedWindow,
    learnedLifetime,
    token: before.token && withLifetime(settledIssue(before.token, now), failure.learnedLifetime),
  };
}

function withLifetime(token: HeldToken, lifetime: HeldToken['lifetime']): HeldToken {
  return lifetime === undefined ? token : { ...token, lifetime };
}

/**
 * What changes about a connection when the token `traded` has just been exchanged: a window or a lifetime that was over is
 * none of the tenant's any more, nor of the token that is held; `null`: nothing. Only said when the server's clock agrees with
 * ours, for either may be wrong.
 */
export function disprovedBy(
  { learnedWindow, learnedLifetime, token }: Learned & Pick<Connection, 'token'>,
  traded: Pick<Validity, 'issuedAt' | 'serverIssuedAt' | 'signedIn'>,
  exchangedAt: EpochMs,
  serverTime: EpochMs | null,
): Partial<Connection> | null {
  if (serverTime === null) return null;
  const now = Math.min(exchangedAt, serverTime);
  const outlived = (issue: Issue, span: DurationMs) => now - latestDate(issue) > span + TOLERANCE;
  const window = learnedWindow !== null && outlived(traded, learnedWindow);
  const lifetime = learnedLifetime !== null && outlived(signInOf(traded), learnedLifetime.span);
  if (!window && !lifetime) return null;
  const held = window && token ? { ...token, window: DEFAULT_WINDOW } : token;
  return {
    ...(window ? { learnedWindow: null } : {}),
    ...(lifetime ? { learnedLifetime: null } : {}),
    token: lifetime && held ? withoutLifetime(held) : held,
  };
}

function latestDate({ issuedAt, serverIssuedAt }: Issue): EpochMs {
  return Math.max(issuedAt, serverIssuedAt ?? issuedAt);
}

/** What changes about a connection when 90 days are assumed again: nothing of a token that the server has called over. `random` is in [0, 1). */
export function forgetWindow(connection: Connection, random: number): Partial<Connection> {
  if (connection.trouble && meansLapsed(connection.trouble.failure))
    return { learnedWindow: null, learnedLifetime: null };
  const token = connection.token && { ...withoutLifetime(connection.token), window: DEFAULT_WINDOW };
  return {
    learnedWindow: null,
    learnedLifetime: null,
    token,
    refreshAt: token && planRefresh(token, connection.schedule, random),
    // Those about the window were right for the shorter one only.
    noticesRaised: connection.noticesRaised.filter((key) => !/^(?:window|sign-in):/.test(key)),
  };
}

function withoutLifetime({ lifetime: _, ...token }: HeldToken): HeldToken {
  return token;
}
