import type { Belief } from './lives';
import type { Need } from './promises';
import type { Issued } from './server';
import { Trail } from './trail';
import type { Way } from './weather';

/** The token that the keeper goes on with, and what is owed for it. */
interface Standing {
  /** The token that the keeper is known to go on with. */
  token: string;
  /** What the keeper took the tenant's policies for when it came. */
  belief: Belief;
  /** The longest span that the keeper may plan ahead. */
  plan: number;
  /** Since when the keeper owes a try; infinite while only what a person does in the app can help, and the server has said so. */
  owedSince: number;
  /** Until when it owes that: what somebody may end elsewhere is looked at while the token seems to last. */
  owedUntil: number;
  /** What the server last refused: the secret, the token itself, or its use for now. */
  refused: 'secret' | 'token' | 'use' | null;
  /** How long the sign-in of this token is good, by what the server had said when it came; infinite: it had said nothing. */
  knownSignInLimit: number;
  /** What only a person can do, since when. */
  needs: Map<Need, number>;
  /** Of what they have been told since then. */
  told: Set<Need>;
  isJudged: boolean;
}

/** What the referee follows of one connection. */
export interface Track extends Standing {
  readonly connection: number;
  /** The way to its authority. */
  readonly way: Way;
  /** How it stood before the token that is in memory only came: what a crash takes it back to. `null`: the keychain holds the newest. */
  beforeUnkept: Standing | null;
  /** The notifications that were raised, by id, and whether that could be recorded. */
  readonly raised: Map<string, boolean>;
  /** Whether what is owed now has been found neglected: that counts once. */
  isNeglected: boolean;
  /** When neither a clock that jumped nor what was not the keeper's to end explains a late refresh any more. */
  excusedUntil: number;
  /** Since when the tenant gets no answer; infinite: it does. */
  sickSince: number;
  /** When what only a person could do was last done. */
  needEndedAt: number;
  /** Whether the last try failed, so that the next one is a retry, and when. */
  hasFailed: boolean;
  failedAt: number;
  /** Whether that was while the disk was full, so that a restart may forget that a next try is owed. */
  mayForgetFailure: boolean;
  /** When it was first told that this token has expired, whether it had or not; infinite: it was not. */
  saidToHaveExpiredAt: number;
  /** Whether a process died between noting a notification about this token and raising it. */
  hasLostNotification: boolean;
  /** How far the clock was ahead when the last exchange was asked for; `null`: none is under way. */
  aheadWhenTried: number | null;
  /** How long tokens live, and a sign-in is good, as the server last said it; infinite: it has not. */
  namedLifetime: number;
  namedSignInLimit: number;
  /** The date of the sign-in of whose end a notification told in time; of one that died with its process. */
  signInTold: number;
  signInLost: number;
  /** The newest token that the keychain holds; it may be older than the one in memory. */
  kept: Issued | null;
  /** Whether the file knew only of an older one when the last process ended. */
  isFileBehind: boolean;
  /** The newest token, by its order, that reached a process, and which. */
  deliveredOrder: number;
  deliveredLife: number;
  deliveredAt: number;
  own: Trail;
}

/** A connection of which nothing has happened yet. */
export function newTrack(connection: number, way: Way): Track {
  return {
    connection,
    way,
    beforeUnkept: null,
    raised: new Map(),
    token: '',
    belief: { lifetime: Number.POSITIVE_INFINITY, signInLimit: Number.POSITIVE_INFINITY },
    plan: 0,
    owedSince: Number.POSITIVE_INFINITY,
    owedUntil: Number.POSITIVE_INFINITY,
    isNeglected: false,
    knownSignInLimit: Number.POSITIVE_INFINITY,
    namedLifetime: Number.POSITIVE_INFINITY,
    namedSignInLimit: Number.POSITIVE_INFINITY,
    signInTold: Number.NaN,
    signInLost: Number.NaN,
    excusedUntil: 0,
    sickSince: Number.POSITIVE_INFINITY,
    needEndedAt: Number.NEGATIVE_INFINITY,
    refused: null,
    hasFailed: false,
    failedAt: Number.NEGATIVE_INFINITY,
    mayForgetFailure: false,
    saidToHaveExpiredAt: Number.POSITIVE_INFINITY,
    hasLostNotification: false,
    aheadWhenTried: null,
    needs: new Map(),
    told: new Set(),
    isJudged: false,
    kept: null,
    isFileBehind: false,
    deliveredOrder: 0,
    deliveredLife: 0,
    deliveredAt: 0,
    own: new Trail(),
  };
}

/** A token is about to reach the keeper: notes how things stand, unless one before it is not kept either. */
export function noteBeforeUnkept(track: Track): void {
  if (track.beforeUnkept !== null) return;
  const { token, belief, plan, owedSince, owedUntil, refused, knownSignInLimit, needs, told, isJudged } = track;
  track.beforeUnkept = {
    token,
    belief,
    plan,
    owedSince,
    owedUntil,
    refused,
    knownSignInLimit,
    needs: new Map(needs),
    told: new Set(told),
    isJudged,
  };
}

/**
 * The process is gone, and with it the token that was in memory only: the keeper goes on with the one before, for which
 * things stand as they did. What a person had to do then and what they had to do since, they have to do now; and what the
 * server refused of the newer one, it would refuse of the older. Returns whether there was such a token.
 */
export function fallBack(track: Track): boolean {
  const before = track.beforeUnkept;
  if (before === null) return false;
  const needs = new Map([...track.needs, ...before.needs]);
  const told = new Set([...track.told, ...before.told]);
  const refused = track.refused ?? before.refused;
  Object.assign(track, before, { needs, told, refused, beforeUnkept: null });
  return true;
}

/** Since when only a person can help; infinite when nobody has to. */
export function needsSince({ needs }: Track): number {
  return Math.min(Number.POSITIVE_INFINITY, ...needs.values());
}
