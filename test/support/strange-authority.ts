import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { ConnectionSettings } from '../../src/core/model/connection';
import { CONTOSO } from './contoso';
import { issueForLocalhost } from './x509';

/** What the server does where the standards leave it a choice. */
export interface Habits {
  /** `never`: the refresh token stays; `silently`: also, and the replies do not name it; `revokes`: a new one, and the old one ends. */
  rotation: 'never' | 'silently' | 'revokes';
  idToken: boolean;
  /** Of a refresh token, in characters. */
  length: number;
  /** Who signs in from now on. */
  subject: string;
  /** What becomes of a reply of the token endpoint. */
  alter: (reply: Record<string, unknown>) => Record<string, unknown>;
  /** What the discovery document says instead. */
  discovery: Record<string, unknown>;
}

export const CLIENT = { id: '5c1e47a0-0000-4000-8000-00000000c11e', secret: 'hunter2' };

/**
 * An authorization server over TLS that nobody could take for Entra ID, and that keeps to RFC 6749, RFC 7636, RFC 8628 and OpenID
 * Connect: other paths, opaque access tokens, users who are an issuer and a subject, short refresh tokens.
 */
export async function startStrangeAuthority(given: Partial<Habits> = {}) {
  const habits: Habits = {
    rotation: 'revokes',
    idToken: true,
    length: 12,
    subject: 'subject-7',
    alter: (reply) => reply,
    discovery: {},
    ...given,
  };
  const identity = issueForLocalhost();
  const codes = new Map<string, { challenge: string | null; nonce: string | null }>();
  /** Refresh tokens that can be exchanged, each with whose it is. */
  const alive = new Map<string, string>();
  /** The paths that were asked, and the refresh tokens that were shown. */
  const asked: string[] = [];
  const shown: string[] = [];

  /** Of one character there are few: each token is another than all before. */
  const issued = new Set<string>();
  const issue = (subject = habits.subject): string => {
    let token = '';
    while (token === '' || issued.has(token))
      token = randomBytes(habits.length).toString('base64url').slice(0, habits.length);
    issued.add(token);
    alive.set(token, subject);
    return token;
  };

  const tokens = (subject: string, refreshToken: string | null, nonce: string | null) =>
    habits.alter({
      token_type: 'bearer',
      expires_in: 600,
      access_token: `opaque:${randomBytes(9).toString('hex')}`,
      ...(refreshToken === null ? {} : { refresh_token: refreshToken }),
      ...(habits.idToken
        ? { id_token: jwt({ iss: `${origin}/dept.example`, sub: subject, aud: CLIENT.id, nonce }) }
        : {}),
    });

  const grant = (form: URLSearchParams): Record<string, unknown> | null => {
    const isConfidential = form.get('client_secret') === CLIENT.secret;
    switch (form.get('grant_type')) {
      case 'authorization_code': {
        const code = codes.get(form.get('code') ?? '');
        const verifier = createHash('sha256')
          .update(form.get('code_verifier') ?? '')
          .digest('base64url');
        if (!code || !isConfidential || code.challenge !== verifier) return null;
        codes.delete(form.get('code') ?? '');
        return tokens(habits.subject, issue(), code.nonce);
      }
      case 'urn:ietf:params:oauth:grant-type:device_code':
        return tokens(habits.subject, issue(), null);
      case 'refresh_token': {
        const sent = form.get('refresh_token') ?? '';
        shown.push(sent);
        const subject = alive.get(sent);
        if (subject === undefined || !isConfidential) return null;
        if (habits.rotation === 'silently') return tokens(subject, null, null);
        if (habits.rotation === 'never') return tokens(subject, sent, null);
        alive.delete(sent);
        return tokens(subject, issue(subject), null);
      }
      default:
        return null;
    }
  };

  const answer = async (request: IncomingMessage): Promise<{ status: number; body?: unknown; location?: string }> => {
    const url = new URL(request.url ?? '/', origin);
    asked.push(url.pathname);
    switch (`${request.method} ${url.pathname}`) {
      case 'GET /dept.example/v2.0/.well-known/openid-configuration':
        return {
          status: 200,
          body: {
            issuer: `${origin}/dept.example`,
            authorization_endpoint: `${origin}/login.cgi`,
            token_endpoint: `${origin}/cgi-bin/issue`,
            device_authorization_endpoint: `${origin}/pair`,
            jwks_uri: `${origin}/keys`,
            ...habits.discovery,
          },
        };
      case 'GET /login.cgi': {
        const code = randomBytes(6).toString('hex');
        const { searchParams } = url;
        codes.set(code, { challenge: searchParams.get('code_challenge'), nonce: searchParams.get('nonce') });
        const back = new URL(searchParams.get('redirect_uri') ?? '');
        back.search = new URLSearchParams({ code, state: searchParams.get('state') ?? '' }).toString();
        return { status: 302, location: back.href };
      }
      case 'POST /pair': {
        const verification_uri = `${origin}/pair`;
        return {
          status: 200,
          body: { device_code: 'd', user_code: 'ABCD', verification_uri, expires_in: 60, interval: 1 },
        };
      }
      case 'POST /cgi-bin/issue': {
        const body = grant(new URLSearchParams(await text(request)));
        return body ? { status: 200, body } : { status: 400, body: { error: 'invalid_grant' } };
      }
      default:
        return { status: 404 };
    }
  };

  const server = createServer({ key: identity.key, cert: identity.cert }, (request, response) => {
    void answer(request).then(({ status, body, location }) => {
      response.writeHead(status, { 'content-type': 'application/json', ...(location ? { location } : {}) });
      response.end(body === undefined ? '' : JSON.stringify(body));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const origin = `https://localhost:${typeof address === 'object' ? address?.port : ''}`;
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });

  const settings: ConnectionSettings = {
    ...CONTOSO,
    cloud: 'custom',
    customCloud: { authority: origin, partnerCenter: origin, scope: 'https://books.example/all', extraCa: identity.ca },
    tenant: 'dept.example',
    clientId: CLIENT.id,
    schedule: { kind: 'remind-only' },
  };
  return { origin, habits, settings, ca: identity.ca, alive, asked, shown, issue };
}

/** An ID token as it comes by TLS, whose signature nobody checks. */
function jwt(claims: Record<string, unknown>): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256' })}.${part(claims)}.${part('signature')}`;
}
