import type { RegistrationPage } from './registration-page';
import type { SignInLimit } from './sign-in-limit';
import type { DurationMs, EpochMs } from './time';

/**
 * Who can end a failure: nobody needs to (`transient`, the keeper tries again), the partner user by signing in
 * (`person`), or somebody by changing a setting of the connection, the application or this computer (`setup`).
 */
export type FailureKind = 'transient' | 'person' | 'setup';

/** The one button that fixes it. */
export type Remedy =
  | 'sign-in'
  | 'sign-in-with-consent'
  | 'sign-in-in-browser'
  | 'replace-secret'
  | 'replace-certificate'
  | 'edit-connection'
  | 'open-app-registration'
  | 'copy-redirect-uri'
  | 'retry-keychain'
  | 'refresh'
  | 'wait';

/** A failure with its meaning. Every text is free of secrets and fit to show. */
export interface Failure {
  readonly kind: FailureKind;
  /** `AADSTS700082`, or one of our own such as `network/refused`, `keychain/locked`, `reply/garbage`. */
  readonly code: string;
  /** One sentence: what happened. */
  readonly what: string;
  /** One sentence: what to do. */
  readonly advice: string;
  readonly remedy: Remedy;
  /** The page of the app registration where its cause can be seen; absent when it is not to be found there. */
  readonly registrationPage?: RegistrationPage;
  readonly at: EpochMs;
  /** Entra's `trace_id` and `correlation_id`, for support. */
  readonly traceId?: string;
  readonly correlationId?: string;
  /** How long the server asked us to wait. */
  readonly retryAfter?: DurationMs;
  /** The tenant's true window, when the server's text names it. */
  readonly learnedLifetime?: DurationMs;
  /** How long tokens live from the sign-in, when the server's text names it. */
  readonly learnedSignInLimit?: SignInLimit;
}

/** What a plug saw when a call to the token endpoint did not give usable tokens; `classify` turns it into a {@link Failure}. */
export type RawFailure =
  /** No reply came. `code` is Node's or Chromium's name: `ENOTFOUND`, `ECONNREFUSED`, `ECONNRESET`, `ETIMEDOUT`, `CERT_…`, `ERR_…`. */
  | { readonly kind: 'network'; readonly code: string }
  /** A reply came, and it was not tokens. `body` is at most 16 KiB of it. */
  | {
      readonly kind: 'reply';
      readonly status: number;
      readonly body: string;
      readonly retryAfter: string | null;
      /** The reply's `Date` header. */
      readonly date: string | null;
    }
  /** Tokens came, but not what was asked for. */
  | {
      readonly kind: 'unusable';
      readonly reason:
        | 'no-access-token'
        | 'no-refresh-token'
        /** Nothing tells whose tokens they are. */
        | 'no-account'
        | 'other-account'
        | 'other-tenant'
        | 'wrong-state';
      /** For a person: who came instead. */
      readonly got?: string;
    }
  /** The authorize endpoint sent the browser back with `error=…`. */
  | { readonly kind: 'authorize'; readonly error: string; readonly description: string }
  /** The sign-in page itself named this AADSTS code, and led nowhere. */
  | { readonly kind: 'page'; readonly code: number }
  /** A sign-in outside the app's window ended without an answer. */
  | { readonly kind: 'sign-in'; readonly reason: 'timed-out' | 'code-expired' | 'no-port' }
  | { readonly kind: 'keychain'; readonly problem: KeychainProblem }
  /** A secret or certificate that the connection needs is not in the keychain. */
  | { readonly kind: 'no-secret' }
  /** The refresh token that the connection points at is not in the keychain, and no other generation is whole. */
  | { readonly kind: 'no-token' }
  /** A fault of our own; `name` is the error's class name, never its message. */
  | { readonly kind: 'internal'; readonly name: string };

/** Why the OS keychain cannot be used. */
export type KeychainProblem = 'missing' | 'locked' | 'refused' | 'hanging' | 'mismatch';
