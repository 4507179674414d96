import { randomBytes } from 'node:crypto';
import { own } from '../../core/failures/classify';
import { readEntraError } from '../../core/failures/entra-error';
import { endpointsOf } from '../../core/model/clouds';
import type { ConnectionSettings } from '../../core/model/connection';
import { type Credential, secretsOf } from '../../core/model/credential';
import type { Exchange } from '../../core/model/exchange';
import type { RawFailure } from '../../core/model/failure';
import { scopesOf } from '../../core/model/resource';
import { parseUrl } from '../../core/model/url';
import type { NetworkOptions } from '../http/fetch-within';
import { toPracticeOrigin } from '../http/practice-origin';
import { isSameText, onlyValue } from '../http/redirect';
import { configure, exchange, loadMsal } from './client';
import { failureOf, hide } from './failure';
import { RecordingNetwork } from './network';

const UNSAFE = "The authority names a sign-in page with an address that isn't safe, so it wasn't opened.";

export interface AuthorizationRequest {
  readonly connection: ConnectionSettings;
  readonly credential: Credential;
  /** Who is thought to sign in; `null`: nobody knows. */
  readonly loginHint: string | null;
  readonly consent: boolean;
  /** Where the answer is taken, when that is not letter by letter the registered URI: a loopback's port is free to choose. */
  readonly redirectUri?: string;
  /** The person no longer wants it: ends the look-up of the sign-in page's address, which only the practice cloud needs. */
  readonly signal: AbortSignal;
}

/** A sign-in that has begun: where to send the person, and what to do with the answer. */
export interface BegunAuthorization {
  /** Where the browser goes: by https, or to the practice cloud. */
  readonly url: string;
  /** Whether that is on another host than the authority's, which names it in its discovery document. */
  readonly isElsewhere: boolean;
  readonly state: string;
  /**
   * Takes the whole address that the browser was sent back to. Trades the code when it is at the redirect URI and has the
   * right `state`. It cannot be called off: from here on the code is spent, and giving up would lose the token it buys. Never rejects.
   */
  finish(redirect: string | URL): Promise<Exchange>;
}

/** Begins a sign-in with authorization code and PKCE (RFC 6749 section 4.1, RFC 7636). Never rejects. */
export type BeginAuthorization = (
  request: AuthorizationRequest,
) => Promise<
  { readonly ok: true; readonly value: BegunAuthorization } | { readonly ok: false; readonly raw: RawFailure }
>;

/** What only this sign-in knows. */
interface OwnChecks {
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export function createAuthorization(options: NetworkOptions): BeginAuthorization {
  return async (request) => {
    const { connection, loginHint, consent, signal } = request;
    const network = new RecordingNetwork(options, connection, signal);
    try {
      const { CryptoProvider, PublicClientApplication } = await loadMsal();
      const { verifier, challenge } = await new CryptoProvider().generatePkceCodes();
      const redirectUri = request.redirectUri ?? connection.redirectUri;
      const checks: OwnChecks = { redirectUri, state: randomText(), nonce: randomText(), verifier };
      // A public client, because the address does not depend on the secret, and MSAL's confidential one insists on it.
      const client = new PublicClientApplication(configure(connection, network));
      const url = await client.getAuthCodeUrl({
        scopes: [...scopesOf(connection, connection.resource)],
        redirectUri,
        responseMode: 'query',
        state: checks.state,
        nonce: checks.nonce,
        codeChallenge: challenge,
        codeChallengeMethod: 'S256',
        ...(loginHint === null ? {} : { loginHint }),
        ...(consent ? { prompt: 'consent' } : {}),
      });
      const practice = connection.cloud === 'practice' ? options.practiceOrigin() : null;
      const page = practice === null ? url : toPracticeOrigin(url, practice);
      const usual = new URL(practice ?? endpointsOf(connection).authority);
      const { origin, protocol, username, password } = new URL(page);
      const isElsewhere = origin !== usual.origin;
      // Discovery may name any address. A custom cloud's may be on another host, as the standard has it: no secret goes there.
      const isAllowed = protocol === usual.protocol && username === '' && password === '';
      if (!isAllowed || (isElsewhere && connection.cloud !== 'custom'))
        return { ok: false, raw: own('request/invalid', { kind: 'value', problem: UNSAFE }) };
      const value = {
        url: page,
        isElsewhere,
        state: checks.state,
        finish: (redirect: string | URL) => finish(options, request, checks, redirect),
      };
      return { ok: true, value };
    } catch {
      return { ok: false, raw: failureOf(network.last, []) };
    }
  };
}

async function finish(
  options: NetworkOptions,
  { connection, credential }: AuthorizationRequest,
  checks: OwnChecks,
  redirect: string | URL,
): Promise<Exchange> {
  const answer = readAnswer(redirect, checks.redirectUri, checks.state);
  if (answer === null) return { ok: false, raw: own('sign-in/state') };
  if (answer.kind === 'refused') {
    const secrets = [...secretsOf(credential), checks.verifier];
    const error = readEntraError(answer.fields, (text) => hide(text, secrets));
    return { ok: false, raw: error ? { kind: 'known', failure: error } : own('sign-in/declined') };
  }
  const { code } = answer;
  return exchange(options, {
    connection,
    credential,
    refreshToken: null,
    secrets: [code, checks.verifier],
    // The network has a time limit of its own.
    signal: new AbortController().signal,
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
  | { readonly kind: 'refused'; readonly fields: Readonly<Record<string, unknown>> };

/** What the browser brought back; `null` when it is not the answer to this sign-in. Source: RFC 6749 sections 4.1.2 and 10.12. */
function readAnswer(redirect: string | URL, redirectUri: string, state: string): Answer | null {
  const url = parseUrl(redirect);
  const expected = parseUrl(redirectUri);
  if (url === null || expected === null || url.origin !== expected.origin || url.pathname !== expected.pathname)
    return null;
  if (!isSameText(onlyValue(url, 'state') ?? '', state)) return null;
  const error = onlyValue(url, 'error');
  if (error !== null)
    return { kind: 'refused', fields: { error, error_description: onlyValue(url, 'error_description') } };
  const code = onlyValue(url, 'code');
  return code === null ? { kind: 'refused', fields: {} } : { kind: 'code', code };
}

function randomText(): string {
  return randomBytes(32).toString('base64url');
}
