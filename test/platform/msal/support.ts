import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import { PRACTICE_AUTHORITY } from '../../../src/core/model/clouds';
import type { ConnectionSettings } from '../../../src/core/model/connection';
import type { Exchange, TokenSet } from '../../../src/core/model/exchange';
import type { NetworkOptions } from '../../../src/platform/http/fetch-within';
import {
  type AuthorizationRequest,
  type BegunAuthorization,
  createAuthorization,
} from '../../../src/platform/msal/authorization';
import { PARTNER } from '../../../src/practice/tenant/directory';

/** A connection to the practice cloud's ready-made partner. */
export function connection(change: Partial<ConnectionSettings> = {}): ConnectionSettings {
  return {
    name: 'Harbour',
    cloud: 'practice',
    tenant: PARTNER.tenantId,
    clientId: PARTNER.clientId,
    application: { kind: 'secret' },
    resource: { kind: 'partner-center' },
    customCloud: null,
    signInMethod: 'app-window',
    redirectUri: PARTNER.redirectUri,
    schedule: { kind: 'remind-only' },
    ...change,
  };
}

export const never = (): AbortSignal => new AbortController().signal;

/** The tokens of an exchange that worked; fails the test with the reason when it did not. */
export function tokensOf(exchange: Exchange): TokenSet {
  if (!exchange.ok) throw new Error(`no tokens: ${JSON.stringify(exchange.raw)}`);
  return exchange.tokens;
}

/** A sign-in that has begun; fails the test with the reason when none could. */
export async function begin(
  options: NetworkOptions,
  request: Pick<AuthorizationRequest, 'credential'> & Partial<AuthorizationRequest>,
): Promise<BegunAuthorization> {
  const whole = { connection: connection(), loginHint: null, consent: false, signal: never(), ...request };
  const begun = await createAuthorization(options)(whole);
  if (!begun.ok) throw new Error(`no sign-in: ${JSON.stringify(begun.raw)}`);
  return begun.value;
}

/** An unsigned JWT. */
export function jwt(claims: Record<string, unknown>): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part(claims)}.${part('signature')}`;
}

/** What Entra ID would answer, to be spoilt by a test. */
export function goodReply(): Record<string, unknown> {
  const who = { oid: '05e4', tid: PARTNER.tenantId, preferred_username: 'alex@example' };
  return {
    token_type: 'Bearer',
    scope: 'https://api.partnercenter.microsoft.com/user_impersonation',
    expires_in: 3599,
    access_token: jwt({ ...who, amr: ['pwd', 'mfa'] }),
    refresh_token: '1.NEW-refresh-token-that-is-long-enough-to-look-like-one',
    id_token: jwt({ ...who, aud: PARTNER.clientId }),
    client_info: Buffer.from(JSON.stringify({ uid: '05e4', utid: PARTNER.tenantId })).toString('base64url'),
  };
}

/** A sign-in host that finds its endpoints and answers `/token` as it is told to. */
export async function startScriptedHost(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer((request, response) => {
    if (request.method === 'POST') return answer(request, response);
    const base = `${origin}/${PARTNER.tenantId}`;
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        issuer: `${PRACTICE_AUTHORITY}/${PARTNER.tenantId}/v2.0`,
        authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
        token_endpoint: `${base}/oauth2/v2.0/token`,
        jwks_uri: `${base}/discovery/v2.0/keys`,
      }),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { origin, options: { fetch, practiceOrigin: () => origin } };
}
