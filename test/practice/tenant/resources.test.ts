import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { Browser } from '../support/browser';
import {
  authorizeUrl,
  consentTo,
  field,
  obtainByDeviceCode,
  obtainTokens,
  practise,
  refresh,
  signIn,
} from '../support/cloud';
import { confidentialClient } from '../support/msal';

const GRAPH = 'https://graph.microsoft.com';
const EXCHANGE = 'https://outlook.office365.com';
const VAULT = 'https://vault.azure.net';

describe('one refresh token', () => {
  it.each([`${GRAPH}/.default`, `${EXCHANGE}/.default`, `${VAULT}/.default`, 'api'])(
    'is redeemed for %s once the person has agreed, and not before',
    async (asked) => {
      const cloud = await practise();
      const scope = asked === 'api' ? cloud.partner.customScope : asked;
      const { refreshToken } = await obtainTokens(cloud);
      expect((await refresh(cloud, refreshToken, { scope })).body).toMatchObject({
        error_codes: [65001],
        suberror: 'consent_required',
      });
      await consentTo(cloud, scope);
      const { body } = await refresh(cloud, refreshToken, { scope });
      expect(decodeJwt(field(body, 'access_token')).aud).toBe(scope.slice(0, scope.lastIndexOf('/')));
      const back = await refresh(cloud, field(body, 'refresh_token'));
      expect(decodeJwt(field(back.body, 'access_token')).aud).toBe('https://api.partnercenter.microsoft.com');
    },
  );

  it('stays for the first API where the request names none', async () => {
    const cloud = await practise();
    await consentTo(cloud, `${GRAPH}/User.Read`);
    const { refreshToken } = await obtainTokens(cloud);
    const { body } = await refresh(cloud, refreshToken, { scope: `${GRAPH}/User.Read` });
    const again = await refresh(cloud, field(body, 'refresh_token'), { scope: null });
    expect(decodeJwt(field(again.body, 'access_token')).aud).toBe('https://api.partnercenter.microsoft.com');
  });

  it('is redeemed for another API by unmodified MSAL', async () => {
    const cloud = await practise();
    await consentTo(cloud, `${VAULT}/user_impersonation`);
    const { refreshToken } = await obtainTokens(cloud);
    const scopes = [`${VAULT}/.default`];
    const result = await confidentialClient(cloud).acquireTokenByRefreshToken({ refreshToken, scopes });
    expect(decodeJwt(result?.accessToken ?? '')).toMatchObject({ aud: VAULT, scp: 'user_impersonation' });
  });
});

describe('consent', () => {
  it('to some of an API is enough for /.default, whose token then carries that much', async () => {
    const cloud = await practise();
    const { refreshToken } = await consentTo(cloud, `${GRAPH}/User.Read`);
    const { body } = await refresh(cloud, refreshToken, { scope: `${GRAPH}/.default` });
    expect(decodeJwt(field(body, 'access_token')).scp).toBe('User.Read');
    const all = await refresh(cloud, refreshToken, { scope: `${GRAPH}/Directory.AccessAsUser.All` });
    expect(all.body).toMatchObject({ error_codes: [65001] });
  });

  it('is asked for each API by itself, and names what it is for', async () => {
    const cloud = await practise();
    await obtainTokens(cloud);
    const browser = await new Browser(cloud.origin).open(authorizeUrl(cloud, { scope: `${VAULT}/.default` }));
    await browser.submit({ loginfmt: cloud.partner.username });
    await browser.submit({ passwd: cloud.partner.password });
    await browser.submit({ otc: cloud.partner.mfaCode });
    expect(browser.title).toBe('Permissions requested');
    expect(browser.page.html).toContain('Key Vault: user_impersonation');
    await signIn(cloud, browser);
    expect(browser.left?.searchParams.get('code')).toBeTruthy();
  });

  it('is not asked for Exchange Online of its own well-known client, which signs in with a device code', async () => {
    const cloud = await practise();
    const wellKnown = 'a0c73c16-a7e3-4564-9a95-2bdf47383716';
    const scope = `${EXCHANGE}/.default offline_access openid profile`;
    const { body, browser } = await obtainByDeviceCode(cloud, scope, wellKnown);
    expect(browser.title).toBe('You have signed in to Exchange Online PowerShell');
    expect(decodeJwt(field(body, 'access_token'))).toMatchObject({ aud: EXCHANGE, appid: wellKnown, appidacr: '0' });
    const again = await refresh(cloud, field(body, 'refresh_token'), {
      client_id: wellKnown,
      client_secret: null,
      scope,
    });
    expect(again.status).toBe(200);
  });
});
