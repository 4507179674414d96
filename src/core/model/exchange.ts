import type { Account } from './connection';
import type { RawFailure } from './failure';
import type { DurationMs, EpochMs } from './time';

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
