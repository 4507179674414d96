import type { EpochMs } from '../../core/model/time';
import type { PracticeUser } from './contract';
import type { Scopes } from './scopes';

/** A person who has signed in. */
export interface SignedIn {
  readonly user: PracticeUser;
  /** Authentication methods, as in the `amr` claim. */
  readonly amr: readonly string[];
  readonly at: EpochMs;
}

export interface CodeGrant {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scopes: Scopes;
  readonly signedIn: SignedIn;
  readonly nonce: string | null;
  /** Of PKCE, by SHA-256. */
  readonly challenge: string | null;
  readonly expiresAt: EpochMs;
  redeemed: boolean;
}

export interface DeviceGrant {
  readonly clientId: string;
  readonly scopes: Scopes;
  readonly userCode: string;
  readonly expiresAt: EpochMs;
  outcome:
    | { readonly kind: 'pending' }
    | { readonly kind: 'declined' }
    | { readonly kind: 'approved'; readonly signedIn: SignedIn }
    | { readonly kind: 'redeemed' };
}
