import type { PracticeClock } from '../tenant/clock';
import type { FaultBook } from '../tenant/faults';
import type { CodeGrant, DeviceGrant, SignedIn } from '../tenant/grants';
import type { StateStore } from '../tenant/state';
import type { Vault } from '../vault/vault';
import type { Attempt } from './attempt';

/** What every endpoint of one practice cloud works on. */
export interface World {
  readonly clock: PracticeClock;
  readonly store: StateStore;
  readonly faults: FaultBook;
  /** Sign-ins in progress, by their ID; the oldest are forgotten. */
  readonly attempts: Map<string, Attempt>;
  /** Who is signed in in which browser, by the hash of its cookie. */
  readonly sessions: Map<string, SignedIn>;
  /** Authorization codes by hash, redeemed ones included. */
  readonly codes: Map<string, CodeGrant>;
  /** Device codes by hash. */
  readonly deviceCodes: Map<string, DeviceGrant>;
  /** Key Vaults by name, in lower case. */
  readonly vaults: Map<string, Vault>;
  /** How many characters a refresh token has; `null`: as many as chance will have it. */
  readonly refreshTokenLength: number | null;
  /** `http://127.0.0.1:PORT`. */
  readonly origin: () => string;
  /** `https://localhost:PORT`; `null` where HTTPS was not asked for. */
  readonly httpsOrigin: () => string | null;
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
