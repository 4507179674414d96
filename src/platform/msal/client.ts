import { createHash, X509Certificate } from 'node:crypto';
import type {
  AuthenticationResult,
  AuthorizationCodeRequest,
  ConfidentialClientApplication,
  Configuration,
  INetworkModule,
  NodeAuthOptions,
  RefreshTokenRequest,
} from '@azure/msal-node';
import { own } from '../../core/failures/classify';
import { endpointsOf } from '../../core/model/clouds';
import type { ConnectionSettings } from '../../core/model/connection';
import { type Credential, secretsOf } from '../../core/model/credential';
import type { Exchange } from '../../core/model/exchange';
import type { NetworkOptions } from '../http/fetch-within';
import { accept } from './accept';
import { RecordingNetwork } from './network';

/** Importing MSAL costs about 100 ms of CPU, so it is not imported before somebody needs it. */
export const loadMsal = () => import('@azure/msal-node');

/** MSAL's settings for one connection, over one network adapter. */
export function configure(connection: ConnectionSettings, network: INetworkModule): Configuration {
  const { authority } = endpointsOf(connection);
  const isForeign = connection.cloud === 'practice' || connection.cloud === 'custom';
  return {
    auth: {
      clientId: connection.clientId,
      authority: `${authority}/${connection.tenant}`,
      // Anything else MSAL knows by itself; of a host it does not know it would ask Microsoft's global cloud.
      ...(isForeign ? { knownAuthorities: [new URL(authority).host] } : {}),
    },
    system: { networkClient: network },
  };
}

/** One call at the token endpoint. */
export interface ExchangeJob {
  readonly connection: ConnectionSettings;
  readonly credential: Credential;
  /** The refresh token that is traded in; `null`: none is. */
  readonly refreshToken: string | null;
  /** Whatever else is sent and must never come out in a failure. */
  readonly secrets: readonly string[];
  readonly signal: AbortSignal;
  readonly ask: (client: TokenClient) => Promise<AuthenticationResult | null>;
}

/** What confidential and public clients have in common. */
export interface TokenClient {
  acquireTokenByCode(request: AuthorizationCodeRequest): Promise<AuthenticationResult>;
  acquireTokenByRefreshToken(request: RefreshTokenRequest): Promise<AuthenticationResult | null>;
}

/**
 * Runs one exchange on a client object of its own: MSAL's objects remember a 429 or 5xx, and then refuse without asking the
 * server (measured with 7.2). Never rejects.
 */
export async function exchange(options: NetworkOptions, job: ExchangeJob): Promise<Exchange> {
  const { connection, credential, refreshToken: sent, signal } = job;
  const network = new RecordingNetwork(options, connection, signal);
  const secrets = [...secretsOf(credential), ...job.secrets, ...(sent === null ? [] : [sent])];
  try {
    if (signal.aborted) return { ok: false, raw: { kind: 'network', code: 'ABORTED' } };
    const client = await createClient(credential, configure(connection, network));
    const [end] = await Promise.allSettled([job.ask(client)]);
    return accept({ connection, end, network, sent, secrets });
  } catch {
    return { ok: false, raw: own('internal/fault') };
  }
}

async function createClient(credential: Credential, configuration: Configuration): Promise<TokenClient> {
  if (credential.kind !== 'none') return createConfidentialClient(credential, configuration);
  const { PublicClientApplication } = await loadMsal();
  return new PublicClientApplication(configuration);
}

/** A client that authenticates with a secret or a certificate. Rejects when the certificate or key cannot be read. */
export async function createConfidentialClient(
  credential: Exclude<Credential, { kind: 'none' }>,
  configuration: Configuration,
): Promise<ConfidentialClientApplication> {
  const { ConfidentialClientApplication } = await loadMsal();
  const auth: NodeAuthOptions = { ...configuration.auth, ...checkOf(credential) };
  return new ConfidentialClientApplication({ ...configuration, auth });
}

/** MSAL's form of a credential. A certificate is named by its SHA-256, which is what Entra ID's `x5t#S256` takes. */
function checkOf(
  credential: Exclude<Credential, { kind: 'none' }>,
): Pick<NodeAuthOptions, 'clientSecret' | 'clientCertificate'> {
  if (credential.kind === 'secret') return { clientSecret: credential.clientSecret };
  const { certificate, privateKey } = credential;
  const thumbprintSha256 = createHash('sha256').update(new X509Certificate(certificate).raw).digest('hex');
  return { clientCertificate: { thumbprintSha256, privateKey } };
}
