import { CryptoProvider } from '@azure/msal-node';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { DAY } from '../../../src/core/model/time';
import type { PracticeCloud } from '../../../src/practice';
import { Browser } from '../support/browser';
import { practise, returned, signIn } from '../support/cloud';
import { cachedRefreshToken, confidentialClient, PARTNER_CENTER_SCOPE, publicClient } from '../support/msal';

const SCOPES = [PARTNER_CENTER_SCOPE];

async function signInWithMsal(cloud: PracticeCloud, tenant = cloud.partner.tenantId) {
  const { redirectUri } = cloud.partner;
  const client = confidentialClient(cloud, { tenant });
  const { verifier, challenge } = await new CryptoProvider().generatePkceCodes();
  const url = await client.getAuthCodeUrl({
    scopes: SCOPES,
    redirectUri,
    codeChallenge: challenge,
    codeChallengeMethod: 'S256',
    state: 'abc',
    nonce: 'the-nonce',
  });
  const back = returned(await signIn(cloud, await new Browser(cloud.origin).open(url)));
  const result = await client.acquireTokenByCode(
    { code: back.code ?? '', scopes: SCOPES, redirectUri, codeVerifier: verifier, state: 'abc', nonce: 'the-nonce' },
    { code: back.code ?? '', state: back.state ?? '' },
  );
  return { client, url, back, result };
}

describe('unmodified MSAL Node', () => {
  it('signs in with an authorization code and PKCE', async () => {
    const cloud = await practise();
    const { url, back, result } = await signInWithMsal(cloud);
    expect(url.startsWith(`${cloud.origin}/${cloud.partner.tenantId}/oauth2/v2.0/authorize?`)).toBe(true);
    expect(back.state).toBe('abc');
    expect(result.account).toMatchObject({ username: cloud.partner.username, tenantId: cloud.partner.tenantId });
    expect(decodeJwt(result.accessToken)).toMatchObject({
      aud: 'https://api.partnercenter.microsoft.com',
      amr: ['pwd', 'mfa'],
      scp: 'user_impersonation',
      tid: cloud.partner.tenantId,
      upn: cloud.partner.username,
      appid: cloud.partner.clientId,
    });
  });

  it('signs in where the tenant is named by its domain, and gets the tenant ID in the tokens', async () => {
    const cloud = await practise();
    const { result } = await signInWithMsal(cloud, cloud.partner.domain);
    expect(result.tenantId).toBe(cloud.partner.tenantId);
  });

  it('exchanges a refresh token for another, again and again', async () => {
    const cloud = await practise();
    const { client } = await signInWithMsal(cloud);
    const first = cachedRefreshToken(client);
    const later = confidentialClient(cloud);
    cloud.clock.advance(60 * DAY);
    const result = await later.acquireTokenByRefreshToken({ refreshToken: first, scopes: SCOPES, forceCache: true });
    const second = cachedRefreshToken(later);
    expect(result?.account?.username).toBe(cloud.partner.username);
    expect(second).not.toBe(first);
    cloud.clock.advance(60 * DAY);
    const last = confidentialClient(cloud);
    await last.acquireTokenByRefreshToken({ refreshToken: second, scopes: SCOPES, forceCache: true });
    expect(cachedRefreshToken(last)).not.toBe(second);
  });

  it('gets a token for the application itself', async () => {
    const cloud = await practise();
    const client = confidentialClient(cloud);
    const result = await client.acquireTokenByClientCredential({
      scopes: ['https://api.partnercenter.microsoft.com/.default'],
    });
    expect(decodeJwt(result?.accessToken ?? '')).toMatchObject({ idtyp: 'app', appid: cloud.partner.clientId });
  });

  it('signs in with a device code on a public client', async () => {
    const cloud = await practise();
    const client = publicClient(cloud);
    const result = await client.acquireTokenByDeviceCode({
      scopes: SCOPES,
      deviceCodeCallback: async ({ userCode, verificationUri }) => {
        const browser = await new Browser(cloud.origin).open(verificationUri);
        await browser.submit({ otc: userCode.toLowerCase() });
        await signIn(cloud, browser);
        expect(browser.title).toBe('Are you trying to sign in to Harbour desktop?');
        await browser.submit({});
        await signIn(cloud, browser);
        expect(browser.title).toBe('You have signed in to Harbour desktop');
      },
    });
    expect(result?.account?.username).toBe(cloud.partner.username);
    const again = await client.acquireTokenByRefreshToken({ refreshToken: cachedRefreshToken(client), scopes: SCOPES });
    expect(again?.accessToken).not.toBe(result?.accessToken);
  });

  it('signs in with a code and PKCE on a public client', async () => {
    const cloud = await practise();
    const client = publicClient(cloud);
    const redirectUri = 'http://localhost:8417';
    const { verifier, challenge } = await new CryptoProvider().generatePkceCodes();
    const url = await client.getAuthCodeUrl({
      scopes: SCOPES,
      redirectUri,
      codeChallenge: challenge,
      codeChallengeMethod: 'S256',
    });
    const back = returned(await signIn(cloud, await new Browser(cloud.origin).open(url)));
    const result = await client.acquireTokenByCode({
      code: back.code ?? '',
      scopes: SCOPES,
      redirectUri,
      codeVerifier: verifier,
    });
    expect(result.account?.username).toBe(cloud.partner.username);
  });

  it('sees a wrong secret as AADSTS7000215, and a tenant that is not there as AADSTS90002', async () => {
    const cloud = await practise();
    const scopes = ['https://api.partnercenter.microsoft.com/.default'];
    const wrong = confidentialClient(cloud, { secret: 'not~the~secret' });
    await expect(wrong.acquireTokenByClientCredential({ scopes })).rejects.toMatchObject({
      errorCode: 'invalid_client',
      errorNo: 7000215,
    });
    const nowhere = confidentialClient(cloud, { tenant: 'nowhere.example' });
    await expect(nowhere.acquireTokenByClientCredential({ scopes })).rejects.toThrow();
  });

  it('sees 50076 as a need for interaction and 700082 as a plain error', async () => {
    const cloud = await practise();
    const { client } = await signInWithMsal(cloud);
    const refreshToken = cachedRefreshToken(client);
    const redeem = () => confidentialClient(cloud).acquireTokenByRefreshToken({ refreshToken, scopes: SCOPES });
    cloud.setFault('token', { kind: 'aadsts', code: 50076 }, 1);
    await expect(redeem()).rejects.toMatchObject({ name: 'InteractionRequiredAuthError', subError: 'basic_action' });
    cloud.clock.advance(91 * DAY);
    await expect(redeem()).rejects.toMatchObject({
      name: 'ServerError',
      errorCode: 'invalid_grant',
      errorNo: 700082,
    });
  });

  it('gets tokens whose signatures are right by the published keys', async () => {
    const cloud = await practise();
    const { result } = await signInWithMsal(cloud);
    const keys = createRemoteJWKSet(new URL(`${cloud.origin}/${cloud.partner.tenantId}/discovery/v2.0/keys`));
    const access = await jwtVerify(result.accessToken, keys, { audience: 'https://api.partnercenter.microsoft.com' });
    expect(access.protectedHeader.alg).toBe('RS256');
    expect((access.payload.exp ?? 0) - (access.payload.iat ?? 0)).toBe(3600);
    const id = await jwtVerify(result.idToken, keys, { audience: cloud.partner.clientId });
    expect(id.payload).toMatchObject({ nonce: 'the-nonce', preferred_username: cloud.partner.username });
    const forged = `${result.accessToken.slice(0, -8)}AAAAAAAA`;
    await expect(jwtVerify(forged, keys)).rejects.toThrow();
  });
});
