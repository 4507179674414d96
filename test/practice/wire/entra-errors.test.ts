import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../src/core/model/time';
import { Browser } from '../support/browser';
import {
  authorizeUrl,
  field,
  obtainCode,
  obtainTokens,
  postToken,
  practise,
  redeemCode,
  refresh,
  returned,
  signIn,
  type TokenReply,
} from '../support/cloud';

function codeOf(reply: TokenReply): number {
  return Number(/^AADSTS(\d+): /.exec(field(reply.body, 'error_description'))?.[1]);
}

const CLIENT_CREDENTIALS = {
  grant_type: 'client_credentials',
  scope: 'https://api.partnercenter.microsoft.com/.default',
};

describe('an error of the token endpoint', () => {
  it('has exactly the shape of Entra ID', async () => {
    const cloud = await practise();
    const id = '0a1b2c3d-0000-4000-8000-000000000000';
    const reply = await postToken(
      cloud,
      { ...CLIENT_CREDENTIALS, client_secret: 'wrong' },
      { 'client-request-id': id, 'return-client-request-id': 'true' },
    );
    expect(reply.status).toBe(401);
    const guid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(reply.body).toEqual({
      error: 'invalid_client',
      error_description: expect.stringMatching(
        /^AADSTS7000215: Invalid client secret provided\. .*\r\nTrace ID: [\w-]{36}\r\nCorrelation ID: [\w-]{36}\r\nTimestamp: \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/,
      ),
      error_codes: [7000215],
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/),
      trace_id: guid,
      correlation_id: id,
      error_uri: expect.stringMatching(/\/error\?code=7000215$/),
    });
    expect(reply.headers.get('x-ms-request-id')).toBe(reply.body.trace_id);
    expect(reply.headers.get('client-request-id')).toBe(id);
    expect(reply.headers.get('cache-control')).toBe('no-store, no-cache');
    expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  it('never repeats a secret', async () => {
    const cloud = await practise();
    const reply = await postToken(cloud, { ...CLIENT_CREDENTIALS, client_secret: 'a-secret-of-mine' });
    expect(JSON.stringify(reply.body)).not.toContain('a-secret-of-mine');
  });
});

describe('the application', () => {
  it.each([
    ['a wrong secret', 7000215, { client_secret: 'wrong' }],
    ['no secret', 7000218, { client_secret: null }],
    ['an unknown client ID', 700016, { client_id: '00000000-0000-4000-8000-000000000000' }],
    ['no client ID', 900144, { client_id: null }],
    ['an unsupported grant', 70003, { grant_type: 'password' }],
    ['no grant type', 900144, { grant_type: null }],
    ['a scope without .default', 1002012, { scope: 'https://api.partnercenter.microsoft.com/user_impersonation' }],
    ['an API that is not there', 500011, { scope: 'https://nowhere.example/.default' }],
    ['a scope that is nonsense', 70011, { scope: 'ftp://x/y' }],
    ['a permission that is not there', 650053, { scope: 'https://api.partnercenter.microsoft.com/fly' }],
    ['two APIs at once', 28000, { scope: 'https://graph.microsoft.com/.default https://vault.azure.net/.default' }],
  ])('with %s gets AADSTS%i', async (_what, code, change) => {
    const cloud = await practise();
    expect(codeOf(await postToken(cloud, { ...CLIENT_CREDENTIALS, ...change }))).toBe(code);
  });

  it('gets AADSTS700025 when it is public and sends a secret', async () => {
    const cloud = await practise();
    expect(codeOf(await postToken(cloud, { ...CLIENT_CREDENTIALS, client_id: cloud.partner.publicClientId }))).toBe(
      700025,
    );
  });

  it('gets AADSTS90002 in a tenant that is not there, from discovery also', async () => {
    const cloud = await practise();
    expect(codeOf(await postToken(cloud, CLIENT_CREDENTIALS, {}, 'nowhere.example'))).toBe(90002);
    const discovery = await fetch(`${cloud.origin}/nowhere.example/v2.0/.well-known/openid-configuration`);
    expect(discovery.status).toBe(400);
    expect(await discovery.json()).toMatchObject({ error_codes: [90002] });
  });
});

describe('an authorization code', () => {
  it('is good once: then AADSTS54005', async () => {
    const cloud = await practise();
    const code = await obtainCode(cloud);
    expect((await redeemCode(cloud, code)).status).toBe(200);
    expect(codeOf(await redeemCode(cloud, code))).toBe(54005);
  });

  it('is good once even when it is redeemed twice at the same moment', async () => {
    const cloud = await practise();
    const code = await obtainCode(cloud);
    const replies = await Promise.all([redeemCode(cloud, code), redeemCode(cloud, code)]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 400]);
  });

  it.each([
    ['another verifier', 501481, { code_verifier: 'x'.repeat(43) }],
    ['no verifier', 501481, { code_verifier: null }],
    ['another redirect URI', 500112, { redirect_uri: 'http://localhost:8400/other' }],
    [
      'a client ID that it was not issued to',
      700007,
      { client_id: 'a0c73c16-a7e3-4564-9a95-2bdf47383716', client_secret: null },
    ],
    ['a letter too many', 70000, { code: 'nonsense' }],
  ])('with %s gets AADSTS%i', async (_what, code, change) => {
    const cloud = await practise();
    expect(codeOf(await redeemCode(cloud, await obtainCode(cloud), change))).toBe(code);
  });

  it('expires after ten minutes: AADSTS70008', async () => {
    const cloud = await practise();
    const code = await obtainCode(cloud);
    cloud.clock.advance(10 * MINUTE);
    expect(codeOf(await redeemCode(cloud, code))).toBe(70008);
  });
});

describe('a refresh token', () => {
  it("is opaque, 1 to 2.5 KB, of varying length, and shaped like Entra ID's", async () => {
    const cloud = await practise();
    let token = (await obtainTokens(cloud)).refreshToken;
    const lengths = new Set<number>();
    for (let exchanges = 0; exchanges < 6; exchanges += 1) {
      expect(token).toMatch(/^1\.A[\w-]+\.AgABAwEAAAD[\w-]+$/);
      expect(token.length).toBeGreaterThanOrEqual(1024);
      expect(token.length).toBeLessThanOrEqual(2500);
      lengths.add(token.length);
      token = field((await refresh(cloud, token)).body, 'refresh_token');
    }
    expect(lengths.size).toBeGreaterThan(1);
  });

  it('is not used up by an exchange, and keeps its own lifetime while the new one has another', async () => {
    const cloud = await practise();
    const { refreshToken: old } = await obtainTokens(cloud);
    cloud.clock.advance(60 * DAY);
    const fresh = field((await refresh(cloud, old)).body, 'refresh_token');
    expect((await refresh(cloud, old)).status).toBe(200);
    cloud.clock.advance(60 * DAY);
    expect(codeOf(await refresh(cloud, old))).toBe(700082);
    expect((await refresh(cloud, fresh)).status).toBe(200);
  });

  it('expires after 90 days, and the error says when it was issued and how long it was idle', async () => {
    const cloud = await practise();
    const { refreshToken } = await obtainTokens(cloud);
    const issued = new Date(cloud.clock.now()).toISOString().slice(0, 10);
    cloud.clock.advance(90 * DAY - MINUTE);
    expect((await refresh(cloud, refreshToken)).status).toBe(200);
    cloud.clock.advance(MINUTE);
    const reply = await refresh(cloud, refreshToken);
    expect(reply.status).toBe(400);
    expect(reply.body).toMatchObject({ error: 'invalid_grant', error_codes: [700082] });
    expect(reply.body.suberror).toBeUndefined();
    expect(reply.body.error_description).toMatch(
      new RegExp(
        `^AADSTS700082: The refresh token has expired due to inactivity\\. The token was issued on ${issued}T[\\d:]{8}\\.\\d{7}Z and was inactive for 90\\.00:00:00\\.\\r\\n`,
      ),
    );
  });

  it('expires sooner in a tenant with a shorter lifetime, which the error names', async () => {
    const cloud = await practise();
    const { refreshToken } = await obtainTokens(cloud);
    cloud.setPolicy({ lifetime: 12 * HOUR });
    cloud.clock.advance(12 * HOUR);
    expect(field((await refresh(cloud, refreshToken)).body, 'error_description')).toContain('inactive for 12:00:00.');
    cloud.setPolicy({ lifetime: 7 * DAY });
    cloud.clock.advance(7 * DAY);
    expect(field((await refresh(cloud, refreshToken)).body, 'error_description')).toContain('inactive for 7.00:00:00.');
  });

  it('that was revoked gets AADSTS50173 with both dates; one from a later sign-in works', async () => {
    const cloud = await practise();
    const { refreshToken } = await obtainTokens(cloud);
    cloud.revoke(cloud.partner.username);
    const reply = await refresh(cloud, refreshToken);
    expect(reply.body).toMatchObject({ error: 'invalid_grant', error_codes: [50173], suberror: 'bad_token' });
    expect(reply.body.error_description).toMatch(
      /was issued on '[\dT:.-]{27}Z' and the TokensValidFrom date \(before which tokens are not valid\) for this user is '[\dT:.-]{27}Z'\./,
    );
    const { refreshToken: later } = await obtainTokens(cloud);
    expect((await refresh(cloud, later)).status).toBe(200);
  });

  it("of one user survives the revocation of another's", async () => {
    const cloud = await practise();
    const { refreshToken } = await obtainTokens(cloud);
    cloud.revoke(`reader@${cloud.partner.domain}`);
    expect((await refresh(cloud, refreshToken)).status).toBe(200);
    expect(() => cloud.revoke('nobody@nowhere.example')).toThrow(RangeError);
  });

  it('outlives the sign-in frequency only on paper: AADSTS70043 with the seconds, until somebody signs in', async () => {
    const cloud = await practise();
    const { refreshToken } = await obtainTokens(cloud);
    cloud.setPolicy({ signInFrequency: HOUR });
    const inTime = field((await refresh(cloud, refreshToken)).body, 'refresh_token');
    cloud.clock.advance(HOUR);
    const reply = await refresh(cloud, inTime);
    expect(reply.body).toMatchObject({ error: 'invalid_grant', error_codes: [70043], suberror: 'token_expired' });
    expect(reply.body.error_description).toContain('the maximum allowed lifetime for this request is 3600.');
    const { refreshToken: later } = await obtainTokens(cloud);
    expect((await refresh(cloud, later)).status).toBe(200);
  });

  it('for a single-page application ends after 24 hours, however often it is exchanged: AADSTS700084', async () => {
    const cloud = await practise();
    cloud.setPolicy({ spa: true });
    const { refreshToken } = await obtainTokens(cloud);
    cloud.clock.advance(20 * HOUR);
    const exchanged = field((await refresh(cloud, refreshToken)).body, 'refresh_token');
    cloud.clock.advance(4 * HOUR);
    const reply = await refresh(cloud, exchanged);
    expect(reply.body).toMatchObject({ error: 'invalid_grant', error_codes: [700084] });
    expect(reply.body.error_description).toContain('limited lifetime of 1.00:00:00,');
  });

  it('that is no token gets AADSTS70000', async () => {
    const cloud = await practise();
    expect(codeOf(await refresh(cloud, 'nonsense'))).toBe(70000);
    const { refreshToken } = await obtainTokens(cloud);
    expect(codeOf(await refresh(cloud, refreshToken.slice(0, -1)))).toBe(70000);
  });

  it('of another application gets AADSTS700007', async () => {
    const cloud = await practise();
    const { refreshToken } = await obtainTokens(cloud);
    const change = { client_id: cloud.partner.publicClientId, client_secret: null };
    expect(codeOf(await refresh(cloud, refreshToken, change))).toBe(700007);
  });

  it('gets AADSTS65001 for an API that was not consented to, or no longer is', async () => {
    const cloud = await practise();
    const { refreshToken } = await obtainTokens(cloud);
    const graph = await refresh(cloud, refreshToken, { scope: 'https://graph.microsoft.com/.default' });
    expect(graph.body).toMatchObject({ error_codes: [65001], suberror: 'consent_required' });
    cloud.withdrawConsent();
    expect(codeOf(await refresh(cloud, refreshToken))).toBe(65001);
  });

  it.each([50076, 50078, 50079, 50158])('is refused with AADSTS%i until somebody signs in again', async (code) => {
    const cloud = await practise();
    const { refreshToken } = await obtainTokens(cloud);
    cloud.clock.advance(1);
    cloud.setPolicy({ conditionalAccess: code });
    const reply = await refresh(cloud, refreshToken);
    expect(reply.body).toMatchObject({ error_codes: [code], suberror: 'basic_action', claims: expect.any(String) });
    cloud.clock.advance(1);
    const { refreshToken: later } = await obtainTokens(cloud);
    expect((await refresh(cloud, later)).status).toBe(200);
  });

  it.each([53000, 53003, 530003])('is refused with AADSTS%i, and so is a sign-in', async (code) => {
    const cloud = await practise();
    const { refreshToken } = await obtainTokens(cloud);
    cloud.setPolicy({ conditionalAccess: code });
    expect((await refresh(cloud, refreshToken)).body).toMatchObject({ error_codes: [code], suberror: 'message_only' });
    const browser = await new Browser(cloud.origin).open(authorizeUrl(cloud));
    await browser.submit({ loginfmt: cloud.partner.username });
    await browser.submit({ passwd: cloud.partner.password });
    await browser.submit({ otc: cloud.partner.mfaCode });
    expect(browser.config).toMatchObject({ sErrorCode: String(code) });
    cloud.setPolicy({ conditionalAccess: null });
    expect((await refresh(cloud, refreshToken)).status).toBe(200);
  });
});

describe('an authorize request', () => {
  it.each([
    ['a redirect URI that is not registered', 50011, { redirect_uri: 'http://localhost:8400/other' }],
    ['no redirect URI', 900144, { redirect_uri: null }],
    ['an unknown application', 700016, { client_id: '00000000-0000-4000-8000-000000000000' }],
    ['an unknown response mode', 70007, { response_mode: 'pigeon' }],
  ])('with %s shows AADSTS%i on a page and goes nowhere', async (_what, code, change) => {
    const cloud = await practise();
    const browser = await new Browser(cloud.origin).open(authorizeUrl(cloud, change));
    expect(browser.left).toBeNull();
    expect(browser.page.status).toBe(400);
    expect(browser.title).toBe('Sorry, but we’re having trouble signing you in');
    expect(browser.problem).toContain(`AADSTS${code}: `);
    expect(browser.page.html).toContain(browser.page.headers.get('x-ms-request-id'));
  });

  it('names the redirect URI that is missing', async () => {
    const cloud = await practise();
    const change = { redirect_uri: 'https://app.example/back' };
    const browser = await new Browser(cloud.origin).open(authorizeUrl(cloud, change));
    expect(browser.problem).toContain("The redirect URI 'https://app.example/back'");
  });

  it('may use any port of localhost, as in Entra ID', async () => {
    const cloud = await practise();
    const change = { redirect_uri: 'http://localhost:8999/' };
    const browser = await new Browser(cloud.origin).open(authorizeUrl(cloud, change));
    await signIn(cloud, browser);
    expect(browser.left?.origin).toBe('http://localhost:8999');
  });

  it('shows AADSTS90002 in a tenant that is not there', async () => {
    const cloud = await practise();
    const browser = await new Browser(cloud.origin).open(authorizeUrl(cloud, {}, 'nowhere.example'));
    expect(browser.problem).toContain('AADSTS90002: ');
  });

  it.each([
    ['another response type', 700054, { response_type: 'token' }],
    ['no scope', 900144, { scope: null }],
    ['an unknown prompt', 90023, { prompt: 'perhaps' }],
    ['an unknown challenge method', 90023, { code_challenge_method: 'S512' }],
    ['a challenge that cannot be one', 9002313, { code_challenge: 'short' }],
  ])('with %s goes back with AADSTS%i and the state', async (_what, code, change) => {
    const cloud = await practise();
    const browser = await new Browser(cloud.origin).open(authorizeUrl(cloud, change));
    expect(returned(browser).state).toBe('the-state');
    expect(returned(browser).error_description).toContain(`AADSTS${code}: `);
  });
});

describe('a device code', () => {
  async function start() {
    const cloud = await practise();
    const form = new URLSearchParams({ client_id: cloud.partner.publicClientId, scope: 'openid offline_access' });
    const url = `${cloud.origin}/${cloud.partner.tenantId}/oauth2/v2.0/devicecode`;
    const started: Record<string, unknown> = await (await fetch(url, { method: 'POST', body: form })).json();
    const poll = () =>
      postToken(cloud, {
        client_id: cloud.partner.publicClientId,
        client_secret: null,
        grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
        device_code: field(started, 'device_code'),
      });
    const browser = await new Browser(cloud.origin).open(field(started, 'verification_uri'));
    return { cloud, started, poll, browser };
  }

  it('is pending until somebody signs in, and good once', async () => {
    const { cloud, started, poll, browser } = await start();
    expect((await poll()).body).toMatchObject({ error: 'authorization_pending', error_codes: [70016] });
    await browser.submit({ otc: field(started, 'user_code') });
    await signIn(cloud, browser);
    await browser.submit({});
    await signIn(cloud, browser);
    const reply = await poll();
    expect(reply.body).toMatchObject({ token_type: 'Bearer', refresh_token: expect.any(String) });
    expect((await poll()).status).toBe(400);
  });

  it('is declined by a person', async () => {
    const { cloud, started, poll, browser } = await start();
    await browser.submit({ otc: field(started, 'user_code') });
    await signIn(cloud, browser);
    await browser.submit({}, 'cancel');
    expect(browser.title).toBe('You canceled the sign-in');
    expect((await poll()).body.error).toBe('authorization_declined');
  });

  it('expires after 15 minutes', async () => {
    const { cloud, poll, started, browser } = await start();
    cloud.clock.advance(15 * MINUTE);
    expect((await poll()).body).toMatchObject({ error: 'expired_token', error_codes: [70020] });
    await browser.submit({ otc: field(started, 'user_code') });
    expect(browser.problem).toContain('didn’t work');
  });

  it('that was typed wrongly can be typed again', async () => {
    const { browser } = await start();
    await browser.submit({ otc: 'WRONG' });
    expect(browser.problem).toContain('didn’t work');
    expect(browser.title).toBe('Enter code to allow access');
  });
});
