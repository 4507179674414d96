import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ApiCheck } from '../../../src/core/api-check/api-check';
import type { ConnectionSettings, Resource } from '../../../src/core/model/connection';
import { HOUR, SECOND } from '../../../src/core/model/time';
import { probe } from '../../../src/platform/api-check/api-check';
import type { NetworkOptions } from '../../../src/platform/http/fetch-within';
import type { PracticeCloud } from '../../../src/practice';
import { consentTo, obtainTokens, practise } from '../../practice/support/cloud';
import { HOTEL_PAGE } from '../../practice/support/replies';
import { electronFetch } from '../../stand-in/runtime/electron-fetch';
import { trustingFetch } from '../../support/trusting-fetch';
import { issue } from '../../support/x509';
import { connection, jwt, never } from '../msal/support';

interface Given {
  readonly connection?: Partial<ConnectionSettings>;
  readonly username?: string;
  readonly options?: Partial<NetworkOptions>;
}

function test(cloud: Pick<PracticeCloud, 'origin'>, accessToken: string, given: Given = {}): Promise<ApiCheck> {
  return probe(
    { fetch, practiceOrigin: () => cloud.origin, ...given.options },
    {
      connection: connection(given.connection),
      accessToken,
      username: given.username ?? 'alex@harbour.example',
      signal: never(),
    },
  );
}

const fact = (check: ApiCheck, label: string) => check.facts.find((one) => one.label === label)?.value;
const onlyFor = (resource: Resource): Given => ({ connection: { resource } });

/** A server that answers every call alike, and keeps what it was sent. */
async function answerWith(status: number, body: string, headers: Record<string, string> = {}) {
  const sent: Array<{ url: string; authorization: string | undefined }> = [];
  const server = createServer((request, response) => {
    sent.push({ url: request.url ?? '', authorization: request.headers.authorization });
    response.writeHead(status, headers).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  return { origin: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, sent };
}

describe('Partner Center', () => {
  it('accepts a token of an admin agent with MFA, and tells who it is for', async () => {
    const cloud = await practise();
    const { accessToken } = await obtainTokens(cloud);
    const check = await test(cloud, accessToken);
    expect(check).toMatchObject({
      ok: true,
      headline: 'Partner Center accepts the token for Harbour Practice Partners.',
      advice: null,
      facts: [
        { label: 'Organization', value: 'Harbour Practice Partners' },
        { label: 'Tenant', value: cloud.partner.tenantId },
        { label: 'Partner ID', value: '4242424' },
        { label: 'MFA', value: 'yes' },
        { label: 'Customers', value: 'can be read' },
      ],
    });
    expect(check.details).toContainEqual({ label: 'Organization: status', value: '200' });
    const ids = check.details.filter(({ label }) => label.endsWith('ID')).map(({ value }) => value);
    expect(ids).toHaveLength(6);
    expect(new Set(ids).size).toBe(4);
    expect(JSON.stringify(check)).not.toContain(accessToken.slice(0, 40));
  });

  it('without MFA says that this is missing, and how to get it', async () => {
    const cloud = await practise();
    const { accessToken } = await obtainTokens(cloud, 'nomfa');
    const check = await test(cloud, accessToken);
    expect(check).toMatchObject({
      ok: false,
      headline: 'Partner Center refused the token because it has no MFA claim.',
      remedy: 'sign-in',
    });
    expect(check.advice).toMatch(/complete MFA/);
    expect(fact(check, 'MFA')).toBe('no');
  });

  it('without an agent role names the roles', async () => {
    const cloud = await practise();
    const { accessToken } = await obtainTokens(cloud, 'reader');
    const check = await test(cloud, accessToken, { username: 'reader@harbour.example' });
    expect(check).toMatchObject({
      ok: false,
      headline: "reader@harbour.example doesn't have a role that Partner Center requires.",
      remedy: null,
    });
    expect(check.advice).toMatch(/Admin agent, Sales agent, or Helpdesk agent/);
  });

  it('of another tenant than the connection’s says so', async () => {
    const cloud = await practise();
    const { accessToken } = await obtainTokens(cloud);
    const tenant = '00000000-0000-4000-8000-000000000001';
    const check = await test(cloud, accessToken, { connection: { tenant } });
    expect(check).toMatchObject({ ok: false, headline: expect.stringContaining(cloud.partner.tenantId) });
    expect(check.advice).toMatch(/Correct this connection's tenant/);
  });

  it('with a token that has expired or is none says that it was refused', async () => {
    const cloud = await practise();
    const { accessToken } = await obtainTokens(cloud);
    cloud.clock.advance(2 * HOUR);
    expect(await test(cloud, accessToken)).toMatchObject({ ok: false, headline: 'Partner Center refused the token.' });
    expect(await test(cloud, 'no-token-at-all')).toMatchObject({
      ok: false,
      headline: 'Partner Center refused the token, most likely because it has no MFA claim.',
    });
  });

  it.each([
    [
      '429',
      { kind: 'status', status: 429, retryAfter: '600' },
      'Partner Center is limiting requests.',
      /in 10 minutes/,
    ],
    ['503', { kind: 'status', status: 503 }, 'Partner Center had an internal error.', /later/],
    ['418', { kind: 'status', status: 418 }, 'Partner Center refused the call with status 418.', /details/],
    ['a hotel’s page', HOTEL_PAGE, "The answer didn't come from Partner Center.", /browser/],
    ['a connection that breaks off', { kind: 'reset' }, "Couldn't reach Partner Center.", /Try again/],
    ['no answer in time', { kind: 'latency', delay: HOUR }, "Couldn't reach Partner Center.", /Try again/],
  ] as const)('%s is told as what it is', async (_what, fault, headline, advice) => {
    const cloud = await practise();
    const { accessToken } = await obtainTokens(cloud);
    cloud.setFault('partner-center', fault);
    const check = await test(cloud, accessToken, { options: { timeout: SECOND } });
    expect(check.ok).toBe(false);
    expect(check.headline).toMatch(headline);
    expect(check.advice).toMatch(advice);
  });

  it.each([
    [403, 900124, /hasn't accepted the Microsoft Partner Agreement\.$/, /global admin/, null],
    [403, '900149', /enrollment isn't active\.$/, /Check the enrollment/, null],
    [403, 900309, /^Conditional Access blocked/, /which Conditional Access policy/, null],
    [404, 60003, /doesn't know this tenant/, /Check the tenant/, 'edit-connection'],
    [403, 900150, /doesn't have a role/, /Admin agent/, null],
    [401, 900421, /no MFA claim\.$/, /complete MFA/, 'sign-in'],
    [400, 900999, /refused the call with status 400\.$/, /details/, null],
  ])(
    'that refuses with %i and its own code %s is told by that code',
    async (status, code, headline, advice, remedy) => {
      const server = await answerWith(
        status,
        JSON.stringify({ code, description: 'x', data: [], source: 'PartnerFD' }),
      );
      const check = await test(server, 'token');
      expect(check).toMatchObject({ ok: false, headline: expect.stringMatching(headline), remedy });
      expect(check.advice).toMatch(advice);
      expect(check.details).toContainEqual({ label: 'Organization: code', value: String(code) });
    },
  );

  it.each<{ code: unknown }>([
    { code: {} },
    { code: { toString: 1 } },
    { code: [7] },
    { code: null },
    { code: 'x'.repeat(40) },
  ])('with %j has no code', async (body) => {
    const server = await answerWith(403, JSON.stringify(body));
    expect(await test(server, 'token')).toMatchObject({ headline: expect.stringMatching(/doesn't have a role/) });
  });

  it('that refuses the customers by its own code gives that as the reason', async () => {
    const cloud = await practise();
    const { accessToken } = await obtainTokens(cloud);
    const check = await test(cloud, accessToken, {
      options: {
        fetch: async (input, init) =>
          String(input).includes('/customers') ? Response.json({ code: 900123 }, { status: 403 }) : fetch(input, init),
      },
    });
    expect(check.headline).toMatch(/but customers can't be read\.$/);
    expect(fact(check, 'Reason')).toMatch(/Microsoft Partner Agreement/);
  });

  it('that lets the organization be read but not the customers is told as half', async () => {
    const cloud = await practise();
    const { accessToken } = await obtainTokens(cloud);
    const check = await test(cloud, accessToken, {
      options: {
        fetch: async (input, init) =>
          String(input).includes('/customers') ? Response.json({}, { status: 403 }) : fetch(input, init),
      },
    });
    expect(check).toMatchObject({ ok: false, headline: expect.stringContaining("but customers can't be read") });
    expect(check.advice).toMatch(/Admin agent/);
  });

  it('that answers but finds no MFA is told, though it works', async () => {
    const cloud = await practise();
    const { accessToken } = await obtainTokens(cloud);
    const check = await test(cloud, accessToken, {
      options: {
        fetch: async (input, init) => {
          const { status, headers, body } = await fetch(input, init);
          const changed = new Headers(headers);
          changed.set('isMfaCompliant', 'false');
          return new Response(body, { status, headers: changed });
        },
      },
    });
    expect(check).toMatchObject({ ok: false, headline: expect.stringMatching(/but the token has no MFA claim\.$/) });
  });
});

describe('the other resources', () => {
  const GRAPH = 'https://graph.microsoft.com';
  const EXCHANGE = 'https://outlook.office365.com';

  it("Graph is tested by the user's profile", async () => {
    const cloud = await practise();
    const { accessToken } = await consentTo(cloud, `${GRAPH}/User.Read`);
    const check = await test(cloud, accessToken, onlyFor({ kind: 'graph' }));
    expect(check).toMatchObject({
      ok: true,
      headline: `Microsoft Graph accepts the token for ${cloud.partner.username}.`,
    });
    expect([fact(check, 'Organization'), fact(check, 'Permissions'), fact(check, 'MFA')]).toEqual([
      'Harbour Practice Partners',
      'User.Read',
      'yes',
    ]);
  });

  it('Exchange Online is tested by its configuration, and names the role that is missing', async () => {
    const cloud = await practise();
    const { accessToken } = await consentTo(cloud, `${EXCHANGE}/Exchange.Manage`);
    const check = await test(cloud, accessToken, onlyFor({ kind: 'exchange-online' }));
    expect(check).toMatchObject({
      ok: true,
      headline: 'Exchange Online accepts the token for Harbour Practice Partners.',
    });

    const reader = await consentTo(cloud, `${EXCHANGE}/Exchange.Manage`, 'reader');
    const refused = await test(cloud, reader.accessToken, onlyFor({ kind: 'exchange-online' }));
    expect(refused).toMatchObject({ ok: false, advice: expect.stringContaining('View-Only Organization Management') });
  });

  it.each(['graph', 'exchange-online'] as const)('%s refuses a token for another API', async (kind) => {
    const cloud = await practise();
    const { accessToken } = await obtainTokens(cloud);
    const check = await test(cloud, accessToken, onlyFor({ kind }));
    expect(check).toMatchObject({ ok: false, headline: expect.stringMatching(/refused the token\.$/) });
  });

  it('of any other API no call is made: what the token says is shown, or that it cannot be read', async () => {
    const server = await answerWith(200, '{}');
    const custom = onlyFor({ kind: 'custom', scopes: ['api://stock/Stock.Read'] });
    const token = jwt({ aud: 'api://stock', tid: 't-1', scp: 'Stock.Read Stock.Write', amr: ['pwd', 'mfa'] });
    expect(await test(server, token, custom)).toMatchObject({
      ok: true,
      headline: expect.stringContaining("can't test the API itself"),
      facts: [
        { label: 'Token for', value: 'api://stock' },
        { label: 'Tenant', value: 't-1' },
        { label: 'Permissions', value: 'Stock.Read, Stock.Write' },
        { label: 'Signed in with', value: 'pwd, mfa' },
        { label: 'MFA', value: 'yes' },
      ],
    });
    expect((await test(server, 'opaque', custom)).facts).toEqual([
      { label: 'Token', value: "can't be read by this app" },
    ]);
    expect(server.sent).toEqual([]);
  });
});

describe('the token', () => {
  it('that a redirect answered was not answered by the service, by Electron’s fetch as well', async () => {
    const server = await answerWith(302, '', { location: '/login' });
    const options = { fetch: (url: string, init: RequestInit) => electronFetch(url, init, fetch) };
    expect(await test(server, 'token', { options })).toMatchObject({
      ok: false,
      headline: "The answer didn't come from Partner Center.",
      advice: expect.stringMatching(/Open a browser/),
    });
  });

  it('is not sent after a redirect', async () => {
    const thief = await answerWith(200, '{"companyName":"Thief"}');
    const server = await answerWith(302, '', { location: `${thief.origin}/v1/profiles/organization` });
    const check = await test(server, 'secret-token');
    expect(check).toMatchObject({ ok: false, headline: "The answer didn't come from Partner Center." });
    expect(server.sent).toHaveLength(3);
    expect(server.sent[0]?.authorization).toBe('Bearer secret-token');
    expect(thief.sent).toEqual([]);
  });

  it.each(['http://127.0.0.1:1', 'ftp://partner.example'])(
    'is not sent to %s, which is not TLS',
    async (partnerCenter) => {
      const asked: string[] = [];
      const check = await probe(
        {
          practiceOrigin: () => null,
          fetch: async (input) => {
            asked.push(String(input));
            return new Response();
          },
        },
        {
          connection: connection({
            cloud: 'custom',
            customCloud: {
              authority: 'https://login.example',
              partnerCenter,
              scope: 'https://x.example/y',
              extraCa: null,
            },
          }),
          accessToken: 'secret-token',
          username: 'alex',
          signal: never(),
        },
      );
      expect(check.ok).toBe(false);
      expect(asked).toEqual([]);
    },
  );

  it('is sent over TLS to a custom cloud’s own address and path', async () => {
    const authority = issue({ name: 'Authority', isAuthority: true });
    const { key, cert } = issue({ name: 'partner', issuer: authority, hosts: ['127.0.0.1'] });
    const urls: Array<string | undefined> = [];
    const server = createTlsServer({ key, cert }, (request, response) => {
      urls.push(request.url);
      response.end(JSON.stringify({ companyName: 'Own\u202e cloud\n', mpnId: 7 }));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    const address = server.address();
    const partnerCenter = `https://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/partner`;
    const customCloud = { authority: 'https://login.example', partnerCenter, scope: 'x', extraCa: authority.cert };
    const check = await test({ origin: '' }, 'token', {
      connection: { cloud: 'custom', customCloud },
      options: { fetch: trustingFetch(customCloud.extraCa) },
    });
    expect(check).toMatchObject({ ok: true, headline: 'Partner Center accepts the token for Own cloud.' });
    expect(urls.sort()).toEqual([
      '/partner/v1/customers?size=1',
      '/partner/v1/profiles/mpn',
      '/partner/v1/profiles/organization',
    ]);
  });

  it('does not come out of a check, even when the service sends it back in every field', async () => {
    const token = jwt({ secret: 'x'.repeat(60) });
    const echo = await answerWith(403, JSON.stringify({ description: token, code: token }), {
      'ms-requestid': token,
      'ms-correlationid': 'not-an-id-but-text',
    });
    const check = JSON.stringify(await test(echo, token));
    expect(check).not.toContain(token.slice(0, 20));
    expect(check).not.toContain('not-an-id');
  });

  it('is not sent at all while the practice cloud does not run', async () => {
    const check = await test({ origin: '' }, 'token', { options: { practiceOrigin: () => null } });
    expect(check).toMatchObject({ ok: false, headline: expect.stringMatching(/^Couldn't reach Partner Center/) });
  });
});
