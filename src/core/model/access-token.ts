import type { EpochMs } from './time';

/** An access token fit to hand out. */
export interface FreshAccessToken {
  readonly accessToken: string;
  readonly expiresAt: EpochMs;
}
