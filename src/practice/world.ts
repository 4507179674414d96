import type { EpochMs } from '../core/time';
import type { Attempt } from './attempt';
import type { ShiftedClock } from './clock';
import type { PracticeUser } from './contract';
import type { FaultBook } from './faults';
import type { Scopes } from './scopes';

import type { StateStore } from './state';

/** What every endpoint of one practice cloud works on. */
export interface World {
  readonly clock: ShiftedClock;
  readonly store: StateStore;
  readonly faults: FaultBook;
  /** Sign-ins under way, by their ID; the oldest are forgotten. */
  readonly attempts: Map<string, Attempt>;
  /** Who is signed in in which browser, by the hash of its cookie. */
  readonly sessions: Map<string, SignedIn>;
  /** Authorization codes by hash, redeemed ones included. */
  readonly codes: Map<string, CodeGrant>;
  /** Device codes by hash. */
  readonly deviceCodes: Map<string, DeviceGrant>;
  /** `http://127.0.0.1:PORT`. */
  readonly origin: () => string;
}

/** A person who has proved who they are. */
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
  readonly challenge: { readonly method: 'S256' | 'plain'; readonly value: string } | null;
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

const MOST_KEPT = 500;

/** Adds to a map of short-lived things, forgetting the oldest beyond 500. */
export function remember<T>(things: Map<string, T>, key: string, thing: T): void {
  things.set(key, thing);
  for (const oldest of things.keys()) {
    if (things.size <= MOST_KEPT) return;
    things.delete(oldest);
  }
}
