import { createHash, X509Certificate } from 'node:crypto';
import {
  ConfidentialClientApplication,
  type INetworkModule,
  type NetworkRequestOptions,
  type NetworkResponse,
  PublicClientApplication,
} from '@azure/msal-node';
import { PRACTICE_AUTHORITY } from '../../../src/core/model/clouds';
import { toPracticeOrigin } from '../../../src/platform/http/practice-origin';
import type { PracticeCloud } from '../../../src/practice';
import type { MadeCertificate } from './held-certificate';

export const PARTNER_CENTER_SCOPE = 'https://api.partnercenter.microsoft.com/user_impersonation';

/** Sends MSAL's requests for the practice authority to where the cloud listens. */
class PracticeNetwork implements INetworkModule {
  constructor(private readonly origin: string) {}

  sendGetRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    return this.#send(url, { method: 'GET', headers: options?.headers ?? {} });
  }

  sendPostRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    return this.#send(url, { method: 'POST', headers: options?.headers ?? {}, body: options?.body ?? null });
  }

  async #send<T>(url: string, init: RequestInit): Promise<NetworkResponse<T>> {
    const response = await fetch(toPracticeOrigin(url, this.origin), init);
    const headers = Object.fromEntries(response.headers);
    return { headers, body: (await response.json()) as T, status: response.status };
  }
}

function system(cloud: PracticeCloud) {
  return { networkClient: new PracticeNetwork(cloud.origin) };
}

function authority(tenant: string) {
  const { host } = new URL(PRACTICE_AUTHORITY);
  return { authority: `${PRACTICE_AUTHORITY}/${tenant}`, knownAuthorities: [host] };
}

/** MSAL's own confidential client, pointed at the practice cloud. */
export function confidentialClient(cloud: PracticeCloud, change: { tenant?: string; secret?: string } = {}) {
  const { partner } = cloud;
  return new ConfidentialClientApplication({
    auth: {
      clientId: partner.clientId,
      clientSecret: change.secret ?? partner.clientSecret,
      ...authority(change.tenant ?? partner.tenantId),
    },
    system: system(cloud),
  });
}

/** MSAL's own confidential client that authenticates with a certificate. */
export function certificateClient(cloud: PracticeCloud, made: Pick<MadeCertificate, 'certificate' | 'privateKey'>) {
  const { certificateClientId, tenantId } = cloud.partner;
  const { raw } = new X509Certificate(made.certificate);
  const thumbprintSha256 = createHash('sha256').update(raw).digest('hex');
  const clientCertificate = { thumbprintSha256, privateKey: made.privateKey };
  return new ConfidentialClientApplication({
    auth: { clientId: certificateClientId, clientCertificate, ...authority(tenantId) },
    system: system(cloud),
  });
}

/** MSAL's own public client, pointed at the practice cloud. */
export function publicClient(cloud: PracticeCloud) {
  return new PublicClientApplication({
    auth: { clientId: cloud.partner.publicClientId, ...authority(cloud.partner.tenantId) },
    system: system(cloud),
  });
}

/** The newest refresh token in MSAL's cache. */
export function cachedRefreshToken(client: ConfidentialClientApplication | PublicClientApplication): string {
  const cache: { RefreshToken?: Record<string, { secret: string }> } = JSON.parse(client.getTokenCache().serialize());
  const secret = Object.values(cache.RefreshToken ?? {})[0]?.secret;
  if (secret === undefined) throw new Error('MSAL has no refresh token.');
  return secret;
}
