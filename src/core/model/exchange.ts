import * as v from 'valibot';
import type { Account } from './connection';
import type { RawFailure } from './failure';
import { DAY, type DurationMs, type EpochMs } from './time';

/** How long an access token lives: what says that it lives longer is not believed. */
export const accessLifetimeSchema = v.pipe(v.number(), v.minValue(0), v.maxValue(30 * DAY));

/** What a successful exchange gave. */
export interface TokenSet {
  readonly accessToken: string;
  /** From `expires_in`. */
  readonly accessTokenLifetime: DurationMs;
  readonly refreshToken: string;
  /** `null`: the reply does not say whose they are. */
  readonly account: Account | null;
  readonly hasMfa: boolean | null;
  /** From the reply's `Date` header; `null` when absent or not a date. */
  readonly serverTime: EpochMs | null;
}

export type Exchange =
  | { readonly ok: true; readonly tokens: TokenSet }
  /** `tokens`: a new refresh token came all the same, and is to be kept, for the one before may be spent; nothing else of them is fit for use. */
  | { readonly ok: false; readonly raw: RawFailure; readonly tokens?: TokenSet };

/** An access token fit to hand out. */
export interface FreshAccessToken {
  readonly accessToken: string;
  readonly expiresAt: EpochMs;
}
