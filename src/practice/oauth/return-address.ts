import { formPostPage } from '../pages/form-post';
import { type EntraError, errorDescription } from '../wire/entra-error';
import { type Call, type Reply, redirect } from '../wire/http';

/** Where and how the browser goes back to the application. The redirect URI has been found registered. */
export interface ReturnAddress {
  readonly redirectUri: string;
  readonly responseMode: 'query' | 'fragment' | 'form_post';
  readonly state: string | null;
}

/** Sends the browser back with these parameters, and `state` (OAuth 2.0 Multiple Response Types; Form Post Response Mode). */
export function sendBack(
  address: ReturnAddress,
  parameters: Readonly<Record<string, string>>,
  headers: Record<string, string> = {},
): Reply {
  const all = new URLSearchParams({ ...parameters, ...(address.state === null ? {} : { state: address.state }) });
  switch (address.responseMode) {
    case 'form_post':
      return formPostPage(address.redirectUri, all, headers);
    case 'fragment':
      return redirect(`${address.redirectUri}#${all}`, headers);
    case 'query':
      return redirect(`${address.redirectUri}${address.redirectUri.includes('?') ? '&' : '?'}${all}`, headers);
  }
}

/** Sends the browser back with an error (RFC 6749, 4.1.2.1), as Entra ID words it. */
export function sendBackError(address: ReturnAddress, error: EntraError, call: Call): Reply {
  return sendBack(address, {
    error: error.kind.error,
    ...(error.code === 65004 ? { error_subcode: 'cancel' } : {}),
    error_description: errorDescription(error, call),
  });
}
