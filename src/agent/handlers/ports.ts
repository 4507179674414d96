import type { ApiCheck } from '../../core/api-check/api-check';
import type { Keeper } from '../../core/keeper/keeper';
import type { Connection, SignInMethod } from '../../core/model/connection';
import type { Result } from '../../core/model/failure';
import type { VaultSettings } from '../../core/model/vault';
import type { Asker } from '../requests';
import type { PracticeRegistration } from './practice';

/** What a program would have, and of which connection. */
export interface TokenRequest {
  readonly what: 'access-token' | 'refresh-token';
  readonly connection: Connection;
  /** The refresh token goes to this key vault, rather than to the program. */
  readonly vault?: {
    readonly settings: VaultSettings;
    /** `set-up`: from now on; `replace`: in place of whatever is there. */
    readonly asked: 'set-up' | 'replace';
  };
  /** The process that asks, as it says itself. */
  readonly processId: number;
}

/** Whether a program may have a token: the name to remember it by, or why not. */
export type Permission =
  | { readonly granted: true; readonly to: string }
  | { readonly granted: false; readonly words: string };

/** How somebody signs in: by the connection's own method unless another is asked for. */
export interface HowToSignIn {
  readonly method?: SignInMethod;
  readonly consent: boolean;
  /** Whether the system's browser may be opened; else its address is told. */
  readonly opensBrowser: boolean;
}

export interface HandlerPorts {
  readonly keeper: Keeper;
  readonly appVersion: string;
  readonly practises: () => boolean;
  /** Whether this process ends with what it was asked: what can't be written then is lost. */
  readonly endsSoon: boolean;
  /** Calls the API that the access token is for. Never rejects. */
  readonly probe: (request: {
    readonly connection: Connection;
    readonly accessToken: string;
    readonly username: string;
    readonly signal: AbortSignal;
  }) => Promise<ApiCheck>;
  /** Signs in, and tells the asker what the person has to see. Giving up is no failure. */
  readonly signIn: (id: string, how: HowToSignIn, asker: Asker) => Promise<Result<{ signedIn: boolean }>>;
  /** What the practice cloud has ready, started if need be; `null` when it can't be. */
  readonly startPractice: () => Promise<PracticeRegistration | null>;
  /** Forgets what the practice cloud knew: its last connection is gone. */
  readonly leavePractice: () => Promise<void>;
  /** Nobody is asked any longer than the asker waits: whoever has gone may have nothing. */
  readonly mayHave: (request: TokenRequest, signal: AbortSignal) => Promise<Permission>;
}
