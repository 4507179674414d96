import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { toPracticeOrigin } from '../../core/model/clouds';
import type { ConnectionSettings } from '../../core/model/connection';
import { type Credential, secretsOf } from '../../core/model/credential';
import type { Exchange } from '../../core/model/exchange';
import type { RawFailure } from '../../core/model/failure';
import { scopesOf } from '../../core/model/resource';
import { errorName } from './accept';
import { configure, exchange, loadMsal } from './client';
import { type MsalOptions, RecordingNetwork } from './network';
import { hide, replyFailure } from './seen';

/** What is known of who will sign in, and what they are to be asked. */
export interface AuthorizationRequest {
  readonly loginHint?: string;
  readonly prompt?: 'login' | 'consent' | 'select_account';
  /** Where the answer is taken, when that is not letter by letter the registered URI: a loopback's port is free to choose. */
  readonly redirectUri?: string;
  /** Ends the look-up of the sign-in page's address, which only the practice cloud needs. */
  readonly signal?: AbortSignal;
}

/** A sign-in that is under way. */
interface StartedAuthorization {
  /** Where the browser goes. */
  readonly url: string;
  readonly state: string;
  /**
   * Takes the whole address that the browser was sent back to. Trades the code when it is at the redirect URI and has the
   * right `state`. Never rejects.
   */
  finish(redirect: string | URL, credential: Credential, signal: AbortSignal): Promise<Exchange>;
}

export interface Authorization {
  /** Rejects with {@link AuthorizationError} when the cloud cannot be asked where its sign-in page is. */
  start(connection: ConnectionSettings, request: AuthorizationRequest): Promise<StartedAuthorization>;
}

/** No sign-in could be started. `raw` says why. */
export class AuthorizationError extends Error {
  override readonly name = 'AuthorizationError';
  constructor(readonly raw: RawFailure) {
    super(`no sign-in could be started: ${raw.kind}`);
  }
}

/** What only this sign-in knows. */
interface ApiChecks {
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Signs in with authorization code and PKCE (RFC 6749 section 4.1, RFC 7636) through MSAL. */
export function createAuthorization(options: MsalOptions): Authorization {
  return {
    start: async (connection, request) => {
      const { CryptoProvider, PublicClientApplication } = await loadMsal();
      const { verifier, challenge } = await new CryptoProvider().generatePkceCodes();
      const redirectUri = request.redirectUri ?? connection.redirectUri;
      const checks: ApiChecks = { redirectUri, state: randomText(), nonce: randomText(), verifier };
      const network = new RecordingNetwork(options, connection, request.signal ?? new AbortController().signal);
      try {
        // A public client, because the address does not depend on the secret, and MSAL's confidential one insists on it.
        const client = new PublicClientApplication(configure(connection, network, options.log));
        const url = await client.getAuthCodeUrl({
          scopes: [...scopesOf(connection, connection.resource)],
          redirectUri,
          responseMode: 'query',
          state: checks.state,
          nonce: checks.nonce,
          codeChallenge: challenge,
          codeChallengeMethod: 'S256',
          ...(request.loginHint === undefined ? {} : { loginHint: request.loginHint }),
          ...(request.prompt === undefined ? {} : { prompt: request.prompt }),
        });
        const origin = options.practiceOrigin();
        return {
          url: connection.cloud === 'practice' && origin !== null ? toPracticeOrigin(url, origin) : url,
          state: checks.state,
          finish: (redirect, credential, signal) => finish(options, connection, checks, redirect, credential, signal),
        };
      } catch (error) {
        throw new AuthorizationError(whyNot(network, error));
      }
    },
  };
}

async function finish(
  options: MsalOptions,
  connection: ConnectionSettings,
  checks: ApiChecks,
  redirect: string | URL,
  credential: Credential,
  signal: AbortSignal,
): Promise<Exchange> {
  const answer = readAnswer(redirect, checks.redirectUri, checks.state);
  if (answer === null) return { ok: false, raw: { kind: 'unusable', reason: 'wrong-state' } };
  if (answer.kind === 'refused') {
    const { error } = answer;
    const description = hide(answer.description, [...secretsOf(credential), checks.verifier]);
    return { ok: false, raw: { kind: 'authorize', error, description } };
  }
  const { code } = answer;
  return exchange(options, {
    connection,
    credential,
    secrets: [code, checks.verifier],
    signal,
    ask: (client) =>
      client.acquireTokenByCode({
        code,
        redirectUri: checks.redirectUri,
        scopes: [...scopesOf(connection, connection.resource)],
        codeVerifier: checks.verifier,
        nonce: checks.nonce,
      }),
  });
}

type Answer =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'refused'; readonly error: string; readonly description: string };

/** What the browser brought back; `null` when it is not the answer to this sign-in. Source: RFC 6749 sections 4.1.2 and 10.12. */
function readAnswer(redirect: string | URL, redirectUri: string, state: string): Answer | null {
  const url = parseUrl(redirect);
  const expected = parseUrl(redirectUri);
  if (url === null || expected === null || url.origin !== expected.origin || url.pathname !== expected.pathname)
    return null;
  const only = (name: string): string | null => {
    const [first, ...more] = url.searchParams.getAll(name);
    return first === undefined || first === '' || more.length > 0 ? null : first;
  };
  if (!isSame(only('state') ?? '', state)) return null;
  const error = only('error');
  if (error !== null) {
    const description = (only('error_description') ?? '').slice(0, 4000);
    return { kind: 'refused', error: error.slice(0, 200), description };
  }
  const code = only('code');
  return code === null ? { kind: 'refused', error: 'no_code', description: '' } : { kind: 'code', code };
}

/** In the same time for every wrong answer. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

function parseUrl(url: string | URL): URL | null {
  try {
    return new URL(url);
  } catch {
    return null;
  }
}

function whyNot(network: RecordingNetwork, error: unknown): RawFailure {
  const seen = network.last;
  if (seen === null) return { kind: 'internal', name: errorName(error) };
  if (seen.kind === 'network') return { kind: 'network', code: seen.code };
  return replyFailure(seen, []);
}

function randomText(): string {
  return randomBytes(32).toString('base64url');
}
