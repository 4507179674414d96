import { describe, expect, it } from 'vitest';
import { own } from '../../../src/core/failures/classify';
import type { Credential } from '../../../src/core/model/credential';
import { type AuthorizationRequest, createAuthorization } from '../../../src/platform/msal/authorization';
import type { PracticeCloud } from '../../../src/practice';
import { Browser } from '../../practice/support/browser';
import { practise, signIn } from '../../practice/support/cloud';
import { begin, connection, goodReply, jwt, never, startScriptedHost, tokensOf } from './support';

function start(cloud: PracticeCloud, request: Partial<AuthorizationRequest> = {}) {
  return begin({ fetch, practiceOrigin: () => cloud.origin }, { credential: secretOf(cloud), ...request });
}

async function walkThrough(cloud: PracticeCloud, url: string, alias?: string): Promise<URL> {
  const browser = await signIn(cloud, await new Browser(cloud.origin).open(url), alias);
  if (browser.left === null) throw new Error(`still at ${browser.title}`);
  return browser.left;
}

const WRONG: Credential = { kind: 'secret', clientSecret: 'Wr0ng~secret-0123456789' };

function secretOf(cloud: PracticeCloud): Credential {
  return { kind: 'secret', clientSecret: cloud.partner.clientSecret };
}

const wrongState = { ok: false, raw: own('sign-in/state') };

describe('signing in with authorization code and PKCE, through unmodified MSAL', () => {
  it('goes from the sign-in page to tokens', async () => {
    const cloud = await practise();
    const started = await start(cloud);
    const redirect = await walkThrough(cloud, started.url);
    const tokens = tokensOf(await started.finish(redirect));
    expect(tokens.account?.username).toBe(cloud.partner.username);
    expect(tokens.hasMfa).toBe(true);
    expect(tokens.refreshToken.length).toBeGreaterThan(500);
    expect(await started.finish(redirect)).toMatchObject({
      raw: { kind: 'reply', status: 400 },
    });
  });

  it('asks for what it was told to, with proofs that nobody can guess', async () => {
    const cloud = await practise();
    const started = await start(cloud, { loginHint: 'alex@harbour', consent: true });
    const { searchParams, origin } = new URL(started.url);
    expect(origin).toBe(cloud.origin);
    expect(Object.fromEntries(searchParams)).toMatchObject({
      client_id: cloud.partner.clientId,
      response_type: 'code',
      response_mode: 'query',
      redirect_uri: cloud.partner.redirectUri,
      code_challenge_method: 'S256',
      login_hint: 'alex@harbour',
      prompt: 'consent',
      state: started.state,
    });
    expect(searchParams.get('scope')?.split(' ').sort()).toEqual(
      ['https://api.partnercenter.microsoft.com/user_impersonation', 'offline_access', 'openid', 'profile'].sort(),
    );
    const other = new URL((await start(cloud)).url).searchParams;
    for (const check of ['state', 'nonce', 'code_challenge']) {
      expect(searchParams.get(check)?.length).toBeGreaterThanOrEqual(43);
      expect(searchParams.get(check)).not.toBe(other.get(check));
    }
  });

  it('takes no code with a state that is wrong, missing or given twice, nor at another address', async () => {
    const cloud = await practise();
    const started = await start(cloud);
    const redirect = await walkThrough(cloud, started.url);
    const tamper = (change: (url: URL) => unknown) => {
      const url = new URL(redirect);
      change(url);
      return started.finish(url);
    };
    expect(await tamper((url) => url.searchParams.set('state', `${started.state}x`))).toEqual(wrongState);
    expect(await tamper((url) => url.searchParams.delete('state'))).toEqual(wrongState);
    expect(await tamper((url) => url.searchParams.append('state', started.state))).toEqual(wrongState);
    expect(await tamper((url) => Object.assign(url, { pathname: '/elsewhere' }))).toEqual(wrongState);
    expect(await tamper((url) => Object.assign(url, { port: '8401' }))).toEqual(wrongState);
    expect(await started.finish('not an address')).toEqual(wrongState);
    tokensOf(await started.finish(redirect.href));
  });

  it("does not redeem a code of somebody else's sign-in that was slipped in", async () => {
    const cloud = await practise();
    const mine = await start(cloud);
    const theirs = await start(cloud);
    const stolen = await walkThrough(cloud, theirs.url, 'nomfa');
    stolen.searchParams.set('state', mine.state);
    expect(await mine.finish(stolen)).toMatchObject({ ok: false });
  });

  it('refuses tokens whose ID token was made for another sign-in', async () => {
    const id_token = jwt({
      oid: '05e4',
      tid: connection().tenant,
      preferred_username: 'alex@example',
      nonce: 'another',
    });
    const host = await startScriptedHost((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ ...goodReply(), id_token }));
    });
    const started = await begin(host.options, { credential: WRONG });
    const redirect = `${connection().redirectUri}?code=c&state=${started.state}`;
    expect(await started.finish(redirect)).toEqual(wrongState);
  });

  it("hands on the authorize endpoint's error in its own words", async () => {
    const cloud = await practise();
    const started = await start(cloud);
    const redirect = new URL(connection().redirectUri);
    redirect.search = new URLSearchParams({
      error: 'access_denied',
      error_description: 'AADSTS65004: User declined to consent.',
      state: started.state,
    }).toString();
    expect(await started.finish(redirect)).toEqual({
      ok: false,
      raw: {
        kind: 'known',
        failure: { code: 'AADSTS65004', sentence: 'AADSTS65004: User declined to consent.' },
      },
    });
    redirect.search = `?state=${started.state}`;
    expect(await started.finish(redirect)).toMatchObject({
      raw: own('sign-in/declined'),
    });
  });

  it('reports a wrong secret without repeating it', async () => {
    const cloud = await practise();
    const started = await start(cloud, { credential: WRONG });
    const exchange = await started.finish(await walkThrough(cloud, started.url));
    expect(exchange).toMatchObject({
      raw: { kind: 'reply', status: 401, error: { code: 'AADSTS7000215' } },
    });
    expect(JSON.stringify(exchange)).not.toContain('Wr0ng');
  });

  it("needs no network to start a sign-in in Microsoft's own cloud", async () => {
    const options = { practiceOrigin: () => null, fetch: () => Promise.reject(new Error('nobody may be asked')) };
    const { url } = await begin(options, { connection: connection({ cloud: 'global' }), credential: WRONG });
    expect(url).toMatch(/^https:\/\/login\.microsoftonline\.com\/[0-9a-f-]{36}\/oauth2\/v2\.0\/authorize\?/);
  });

  it.each([
    'file:///C:/Windows/System32/calc.exe',
    'file://files.example/share/calc.exe',
    'smb://files.example/share',
    'ms-settings://about',
    'http://login.example/authorize',
    'blob:https://login.example/1',
    'https://login.example@evil.example/authorize',
    'https://alex:secret@login.example/authorize',
  ])("begins none at %s, which an authority's discovery named", async (endpoint) => {
    const issuer = `https://login.example/${connection().tenant}`;
    const discovery = { issuer, authorization_endpoint: endpoint, token_endpoint: `${issuer}/token`, jwks_uri: issuer };
    const addresses = { authority: 'https://login.example', partnerCenter: 'https://api.example', extraCa: null };
    const custom = connection({ cloud: 'custom', customCloud: { ...addresses, scope: 'https://api.example/all' } });
    const options = { practiceOrigin: () => null, fetch: async () => Response.json(discovery) };
    const request = { connection: custom, credential: WRONG, loginHint: null, consent: false, signal: never() };
    const begun = await createAuthorization(options)(request);
    expect(begun).toMatchObject({ ok: false });
    // For some it's MSAL that gives up, in words of its own; to the others the person gets a sentence that names what is wrong.
    if (endpoint.startsWith('https:') && !endpoint.includes('@'))
      expect(begun).toMatchObject({ raw: { failure: { code: 'request/invalid', detail: { kind: 'value' } } } });
    for (const [page, isElsewhere] of [
      [`${issuer}/authorize`, false],
      ['https://pages.example/authorize', true],
    ]) {
      Object.assign(discovery, { authorization_endpoint: page });
      expect(await createAuthorization(options)(request)).toMatchObject({ ok: true, value: { isElsewhere } });
    }
  });

  it('says why no sign-in could be started', async () => {
    const cloud = await practise();
    cloud.setFault('discovery', { kind: 'status', status: 503, body: 'down', retryAfter: '5' });
    const request = {
      connection: connection(),
      credential: secretOf(cloud),
      loginHint: null,
      consent: false,
      signal: never(),
    };
    expect(await createAuthorization({ fetch, practiceOrigin: () => cloud.origin })(request)).toMatchObject({
      ok: false,
      raw: { kind: 'reply', status: 503, retryAfter: '5' },
    });
    expect(await createAuthorization({ fetch, practiceOrigin: () => null })(request)).toEqual({
      ok: false,
      raw: { kind: 'network', code: 'ECONNREFUSED' },
    });
  });
});
