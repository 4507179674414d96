import type { Lifetime } from './sign-in-limit';
import type { DurationMs, EpochMs } from './time';

/** Where a copy went. */
export type CopyTarget = 'clipboard' | 'file' | 'key-vault';

/** A copy of a refresh token that left the app. The token itself is not in it: it is known by a salted digest. Persisted. */
export interface Copy {
  /** Lower-case GUID without dashes. */
  readonly id: string;
  readonly connectionId: string;
  readonly to: CopyTarget;
  /** When it left. */
  readonly takenAt: EpochMs;
  /** When the token was issued, by the server's clock where that is known to differ from ours: its window counts from there, whatever the connection has exchanged since. */
  readonly issuedAt: EpochMs;
  readonly window: DurationMs;
  /** When the person signed in for it, by the same clock. Files of earlier versions have none: it counts from the issue. */
  readonly signedInAt?: EpochMs;
  /** How long it lives from the sign-in at most; only where something was known to end it. */
  readonly lifetime?: Lifetime;
  readonly salt: string;
  /** Copies of one token have the same salt and digest. */
  readonly digest: string;
  /** When a person said that nothing uses it any more; `null` until then. */
  readonly replacedAt: EpochMs | null;
  /** Thresholds of which notice was given: "7" for 7 days left. */
  readonly noticesRaised: readonly string[];
}

/** Makes and compares digests of refresh tokens. */
export interface Fingerprints {
  /** A new random salt, as text. */
  newSalt(): string;
  /** One-way; the same for the same salt and text, always. A token is random enough that a plain keyed hash keeps it secret. */
  digest(salt: string, text: string): string;
}

/** `replaced`: somebody said so. `lapsed`: its window is over, and nobody said that it is out of use. */
export type CopyState = 'in-use' | 'replaced' | 'lapsed';

/** A copy as it is told. Nothing in it is secret. */
export interface CopyView {
  readonly id: string;
  readonly connectionId: string;
  readonly to: CopyTarget;
  readonly takenAt: EpochMs;
  readonly issuedAt: EpochMs;
  readonly lapsesAt: EpochMs;
  readonly state: CopyState;
  /** The connection has a newer token since. The copy works on until it lapses. */
  readonly superseded: boolean;
  /** A few letters that copies of one token have in common. */
  readonly mark: string;
}

/** A refresh token to hand out. It is on record as a copy. */
export interface CopiedToken {
  readonly refreshToken: string;
  readonly copyId: string;
  readonly issuedAt: EpochMs;
  readonly lapsesAt: EpochMs;
}
