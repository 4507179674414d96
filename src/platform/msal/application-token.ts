import type { ConnectionSettings } from '../../core/model/connection';
import { type Credential, secretsOf } from '../../core/model/credential';
import type { RawFailure } from '../../core/model/failure';
import { errorName } from './accept';
import { configure, createConfidentialClient } from './client';
import { type MsalOptions, RecordingNetwork } from './network';
import { replyFailure } from './seen';

export interface ApplicationTokenRequest {
  readonly connection: ConnectionSettings;
  readonly credential: Exclude<Credential, { kind: 'none' }>;
  /** `https://host`, without a slash at the end. */
  readonly api: string;
  readonly signal: AbortSignal;
}

export type ApplicationToken =
  | { readonly ok: true; readonly accessToken: string }
  | { readonly ok: false; readonly raw: RawFailure };

/**
 * An access token for the application itself, for one API (RFC 6749, section 4.4). No user has a part in it, so that it needs
 * neither refresh token nor MFA. Never rejects.
 */
export async function acquireForApplication(
  options: MsalOptions,
  request: ApplicationTokenRequest,
): Promise<ApplicationToken> {
  const { connection, credential, api, signal } = request;
  const network = new RecordingNetwork(options, connection, signal);
  let end = 'NoRequest';
  try {
    const client = await createConfidentialClient(credential, configure(connection, network, options.log));
    await client.acquireTokenByClientCredential({ scopes: [`${api}/.default`], skipCache: true });
  } catch (error) {
    end = errorName(error);
  }
  // Judged by the reply itself: MSAL cannot be trusted to fail.
  const seen = network.last;
  if (seen === null) return { ok: false, raw: { kind: 'internal', name: end } };
  if (seen.kind === 'network') return { ok: false, raw: { kind: 'network', code: seen.code } };
  const { status, json } = seen;
  if (status !== 200 || json === null || 'error' in json)
    return { ok: false, raw: replyFailure(seen, secretsOf(credential)) };
  const { access_token: accessToken } = json;
  if (typeof accessToken !== 'string' || accessToken === '')
    return { ok: false, raw: { kind: 'unusable', reason: 'no-access-token' } };
  return { ok: true, accessToken };
}
