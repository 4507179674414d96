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
  readonly account: Account;
  readonly hasMfa: boolean | null;
  /** From the reply's `Date` header; `null` when absent or not a date. */
  readonly serverTime: EpochMs | null;
}

export type Exchange =
  | { readonly ok: true; readonly tokens: TokenSet }
  | { readonly ok: false; readonly raw: RawFailure };

/** An access token fit to hand out. */
export interface FreshAccessToken {
  readonly accessToken: string;
  readonly expiresAt: EpochMs;
}
