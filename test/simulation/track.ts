import type { Need } from './promises';
import type { Issued } from './server';
import { Trail } from './trail';
import { CLEAR_TIME_NEEDED } from './weather';

/** The token that the keeper goes on with, and what is owed for it. */
interface Standing {
  /** The token that the keeper is known to go on with. */
  token: string;
  /** The longest span that the keeper may plan ahead. */
  plan: number;
  /** Since when the keeper owes a try; infinite while only a person can help, and knows it from the server. */
  owedSince: number;
  /** Clear time in which the keeper must try what it owes. */
  patience: number;
  /** What the server last refused: the secret, or the token itself, in the words that it is over or in others. */
  refused: 'secret' | 'token' | 'expired token' | null;
  /** For how long the sign-in of this token is good, by what the server had said when it came; infinite: it had said nothing. */
  knownLifetime: number;
  /** What only a person can do, since when. */
  needs: Map<Need, number>;
  /** Of what they have been told since then. */
  told: Set<Need>;
  isJudged: boolean;
}

/** What the referee follows of one connection. */
export interface Track extends Standing {
  /** How it stood before the token that is in memory only came: what a crash takes it back to. `null`: the keychain holds the newest. */
  beforeUnkept: Standing | null;
  /** The notifications that were raised, by id, and whether that could be recorded. */
  readonly raised: Map<string, boolean>;
  /** When neither a clock that jumped nor a secret that nobody had replaced explains a late refresh any more. */
  excusedUntil: number;
  /** Whether the last try failed, so that the next one is a retry. */
  hasFailed: boolean;
  /** Whether that was while the disk was full, so that a restart may forget that a next try is owed. */
  mayForgetFailure: boolean;
  /** Whether a process died between noting a notification about this token and raising it. */
  hasLostNotification: boolean;
  /** For how long a sign-in is good, as the server last said it; infinite: it has not, or that is over. */
  namedLifetime: number;
  /** The date of the sign-in of whose end a notification told in time; of one that died with its process. */
  signInTold: number;
  signInLost: number;
  /** The newest token that the keychain holds; it may be older than the one in memory. */
  kept: Issued | null;
  /** Whether that was written while the disk was full, so that the file may know only of an older one. */
  isFileBehind: boolean;
  /** The newest token, by its order, that reached a process, and which. */
  deliveredOrder: number;
  deliveredLife: number;
  deliveredAt: number;
  own: Trail;
}

/** A connection of which nothing has happened yet. */
export function newTrack(): Track {
  return {
    beforeUnkept: null,
    raised: new Map(),
    token: '',
    plan: 0,
    knownLifetime: Number.POSITIVE_INFINITY,
    namedLifetime: Number.POSITIVE_INFINITY,
    signInTold: Number.NaN,
    signInLost: Number.NaN,
    owedSince: Number.POSITIVE_INFINITY,
    excusedUntil: 0,
    patience: CLEAR_TIME_NEEDED,
    refused: null,
    hasFailed: false,
    mayForgetFailure: false,
    hasLostNotification: false,
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
  const { token, plan, owedSince, patience, refused, knownLifetime, needs, told, isJudged } = track;
  track.beforeUnkept = {
    token,
    plan,
    owedSince,
    patience,
    refused,
    knownLifetime,
    needs: new Map(needs),
    told: new Set(told),
    isJudged,
  };
}

/**
 * The process is gone, and with it the token that was in memory only: the keeper goes on with the one before, for which
 * things stand as they did. What a person had to do then and what they had to do since, they have to do now; and what the
 * server refused of the newer one, it would refuse of the older.
 */
export function fallBack(track: Track, now: number): boolean {
  const before = track.beforeUnkept;
  if (before === null) return false;
  const needs = new Map([...track.needs, ...before.needs]);
  const told = new Set([...track.told, ...before.told]);
  const refused = track.refused ?? before.refused;
  const owedSince = refused === null ? Math.max(before.owedSince, now) : Number.POSITIVE_INFINITY;
  Object.assign(track, before, { needs, told, refused, owedSince, beforeUnkept: null });
  return true;
}

/** Since when only a person can help; infinite when nobody has to. */
export function needsSince({ needs }: Track): number {
  return Math.min(Number.POSITIVE_INFINITY, ...needs.values());
}
