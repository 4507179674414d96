import type { PracticeUser } from '../tenant/contract';
import type { Application } from '../tenant/directory';
import type { DeviceGrant, SignedIn } from '../tenant/grants';
import type { Scopes } from '../tenant/scopes';
import type { EntraError } from '../wire/entra-error';
import type { AuthorizeRequest } from './authorize-request';

/** Where a sign-in stands: the page a person sees next. */
export type Step =
  | { readonly kind: 'account'; readonly username: string }
  | { readonly kind: 'password'; readonly user: PracticeUser }
  /** `ticket` is what the other identity provider's window hands over, once its password was right. */
  | { readonly kind: 'federated'; readonly user: PracticeUser; readonly ticket: string | null }
  | { readonly kind: 'code'; readonly user: PracticeUser }
  /** Only with a device code: is it really you who started this? */
  | { readonly kind: 'confirm'; readonly signedIn: SignedIn }
  | { readonly kind: 'consent'; readonly signedIn: SignedIn };

/** What the sign-in is for. */
export type Purpose =
  | { readonly kind: 'authorize'; readonly request: AuthorizeRequest }
  | { readonly kind: 'device'; readonly grant: DeviceGrant };

/** One person signing in, from the first page to the last. */
export interface Attempt {
  readonly id: string;
  readonly application: Application;
  readonly scopes: Scopes;
  readonly purpose: Purpose;
  /** Whether the browser can prove which device it runs on. */
  readonly provesDevice: boolean;
  /** Ask for consent even where it was given. */
  readonly asksConsent: boolean;
  step: Step;
  wrongTries: number;
}

/** What follows from what a person did. */
export type Progress =
  /** The page of the present step; `problem` is said on it. */
  | { readonly kind: 'show'; readonly problem: string | null }
  | { readonly kind: 'signed-in'; readonly signedIn: SignedIn }
  /** The application is told. */
  | { readonly kind: 'refused'; readonly error: EntraError }
  /** Only the person is told. */
  | { readonly kind: 'blocked'; readonly error: EntraError };
