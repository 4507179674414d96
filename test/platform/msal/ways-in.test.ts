import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { classify } from '../../../src/core/failures/classify';
import type { ConnectionSettings } from '../../../src/core/model/connection';
import type { Credential } from '../../../src/core/model/credential';
import type { TokenSet } from '../../../src/core/model/exchange';
import type { NetworkOptions } from '../../../src/platform/http/fetch-within';
import { createTokenEndpoint } from '../../../src/platform/msal/token-endpoint';
import type { PracticeCloud } from '../../../src/practice';
import { Browser } from '../../practice/support/browser';
import { consentTo, practise, signIn } from '../../practice/support/cloud';
import { makeCertificate } from '../../practice/support/held-certificate';
import { trustingFetch } from '../../support/trusting-fetch';
import { issueForLocalhost } from '../../support/x509';
import { begin, connection, never, tokensOf } from './support';

/** Signs in and refreshes once, as the app does it. */
async function enter(
  cloud: PracticeCloud,
  settings: ConnectionSettings,
  credential: Credential,
  options: NetworkOptions,
): Promise<TokenSet> {
  const started = await begin(options, { connection: settings, credential });
  // A browser of the person's would trust the authority; this one goes to the same pages without TLS.
  const page = cloud.httpsOrigin === null ? started.url : started.url.replace(cloud.httpsOrigin, cloud.origin);
  const browser = await signIn(cloud, await new Browser(cloud.origin).open(page));
  if (browser.left === null) throw new Error(`still at ${browser.title}`);
  const first = tokensOf(await started.finish(browser.left));
  const { refreshToken } = first;
  const endpoint = createTokenEndpoint(options);
  const second = tokensOf(await endpoint.redeem({ connection: settings, credential, refreshToken, signal: never() }));
  expect(second.refreshToken).not.toBe(first.refreshToken);
  expect(second.account?.username).toBe(cloud.partner.username);
  return second;
}

function optionsFor(cloud: PracticeCloud): NetworkOptions {
  return { fetch, practiceOrigin: () => cloud.origin };
}

function secretOf({ partner }: PracticeCloud): Credential {
  return { kind: 'secret', clientSecret: partner.clientSecret };
}

describe('every kind of application signs in and refreshes', () => {
  it('with a certificate', async () => {
    const cloud = await practise();
    const { certificateClientId: clientId } = cloud.partner;
    const { certificate, privateKey } = makeCertificate(cloud, clientId);
    const settings = connection({ clientId, application: { kind: 'certificate' } });
    await enter(cloud, settings, { kind: 'certificate', certificate, privateKey }, optionsFor(cloud));
  });

  it('with a certificate that is not registered it is refused, with AADSTS700027', async () => {
    const cloud = await practise();
    const { certificateClientId: clientId } = cloud.partner;
    const { certificate, privateKey, keyId } = makeCertificate(cloud, clientId);
    cloud.removeCredential(keyId);
    const settings = connection({ clientId, application: { kind: 'certificate' } });
    const exchange = await createTokenEndpoint(optionsFor(cloud)).redeem({
      connection: settings,
      credential: { kind: 'certificate', certificate, privateKey },
      refreshToken: '1.anything-that-is-long-enough',
      signal: never(),
    });
    expect(exchange).toMatchObject({ ok: false, raw: { error: { code: 'AADSTS700027' } } });
    expect(JSON.stringify(exchange)).not.toContain(privateKey.slice(40, 80));
  });

  it('as a public client, without a credential', async () => {
    const cloud = await practise();
    const settings = connection({ clientId: cloud.partner.publicClientId, application: { kind: 'public' } });
    await enter(cloud, settings, { kind: 'none' }, optionsFor(cloud));
  });
});

describe('resources', () => {
  it('Graph and scopes of any other API can be what a connection is for', async () => {
    const cloud = await practise();
    const graph = await enter(cloud, connection({ resource: { kind: 'graph' } }), secretOf(cloud), optionsFor(cloud));
    expect(decodeJwt(graph.accessToken).aud).toBe('https://graph.microsoft.com');
    const resource = { kind: 'custom', scopes: [cloud.partner.customScope] } as const;
    const custom = await enter(cloud, connection({ resource }), secretOf(cloud), optionsFor(cloud));
    expect(decodeJwt(custom.accessToken).aud).not.toBe('https://graph.microsoft.com');
  });

  it('one refresh token gives an access token for another resource, once somebody has consented', async () => {
    const cloud = await practise();
    const own = await enter(cloud, connection(), secretOf(cloud), optionsFor(cloud));
    const redeem = () =>
      createTokenEndpoint(optionsFor(cloud)).redeem({
        connection: connection(),
        credential: secretOf(cloud),
        refreshToken: own.refreshToken,
        resource: { kind: 'graph' },
        signal: never(),
      });
    expect(await redeem()).toMatchObject({ ok: false, raw: { error: { code: 'AADSTS65001' } } });
    await consentTo(cloud, 'https://graph.microsoft.com/.default');
    expect(decodeJwt(tokensOf(await redeem()).accessToken).aud).toBe('https://graph.microsoft.com');
  });
});

describe('a custom cloud', () => {
  async function custom(extraCa: 'its own' | 'none') {
    const https = issueForLocalhost();
    const cloud = await practise({ https });
    const { httpsOrigin } = cloud;
    if (httpsOrigin === null) throw new Error('no HTTPS');
    const customCloud = {
      authority: httpsOrigin,
      partnerCenter: httpsOrigin,
      scope: 'https://api.partnercenter.microsoft.com/user_impersonation',
      extraCa: extraCa === 'none' ? null : https.ca,
    };
    const settings = connection({ cloud: 'custom', customCloud });
    const trusting = customCloud.extraCa === null ? fetch : trustingFetch(customCloud.extraCa);
    const asked: string[] = [];
    const trusted = new Set<unknown>();
    const options: NetworkOptions = {
      practiceOrigin: () => null,
      fetch: (url, init, authority) => {
        asked.push(new URL(url).origin);
        trusted.add(authority);
        return trusting(url, init);
      },
    };
    return { cloud, settings, options, asked, trusted };
  }

  it('signs in and refreshes at its own authority, and asks nobody else', async () => {
    const { cloud, settings, options, asked, trusted } = await custom('its own');
    await enter(cloud, settings, secretOf(cloud), options);
    expect(new Set(asked)).toEqual(new Set([cloud.httpsOrigin]));
    expect(trusted).toEqual(new Set([settings.customCloud]));
  });

  it('is not trusted without its certificate authority', async () => {
    const { cloud, settings, options } = await custom('none');
    const exchange = await createTokenEndpoint(options).redeem({
      connection: settings,
      credential: secretOf(cloud),
      refreshToken: '1.anything-that-is-long-enough',
      signal: never(),
    });
    expect(exchange.ok ? null : classify(exchange.raw, 0).code).toBe('network/certificate');
  });
});
