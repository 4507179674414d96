import { type Application, isRegisteredRedirect, requireApplication } from '../tenant/directory';
import { parseScopes, type Scopes } from '../tenant/scopes';
import { EntraError } from '../wire/entra-error';
import type { Call } from '../wire/http';

/** Where the browser goes back to. The redirect URI has been found registered. */
export interface ReturnAddress {
  readonly redirectUri: string;
  readonly state: string | null;
}

/** A request for an authorization code, checked. */
export interface AuthorizeRequest {
  readonly application: Application;
  readonly address: ReturnAddress;
  readonly scopes: Scopes;
  readonly challenge: string | null;
  readonly nonce: string | null;
  readonly prompt: 'login' | 'consent' | null;
  readonly loginHint: string | null;
  readonly withClientInfo: boolean;
}

/**
 * Who asks and where to answer. Throws AADSTS900144, 700016 or 50011: nothing that could safely be sent back to an
 * address, so a page tells the person.
 */
export function readAddress(call: Call, tenant: string): { application: Application; address: ReturnAddress } {
  const { query } = call;
  const clientId = query.get('client_id');
  if (!clientId) throw new EntraError(900144, { parameter: 'client_id' });
  const application = requireApplication(clientId, tenant);
  const redirectUri = query.get('redirect_uri');
  if (!redirectUri) throw new EntraError(900144, { parameter: 'redirect_uri' });
  if (!isRegisteredRedirect(application, redirectUri))
    throw new EntraError(50011, { redirectUri, app: application.clientId });
  const responseMode = query.get('response_mode') ?? 'query';
  if (responseMode !== 'query') throw new EntraError(70007, { responseMode });
  return { application, address: { redirectUri, state: query.get('state') } };
}

/** The rest of the request. Throws {@link EntraError}s that go back to the application. */
export function readRequest(call: Call, application: Application, address: ReturnAddress): AuthorizeRequest {
  const { query } = call;
  const responseType = query.get('response_type');
  if (!responseType) throw new EntraError(900144, { parameter: 'response_type' });
  if (responseType !== 'code') throw new EntraError(700054, { responseType });
  const scope = query.get('scope');
  if (!scope) throw new EntraError(900144, { parameter: 'scope' });
  return {
    application,
    address,
    scopes: parseScopes(scope, application),
    challenge: readChallenge(query),
    nonce: query.get('nonce'),
    prompt: readPrompt(query),
    loginHint: query.get('login_hint'),
    withClientInfo: query.get('client_info') === '1',
  };
}

/** PKCE by SHA-256, RFC 7636 section 4.3. */
function readChallenge(query: URLSearchParams): string | null {
  const challenge = query.get('code_challenge');
  const method = query.get('code_challenge_method') ?? 'plain';
  if (challenge === null) return null;
  if (method !== 'S256') throw new EntraError(90023, { value: method, parameter: 'code_challenge_method' });
  if (!/^[\w-]{43}$/.test(challenge)) throw new EntraError(9002313);
  return challenge;
}

function readPrompt(query: URLSearchParams): AuthorizeRequest['prompt'] {
  const prompt = query.get('prompt') || null;
  if (prompt === null || prompt === 'login' || prompt === 'consent') return prompt;
  throw new EntraError(90023, { value: prompt, parameter: 'prompt' });
}
