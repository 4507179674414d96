import type { SignInTicket } from '../../core/keeper/sign-in';
import type { Place } from '../../core/model/clouds';
import type { Exchange } from '../../core/model/exchange';
import type { DeviceCode } from '../msal/device-code';
export type SignInFlow = (job: SignInJob) => RunningSignIn;

export interface SignInJob {
  readonly ticket: SignInTicket;
  /** Asks for consent even where it was given; a device code has no way to. */
  readonly consent: boolean;
  /** Where the practice cloud listens, for a connection that lives there; `null` for all others. */
  readonly practiceOrigin: string | null;
  /** Whether the system's browser may be opened; else its address is told. */
  readonly opensBrowser: boolean;
  /** The person no longer wants it. */
  readonly signal: AbortSignal;
  readonly tell: (hint: SignInHint) => void;
}

/** What a person has to see in the panel to go on. */
export type SignInHint =
  | { readonly kind: 'none' }
  | { readonly kind: 'code'; readonly code: DeviceCode }
  /** No browser could be opened; this address has to be copied to one. */
  | { readonly kind: 'address'; readonly address: string }
  /** The page says that conditional access keeps the app's window out, by this AADSTS code. */
  | { readonly kind: 'blocked'; readonly code: number };

export interface RunningSignIn {
  /** How it ended; `null` when the person gave up. Rejects only for a fault of our own. */
  readonly exchange: Promise<Exchange | null>;
  /** Brings the page in front of the person again. Resolves to whether that could be done. */
  show(): Promise<boolean>;
}

/** Opens a page of a cloud in the system's own browser. Rejects when it is none, or there is no browser. */
export type OpenExternal = (address: string, place: Place, practiceOrigin: string | null) => Promise<void>;

/** Whether an address was handed to the system's browser. */
export function isOpened(
  openExternal: OpenExternal,
  address: string,
  { ticket, practiceOrigin, opensBrowser }: Pick<SignInJob, 'ticket' | 'practiceOrigin' | 'opensBrowser'>,
): Promise<boolean> {
  if (!opensBrowser) return Promise.resolve(false);
  return openExternal(address, ticket.connection, practiceOrigin).then(
    () => true,
    () => false,
  );
}
