import type { ConnectionSettings, SignInMethod } from '../model/connection';
import type { ClientAuthentication } from '../model/credential';
import { parseUrl } from '../model/url';

/** Exchange Online's own public client, for partners who have no application of their own. It has no redirect URI of ours. */
export const EXCHANGE_CLIENT_ID = 'a0c73c16-a7e3-4564-9a95-2bdf47383716';

/** Whether an application is Exchange Online's own. */
export function isExchangeClient(clientId: string): boolean {
  return clientId.trim().toLowerCase() === EXCHANGE_CLIENT_ID;
}

/** Under which platform of an app registration Entra ID wants the redirect URI. Source: Microsoft Learn, "Redirect URI best practices". */
export function platformOf(application: ClientAuthentication['kind']): string {
  return application === 'public' ? 'Mobile and desktop applications' : 'Web';
}

type Applicant = Pick<ConnectionSettings, 'application' | 'clientId' | 'redirectUri'>;

/**
 * The ways to sign in that a connection's application can take, the usual one first. The system browser needs a redirect
 * URI on loopback; a device code is for public clients (Microsoft Learn, "OAuth 2.0 device authorization grant").
 */
export function methodsFor({ application, clientId, redirectUri }: Applicant): readonly SignInMethod[] {
  if (isExchangeClient(clientId)) return ['device-code'];
  const browser: readonly SignInMethod[] = isLoopback(redirectUri) ? ['system-browser'] : [];
  const code: readonly SignInMethod[] = application.kind === 'public' ? ['device-code'] : [];
  return ['app-window', ...browser, ...code];
}

/** What is wrong with borrowing Exchange Online's own application, or `null`: it takes no secret (AADSTS700025). */
export function borrowingProblem({ application, clientId }: Applicant): string | null {
  if (application.kind === 'public' || !isExchangeClient(clientId)) return null;
  return "This is Exchange Online's own application, a public client that has no secret or certificate. Change this connection to a public client first, or enter your own application's ID.";
}

/** What is wrong with the chosen way to sign in, or `null`. */
export function methodProblem(settings: Applicant & Pick<ConnectionSettings, 'signInMethod'>): string | null {
  if (methodsFor(settings).includes(settings.signInMethod)) return null;
  if (settings.signInMethod === 'device-code') return 'Only a public client can sign in with a device code.';
  if (isExchangeClient(settings.clientId))
    return "Exchange Online's own application can only sign in with a device code.";
  return 'To sign in with your browser, the redirect URI must be http://localhost with a port.';
}

/** Whether a redirect URI leads to this computer, where a loopback listener can take the answer. Source: RFC 8252, 7.3. */
export function isLoopback(redirectUri: string): boolean {
  const url = parseUrl(redirectUri);
  return url?.protocol === 'http:' && url.hostname === 'localhost';
}
