import { X509Certificate } from 'node:crypto';
import type { ApiCheckFact } from '../../core/api-check/api-check';
import { detailsOf, isGood, type Refusal, refusalOf, type ServiceWords } from '../../core/api-check/refusal';
import { classify } from '../../core/failures/classify';
import { endpointsOf } from '../../core/model/clouds';
import type { ConnectionSettings } from '../../core/model/connection';
import type { Credential } from '../../core/model/credential';
import type { Failure } from '../../core/model/failure';
import type { EpochMs } from '../../core/model/time';
import type { NetworkOptions } from '../http/fetch-within';
import { acquireForApplication } from '../msal/application-token';
import { ask } from './calls';
import { type CredentialMark, endOfCredential } from './registered-credential';

export interface CredentialEndRequest {
  readonly connection: ConnectionSettings;
  readonly credential: Credential;
  /** On the connection's clock. */
  readonly now: EpochMs;
  readonly signal: AbortSignal;
}

/** What could be found out about the end of a credential. */
export type CredentialEnd =
  | { readonly kind: 'known'; readonly expiresAt: EpochMs }
  /** The application may not read its own registration, which is usual and no trouble: `Application.Read.All` would let it. */
  | { readonly kind: 'may-not' }
  /** The registration has no such secret or certificate, although it works: another application's, or of a service principal. */
  | { readonly kind: 'not-found' }
  /** A public client has nothing that could end, and of a custom cloud no Graph is known. */
  | { readonly kind: 'nothing-to-read' }
  /** Entra ID gave the application no token to ask with. */
  | { readonly kind: 'no-token'; readonly failure: Failure }
  /** `details`: statuses and IDs of the call, for support. */
  | ({ readonly kind: 'failed'; readonly details: readonly ApiCheckFact[] } & Refusal);

const GRAPH: ServiceWords = {
  name: 'Microsoft Graph',
  unauthorized: {
    headline: 'Microsoft Graph refused the application.',
    advice: 'Enter the date yourself.',
  },
  forbidden: {
    headline: "The application can't read its own registration.",
    advice: 'Enter the date yourself.',
  },
};

/** Reads when the client secret or certificate in use ends, with the application's own rights. Never rejects. */
export async function readCredentialEnd(
  options: NetworkOptions,
  request: CredentialEndRequest,
): Promise<CredentialEnd> {
  const { connection, credential, now, signal } = request;
  const { graph } = endpointsOf(connection);
  const mark = markOf(credential);
  if (credential.kind === 'none' || mark === null || graph === null) return { kind: 'nothing-to-read' };
  const token = await acquireForApplication(options, { connection, credential, api: graph, signal });
  if (!token.ok) return { kind: 'no-token', failure: classify(token.raw, now) };
  const path = `/v1.0/applications(appId='${encodeURIComponent(connection.clientId)}')?$select=passwordCredentials,keyCredentials`;
  const answer = await ask(options, connection, { base: graph, path, accessToken: token.accessToken, signal });
  if (answer.kind === 'reply' && answer.status === 403) return { kind: 'may-not' };
  if (answer.kind === 'reply' && answer.status === 404) return { kind: 'not-found' };
  if (!isGood(answer))
    return { kind: 'failed', ...refusalOf(GRAPH, answer, now), details: detailsOf([['Graph', answer]]) };
  const expiresAt = endOfCredential(answer.json, mark, now);
  return expiresAt === null ? { kind: 'not-found' } : { kind: 'known', expiresAt };
}

function markOf(credential: Credential): CredentialMark | null {
  if (credential.kind === 'none') return null;
  if (credential.kind === 'secret') return { kind: 'secret', hint: credential.clientSecret.slice(0, 3) };
  try {
    const { fingerprint, fingerprint256 } = new X509Certificate(credential.certificate);
    const thumbprints = [fingerprint, fingerprint256].map((text) => text.replaceAll(':', '').toLowerCase());
    return { kind: 'certificate', thumbprints };
  } catch {
    return null;
  }
}
