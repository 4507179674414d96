import type { Clock, DurationMs } from '../core/time';

/** Which calls a fault touches. `token` is Entra's `/token`; `any` is every call, pages included. */
export type FaultTarget = 'any' | 'discovery' | 'authorize' | 'token' | 'device-code' | 'keys' | 'partner-center';

/** One way to misbehave. A fault stays until cleared, or until it has been met `times` times. */
export type Fault =
  | { readonly kind: 'latency'; readonly delay: DurationMs }
  /** The port is closed: connections are refused. Only for target `any`. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'truncated' }
  | { readonly kind: 'garbage' }
  | { readonly kind: 'status'; readonly status: number; readonly body?: string; readonly contentType?: string; readonly retryAfter?: string }
  /** An Entra-shaped error with this AADSTS code. */
  | { readonly kind: 'aadsts'; readonly code: number };

/** A clock that runs with the system's, a settable span ahead of it. */
export interface PracticeClock extends Clock {
  /** Milliseconds ahead of the system's clock; negative is behind. */
  readonly offset: DurationMs;
  advance(by: DurationMs): void;
  /** Called after each jump. Returns the function that stops it. */
  onJump(listener: () => void): () => void;
}

/** The practice cloud while it runs, on 127.0.0.1 only. */
export interface PracticeCloud {
  /** `http://127.0.0.1:PORT`, no trailing slash. */
  readonly origin: string;
  readonly clock: PracticeClock;
  setFault(target: FaultTarget, fault: Fault, times?: number): void;
  clearFaults(): void;
  /** The ready-made partner: tenant, application, secret, user. Made up and worth nothing. */
  readonly partner: PracticePartner;
  close(): Promise<void>;
}

export interface PracticePartner {
  readonly tenantId: string;
  readonly domain: string;
  readonly organization: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  readonly username: string;
  readonly password: string;
  readonly mfaCode: string;
}
