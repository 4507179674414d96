import type { AuthenticationResult, ConfidentialClientApplication, Configuration } from '@azure/msal-node';
import { CLOUDS } from '../../core/clouds';
import type { ConnectionSettings } from '../../core/connection';
import type { Exchange } from '../../core/ports';
import { accept, errorName, type MsalEnd } from './accept';
import { type MsalOptions, RecordingNetwork } from './network';

/** Importing MSAL costs about 100 ms of CPU, so it is not imported before somebody needs it. */
export const loadMsal = () => import('@azure/msal-node');

/** The scopes to ask for; MSAL adds `openid profile offline_access`. */
export function scopesOf(connection: ConnectionSettings): string[] {
  return [CLOUDS[connection.cloud].partnerCenterScope];
}

/** MSAL's settings for one connection, over one network plug. */
export function configure(
  connection: ConnectionSettings,
  network: RecordingNetwork,
  log: MsalOptions['log'],
): Configuration {
  const { authority } = CLOUDS[connection.cloud];
  return {
    auth: {
      clientId: connection.clientId,
      authority: `${authority}/${connection.tenant}`,
      // Anything else MSAL knows by itself; of a host it does not know it would ask Microsoft's global cloud.
      ...(connection.cloud === 'practice' ? { knownAuthorities: [new URL(authority).host] } : {}),
    },
    system: {
      networkClient: network,
      loggerOptions: {
        piiLoggingEnabled: false,
        logLevel: 1,
        loggerCallback: (_level, message, containsPii) => {
          if (!containsPii) log?.(`MSAL: ${message}`);
        },
      },
    },
  };
}

/** One call at the token endpoint. */
export interface ExchangeJob {
  readonly connection: ConnectionSettings;
  readonly clientSecret: string;
  /** Whatever else is sent and must never come out in a failure. */
  readonly secrets: readonly string[];
  readonly signal: AbortSignal;
  readonly ask: (client: ConfidentialClientApplication) => Promise<AuthenticationResult | null>;
}

/**
 * Runs one exchange on a client object of its own: MSAL's objects remember a 429 or 5xx, and then refuse without asking the
 * server (measured with 7.2). Never rejects.
 */
export async function exchange(options: MsalOptions, job: ExchangeJob): Promise<Exchange> {
  const { connection, clientSecret, signal } = job;
  const network = new RecordingNetwork(options, connection.cloud, signal);
  const secrets = [clientSecret, ...job.secrets];
  try {
    if (signal.aborted) return { ok: false, raw: { kind: 'network', code: 'ABORTED' } };
    const { ConfidentialClientApplication } = await loadMsal();
    const configuration = configure(connection, network, options.log);
    configuration.auth.clientSecret = clientSecret;
    const client = new ConfidentialClientApplication(configuration);
    const end = await run(client, job.ask);
    return accept({ connection, end, seen: network.last, secrets });
  } catch (error) {
    return { ok: false, raw: { kind: 'internal', name: errorName(error) } };
  }
}

async function run(client: ConfidentialClientApplication, ask: ExchangeJob['ask']): Promise<MsalEnd> {
  try {
    const result = await ask(client);
    return { kind: 'resolved', accessToken: result?.accessToken ?? '', cache: client.getTokenCache().serialize() };
  } catch (error) {
    return { kind: 'threw', error };
  }
}
