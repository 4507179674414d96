import type { Issued, Server } from './server';

/** What the keeper takes a tenant's policies for. */
export interface Belief {
  /** How long a new token lives. */
  readonly lifetime: number;
  /** How long a sign-in is good; infinite when nothing is known to end it. */
  readonly signInLimit: number;
}

/** Whether the keeper has the dates of a token wrong, since a clock was wrong when it came. */
export interface Dating {
  /** It seems older than it is. */
  readonly seemsOlder: boolean;
  /** The date of its sign-in is not known, or counts anew from an exchange at which the clock was wrong. */
  readonly isSignInDoubtful: boolean;
}

/** From when to when a token lives, by the server's truth. */
export interface Life {
  readonly issuedAt: number;
  /** When its lifetime is over. */
  readonly expiresAt: number;
  readonly signedInAt: number;
  /** When its sign-in is not good any more; infinite when no policy says so. */
  readonly signInEndsAt: number;
  readonly belief: Belief;
  /** What a wrong clock makes the keeper take it for. */
  readonly dating: Dating;
}

/** When it lives no longer. */
export function endOf({ expiresAt, signInEndsAt }: Pick<Life, 'expiresAt' | 'signInEndsAt'>): number {
  return Math.min(expiresAt, signInEndsAt);
}

/** The tokens that a notification may be about. */
export interface Lives {
  /** The one that the keeper goes on with. */
  readonly held: readonly Life[];
  /** The one in the keychain, which is older while the keychain refuses. */
  readonly kept: readonly Life[];
  /** Those that left the app and are in use somewhere. */
  readonly exportedTokens: readonly Life[];
  /** A process died that was about to hand one out, and may have put it on record. */
  readonly mayHaveMoreExports: boolean;
}

/** How long a token lives, by the server's truth. */
export function lifeOf(token: Issued, server: Server, belief: Belief, dating: Dating): Life {
  const { issuedAt, signedInAt } = token;
  return { issuedAt, signedInAt, ...endsOf(token, server), belief, dating };
}

/** When its lifetime is over, and its sign-in; a policy cannot end it before there was the policy. */
export function endsOf(token: Issued, server: Server): Pick<Life, 'expiresAt' | 'signInEndsAt'> {
  const { policySince, frequencySince } = server.tenant(token.tenant);
  const expiry = server.expiryOf(token);
  const isOlder = token.issuedAt < policySince;
  const expiresAt = isOlder ? Math.min(token.expiresAt, Math.max(expiry, policySince)) : expiry;
  return { expiresAt, signInEndsAt: Math.max(frequencySince, server.signInEndOf(token)) };
}

/** An exported token is measured by what was known when it was taken, and by what was learned since. */
export function stricterOf(one: Belief, other: Belief): Belief {
  return {
    lifetime: Math.min(one.lifetime, other.lifetime),
    signInLimit: Math.min(one.signInLimit, other.signInLimit),
  };
}
