import type { Need } from './promises';
import type { Issued } from './server';
import { Trail } from './trail';
import { CLEAR_TIME_NEEDED } from './weather';

/** What the referee follows of one connection. */
export interface Track {
  /** The token that the keeper is known to go on with. */
  token: string;
  /** The longest span that the keeper may plan ahead. */
  plan: number;
  /** Since when the keeper owes a try; infinite while only a person can help, and knows it from the server. */
  owedSince: number;
  /** When a clock that jumped no longer explains a late refresh. */
  excusedUntil: number;
  /** Clear time in which the keeper must try what it owes. */
  patience: number;
  /** What the server last refused: the secret, or the token itself. */
  refused: 'secret' | 'token' | null;
  /** Whether the last try failed, so that the next one is a retry. */
  hasFailed: boolean;
  /** What only a person can do, since when. */
  readonly needs: Map<Need, number>;
  /** Of what they have been told since then. */
  readonly told: Set<Need>;
  isJudged: boolean;
  /** The newest token that the keychain holds; it may be older than the one in memory. */
  kept: Issued | null;
  /** The newest token, by its order, that reached a process, and which. */
  deliveredOrder: number;
  deliveredLife: number;
  own: Trail;
}

/** A connection of which nothing has happened yet. */
export function newTrack(): Track {
  return {
    token: '',
    plan: 0,
    owedSince: Number.POSITIVE_INFINITY,
    excusedUntil: 0,
    patience: CLEAR_TIME_NEEDED,
    refused: null,
    hasFailed: false,
    needs: new Map(),
    told: new Set(),
    isJudged: false,
    kept: null,
    deliveredOrder: 0,
    deliveredLife: 0,
    own: new Trail(),
  };
}

/** Since when only a person can help; infinite when nobody has to. */
export function needsSince({ needs }: Track): number {
  return Math.min(Number.POSITIVE_INFINITY, ...needs.values());
}
