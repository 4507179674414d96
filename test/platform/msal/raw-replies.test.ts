import { describe, expect, it } from 'vitest';
import { otherAccount, own } from '../../../src/core/failures/classify';
import type { CloudName } from '../../../src/core/model/clouds';
import { createTokenEndpoint } from '../../../src/platform/msal/token-endpoint';
import { connection, goodReply, jwt, never, startScriptedHost, tokensOf } from './support';

const SENT = '1.OLD-refresh-token-that-was-traded-in-and-must-not-be-seen';
const SECRET = 'client~secret/with+odd="characters"';

async function redeemAgainst(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
  clientSecret = SECRET,
) {
  const host = await startScriptedHost((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  const endpoint = createTokenEndpoint(host.options);
  return endpoint.redeem({
    connection: connection(),
    credential: { kind: 'secret', clientSecret },
    refreshToken: SENT,
    signal: never(),
  });
}

describe('judging what the token endpoint replies', () => {
  it('accepts a whole reply, also when numbers come as text and there is no Date', async () => {
    const tokens = tokensOf(await redeemAgainst(200, { ...goodReply(), expires_in: '1800' }, { date: 'soon' }));
    expect(tokens).toEqual({
      accessToken: goodReply().access_token,
      accessTokenLifetime: 1_800_000,
      refreshToken: goodReply().refresh_token,
      account: { username: 'alex@example', objectId: '05e4', tenantId: connection().tenant },
      hasMfa: true,
      serverTime: null,
    });
  });

  it.each([1e308, '1e308', -1, 31 * 24 * 3600])(
    'takes no access token for one that lives for %s seconds',
    async (seconds) => {
      const tokens = tokensOf(await redeemAgainst(200, { ...goodReply(), expires_in: seconds }));
      expect(tokens).toMatchObject({ accessTokenLifetime: 0, refreshToken: goodReply().refresh_token });
    },
  );

  it('does not know about MFA when the access token is opaque', async () => {
    const tokens = tokensOf(await redeemAgainst(200, { ...goodReply(), access_token: 'opaque' }));
    expect(tokens.hasMfa).toBeNull();
  });

  it('knows the account without an ID token', async () => {
    const reply = { ...goodReply(), id_token: undefined };
    expect(tokensOf(await redeemAgainst(200, reply)).account?.objectId).toBe('05e4');
    const opaque = { ...reply, access_token: 'opaque' };
    expect(tokensOf(await redeemAgainst(200, opaque)).account).toMatchObject({ objectId: '05e4' });
  });

  it.each([
    ['no access token', { access_token: undefined }],
    ['an empty access token', { access_token: '' }],
    ['no refresh token', { refresh_token: undefined }],
    ['the refresh token that was sent', { refresh_token: SENT }],
    ['nobody named', { id_token: undefined, access_token: 'opaque', client_info: undefined }],
  ])('refuses a reply with %s', async (_what, change) => {
    expect(await redeemAgainst(200, { ...goodReply(), ...change })).toMatchObject({
      raw: own('reply/incomplete'),
    });
  });

  it.each([{}, [], null, 7, 'text'].map((body) => [JSON.stringify(body), body]))(
    'refuses %s with status 200',
    async (_text, body) => {
      expect(await redeemAgainst(200, body)).toMatchObject({ ok: false });
    },
  );

  it("refuses another tenant's user, and says who it is", async () => {
    const id_token = jwt({ oid: 'x', tid: 'another-tenant', preferred_username: 'eve@elsewhere' });
    expect(await redeemAgainst(200, { ...goodReply(), id_token })).toEqual({
      ok: false,
      raw: otherAccount('eve@elsewhere'),
    });
  });

  it('refuses a reply whose ID token is not one', async () => {
    expect(await redeemAgainst(200, { ...goodReply(), id_token: 'not.a.token' })).toMatchObject({ ok: false });
  });

  it('takes an error at its word even beside tokens, and keeps the tokens out of it', async () => {
    const exchange = await redeemAgainst(400, {
      ...goodReply(),
      error: 'invalid_grant',
      error_description: 'AADSTS50173: x',
    });
    expect(exchange).toMatchObject({
      raw: { kind: 'reply', status: 400, error: { code: 'AADSTS50173', sentence: 'AADSTS50173: x' } },
    });
    expect(JSON.stringify(exchange)).not.toContain('NEW-refresh-token');
  });

  it('lets no token out of a good reply that was cut short', async () => {
    const whole = JSON.stringify(goodReply());
    const exchange = await redeemAgainst(200, whole.slice(0, -20));
    expect(exchange).toMatchObject({ raw: { kind: 'reply', status: 200 } });
    expect(JSON.stringify(exchange)).not.toContain('NEW-refresh-token');
    expect(JSON.stringify(exchange)).not.toContain(String(goodReply().access_token).slice(0, 30));
  });

  it('cuts its own secrets out of an error that repeats them, however they are written', async () => {
    const error_description = `AADSTS7000215: ${SECRET} ${encodeURIComponent(SECRET)} ${SENT}`;
    const exchange = await redeemAgainst(401, {
      error: 'invalid_client',
      error_description,
      trace_id: 'aaaa-bbbb-cccc',
    });
    const said = JSON.stringify(exchange);
    expect(said).toContain('AADSTS7000215: [secret] [secret] [secret]');
    expect(said).toContain('aaaa-bbbb-cccc');
    expect(said).not.toContain('odd');
  });

  it.each(['7000', 'error', 'codes', ':', '"'])(
    'finds the code although a secret is as short as %j',
    async (secret) => {
      const error_description = `AADSTS7000215: Invalid client secret provided. It was ${secret}.`;
      const fields = { error: 'invalid_client', error_description, error_codes: [7000215] };
      const exchange = await redeemAgainst(401, fields, {}, secret);
      expect(exchange).toMatchObject({ ok: false, raw: { status: 401, error: { code: 'AADSTS7000215' } } });
      const { raw } = exchange.ok ? { raw: null } : exchange;
      expect(raw?.kind === 'reply' && raw.error?.sentence).not.toContain(`It was ${secret}.`);
    },
  );

  it('keeps nothing of an endless page, and reads no more than 1 MiB of it', async () => {
    let sent = 0;
    const chunk = 'word '.repeat(13_000);
    const host = await startScriptedHost((_request, response) => {
      response.writeHead(502, { 'content-type': 'text/html' });
      const more = () => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length;
        sent += chunk.length;
      };
      response.on('drain', more);
      more();
    });
    const endpoint = createTokenEndpoint(host.options);
    const exchange = await endpoint.redeem({
      connection: connection(),
      credential: { kind: 'secret', clientSecret: SECRET },
      refreshToken: SENT,
      signal: never(),
    });
    expect(exchange).toMatchObject({ ok: false, raw: { kind: 'reply', status: 502, error: null } });
    expect(JSON.stringify(exchange)).not.toContain('word');
    expect(sent).toBeGreaterThan(1024 * 1024);
  });

  it('does not carry the secret to another host by a redirect', async () => {
    let visited = 0;
    const elsewhere = await startScriptedHost((_request, response) => {
      visited += 1;
      response.end('{}');
    });
    const exchange = await redeemAgainst(307, '', { location: `${elsewhere.origin}/token` });
    expect(exchange).toMatchObject({ ok: false, raw: { kind: 'reply', status: 307 } });
    expect(visited).toBe(0);
  });
});

describe("reaching Microsoft's clouds", () => {
  it.each<[CloudName, string]>([
    ['global', 'https://login.microsoftonline.com'],
    ['us-government', 'https://login.microsoftonline.us'],
    ['china', 'https://login.partner.microsoftonline.cn'],
  ])('sends one request for %s, to its own token endpoint', async (cloud, host) => {
    const asked: Array<{ url: string; body: URLSearchParams }> = [];
    const endpoint = createTokenEndpoint({
      practiceOrigin: () => null,
      fetch: async (url, init) => {
        asked.push({ url: String(url), body: new URLSearchParams(String(init?.body)) });
        return Response.json({ error: 'invalid_grant', error_description: 'AADSTS50173: revoked' }, { status: 400 });
      },
    });
    const settings = connection({ cloud, tenant: 'contoso.onmicrosoft.com' });
    const exchange = await endpoint.redeem({
      connection: settings,
      credential: { kind: 'secret', clientSecret: SECRET },
      refreshToken: SENT,
      signal: never(),
    });
    expect(exchange).toMatchObject({ raw: { kind: 'reply', status: 400 } });
    expect(asked.map(({ url }) => url.split('?')[0])).toEqual([`${host}/contoso.onmicrosoft.com/oauth2/v2.0/token`]);
    const scopes = asked[0]?.body.get('scope')?.split(' ') ?? [];
    expect(new Set(scopes.slice(1))).toEqual(new Set(['openid', 'profile', 'offline_access']));
    expect(scopes[0]).toMatch(/^https:\/\/[a-z.]*partnercenter[a-z.]*\/user_impersonation$/);
  });

  it.each([
    ['net::ERR_NAME_NOT_RESOLVED', new Error('net::ERR_NAME_NOT_RESOLVED'), 'ERR_NAME_NOT_RESOLVED'],
    [
      'a nested cause',
      new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ENOTFOUND' }) }),
      'ENOTFOUND',
    ],
    [
      'several addresses tried',
      new TypeError('fetch failed', {
        cause: new AggregateError([Object.assign(new Error('x'), { code: 'ETIMEDOUT' })]),
      }),
      'ETIMEDOUT',
    ],
    ['a time limit', new DOMException('late', 'TimeoutError'), 'ETIMEDOUT'],
    ['something without a name', new Error('secret-looking message'), 'UNKNOWN'],
  ])('names the deepest cause of %s', async (_what, error, code) => {
    const endpoint = createTokenEndpoint({ practiceOrigin: () => null, fetch: () => Promise.reject(error) });
    const settings = connection({ cloud: 'global' });
    const exchange = await endpoint.redeem({
      connection: settings,
      credential: { kind: 'secret', clientSecret: SECRET },
      refreshToken: SENT,
      signal: never(),
    });
    expect(exchange).toEqual({ ok: false, raw: { kind: 'network', code } });
  });

  it('is not held up by a fetch that ignores its signal', async () => {
    const controller = new AbortController();
    const endpoint = createTokenEndpoint({
      practiceOrigin: () => null,
      fetch: () => {
        controller.abort();
        return new Promise(() => {});
      },
    });
    const settings = connection({ cloud: 'global' });
    const request = {
      connection: settings,
      credential: { kind: 'secret', clientSecret: SECRET } as const,
      refreshToken: SENT,
      signal: controller.signal,
    };
    expect(await endpoint.redeem(request)).toEqual({ ok: false, raw: { kind: 'network', code: 'ABORTED' } });
  });
});
