import { own } from '../../core/failures/classify';
import type { ConnectionSettings } from '../../core/model/connection';
import { type Credential, secretsOf } from '../../core/model/credential';
import type { RawFailure } from '../../core/model/failure';
import type { NetworkOptions } from '../http/fetch-within';
import { configure, createConfidentialClient } from './client';
import { failureOf } from './failure';
import { RecordingNetwork } from './network';

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
  options: NetworkOptions,
  request: ApplicationTokenRequest,
): Promise<ApplicationToken> {
  const { connection, credential, api, signal } = request;
  const network = new RecordingNetwork(options, connection, signal);
  try {
    const client = await createConfidentialClient(credential, configure(connection, network));
    await client.acquireTokenByClientCredential({ scopes: [`${api}/.default`], skipCache: true });
  } catch {
    // Judged by the reply itself: MSAL cannot be trusted to fail.
  }
  const met = network.last;
  if (met?.kind !== 'reply' || met.status !== 200 || met.json === null || 'error' in met.json)
    return { ok: false, raw: failureOf(met, secretsOf(credential)) };
  const { access_token: accessToken } = met.json;
  if (typeof accessToken !== 'string' || accessToken === '') return { ok: false, raw: own('reply/incomplete') };
  return { ok: true, accessToken };
}
