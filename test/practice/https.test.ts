import { rootCertificates } from 'node:tls';
import {
  ConfidentialClientApplication,
  type INetworkModule,
  type NetworkRequestOptions,
  type NetworkResponse,
} from '@azure/msal-node';
import { decodeJwt } from 'jose';
import { Agent, fetch } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DAY } from '../../src/core/model/time';
import type { PracticeCloud } from '../../src/practice';
import { issueForLocalhost } from '../support/x509';
import { authorizeUrl, obtainCode, practise, VERIFIER } from './support/cloud';
import { cachedRefreshToken, PARTNER_CENTER_SCOPE } from './support/msal';

const SCOPES = [PARTNER_CENTER_SCOPE];

/** Sends MSAL's requests unchanged, trusting one certificate authority more. Remembers where to. */
class TrustingNetwork implements INetworkModule {
  readonly asked: string[] = [];

  constructor(private readonly dispatcher: Agent) {}

  sendGetRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    return this.#send(url, 'GET', options);
  }

  sendPostRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    return this.#send(url, 'POST', options);
  }

  async #send<T>(url: string, method: string, options: NetworkRequestOptions = {}): Promise<NetworkResponse<T>> {
    this.asked.push(url);
    const { dispatcher } = this;
    const { headers = {}, body = null } = options;
    const response = await fetch(url, { method, dispatcher, headers, body });
    return { headers: {}, body: (await response.json()) as T, status: response.status };
  }
}

async function practiseSecurely() {
  const https = issueForLocalhost();
  const cloud = await practise({ https });
  const { httpsOrigin } = cloud;
  const caPem = https.ca;
  if (httpsOrigin === null) throw new Error('There is no HTTPS.');
  const dispatcher = new Agent({ connect: { ca: [...rootCertificates, caPem] } });
  onTestFinished(() => dispatcher.destroy());
  const read = async (path: string) => {
    const response = await fetch(`${httpsOrigin}${path}`, { dispatcher });
    return { status: response.status, text: await response.text() };
  };
  return { cloud, httpsOrigin, caPem, dispatcher, read };
}

function clientOf(cloud: PracticeCloud, httpsOrigin: string, networkClient: INetworkModule) {
  const { clientId, clientSecret, tenantId } = cloud.partner;
  const authority = `${httpsOrigin}/${tenantId}`;
  return new ConfidentialClientApplication({
    auth: { clientId, clientSecret, authority, knownAuthorities: [new URL(httpsOrigin).host] },
    system: { networkClient },
  });
}

describe('an authority over HTTPS', () => {
  it('is one of its own: discovery names its own issuer and endpoints, with the tenant first in each path', async () => {
    const { cloud, httpsOrigin, read } = await practiseSecurely();
    const { tenantId } = cloud.partner;
    const found = JSON.parse((await read(`/${tenantId}/v2.0/.well-known/openid-configuration`)).text);
    expect(found.issuer).toBe(`${httpsOrigin}/${tenantId}/v2.0`);
    expect(httpsOrigin).toMatch(/^https:\/\/localhost:\d+$/);
    for (const endpoint of ['authorization_endpoint', 'token_endpoint', 'device_authorization_endpoint', 'jwks_uri'])
      expect(found[endpoint].startsWith(`${httpsOrigin}/${tenantId}/`)).toBe(true);
    expect(JSON.stringify(found)).not.toContain('127.0.0.1');
  });

  it('signs in and refreshes with unmodified MSAL, which asks nobody else', async () => {
    const { cloud, httpsOrigin, dispatcher } = await practiseSecurely();
    const network = new TrustingNetwork(dispatcher);
    const client = clientOf(cloud, httpsOrigin, network);
    const { redirectUri, username, tenantId } = cloud.partner;
    const url = await client.getAuthCodeUrl({ scopes: SCOPES, redirectUri });
    expect(url.startsWith(`${httpsOrigin}/${tenantId}/oauth2/v2.0/authorize?`)).toBe(true);
    // The pages are the same on both ports; the browser of these tests knows of no other certificate authority.
    const code = await obtainCode(cloud);
    const result = await client.acquireTokenByCode({ code, scopes: SCOPES, redirectUri, codeVerifier: VERIFIER });
    expect(result.account?.username).toBe(username);
    expect(decodeJwt(result.idToken).iss).toBe(`${httpsOrigin}/${tenantId}/v2.0`);

    cloud.clock.advance(60 * DAY);
    const later = clientOf(cloud, httpsOrigin, network);
    const refreshToken = cachedRefreshToken(client);
    await later.acquireTokenByRefreshToken({ refreshToken, scopes: SCOPES, forceCache: true });
    expect(cachedRefreshToken(later)).not.toBe(refreshToken);
    expect(network.asked.every((asked) => asked.startsWith(`${httpsOrigin}/${tenantId}/`))).toBe(true);
  });

  it('serves pages and APIs as well', async () => {
    const { cloud, httpsOrigin, read } = await practiseSecurely();
    const authorize = authorizeUrl(cloud).slice(cloud.origin.length);
    expect((await read(authorize)).text).toContain('Sign in');
    expect((await read('/v1/profiles/organization')).status).toBe(401);
    expect(new URL(httpsOrigin).port).not.toBe(new URL(cloud.origin).port);
  });

  it('is trusted only with its own certificate authority, which is another each time', async () => {
    const { httpsOrigin } = await practiseSecurely();
    await expect(globalThis.fetch(httpsOrigin)).rejects.toMatchObject({
      cause: { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
    });
    const { caPem } = await practiseSecurely();
    const wrong = new Agent({ connect: { ca: caPem } });
    onTestFinished(() => wrong.destroy());
    await expect(fetch(httpsOrigin, { dispatcher: wrong })).rejects.toThrow();
  });

  it('is there only if asked for, and its port is closed and opened with the other', async () => {
    expect(await practise()).toMatchObject({ httpsOrigin: null });
    const { cloud, read } = await practiseSecurely();
    cloud.setFault('any', { kind: 'refused' });
    await expect(read('/')).rejects.toThrow();
    cloud.clearFaults();
    await cloud.settled();
    expect((await read('/')).status).toBe(404);
  });
});
