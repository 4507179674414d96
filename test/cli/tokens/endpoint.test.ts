import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { type IdentityEndpoint, openIdentityEndpoint, type TokenReply } from '../../../src/cli/tokens/endpoint';

const VAULT = 'https://vault.azure.net';
const USUAL = `api-version=2019-08-01&resource=${encodeURIComponent(VAULT)}`;
const CLIENT_ID = '11111111-2222-3333-4444-555555555555';
const GIVEN: TokenReply = { ok: true, accessToken: 'a-token', expiresAt: 1_790_000_000_999 };

async function opened(reply: TokenReply = GIVEN): Promise<IdentityEndpoint & { readonly asked: string[] }> {
  const asked: string[] = [];
  const tokenFor = async (api: string) => {
    asked.push(api);
    return reply;
  };
  const endpoint = await openIdentityEndpoint({ name: 'Contoso', clientId: CLIENT_ID, tokenFor });
  onTestFinished(() => endpoint.close());
  return Object.assign(endpoint, { asked });
}

interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What the endpoint's own header is replaced by. */
  readonly key?: string | null;
  readonly body?: string;
}

async function ask(endpoint: IdentityEndpoint, asked: Asked = {}) {
  const { method = 'GET', path = '/token', query = USUAL, headers, key = endpoint.key, body } = asked;
  const sent = request(`${new URL(endpoint.address).origin}${path}?${query}`, {
    method,
    headers: { ...(key === null ? {} : { 'X-IDENTITY-HEADER': key }), ...headers },
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => sent.on('response', resolve).on('error', reject));
  sent.end(body);
  const response = await answered;
  return { status: response.statusCode, headers: response.headers, body: JSON.parse(await text(response)) };
}

test('answers as App Service does, and nothing of it may be stored or read by a web page', async () => {
  const endpoint = await opened();
  const { status, headers, body } = await ask(endpoint);
  expect({ status, body }).toEqual({
    status: 200,
    body: {
      access_token: 'a-token',
      expires_on: '1790000000',
      resource: VAULT,
      token_type: 'Bearer',
      client_id: CLIENT_ID,
    },
  });
  expect(headers).toMatchObject({ 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
  expect(endpoint.asked).toEqual([VAULT]);
});

test.each([
  ['the ID of its own application', `${USUAL}&client_id=${CLIENT_ID.toUpperCase()}`],
  ['IDs that are empty', `${USUAL}&client_id=&mi_res_id=`],
])('%s is no other identity', async (_, query) => {
  expect(await ask(await opened(), { query })).toMatchObject({ status: 200 });
});

const REFUSALS: ReadonlyArray<[what: string, asked: Asked, status: number, words: string]> = [
  ['no header', { key: null }, 401, 'X-IDENTITY-HEADER'],
  ['another header', { key: 'a'.repeat(64) }, 401, 'X-IDENTITY-HEADER'],
  ['an empty header', { key: '' }, 401, 'X-IDENTITY-HEADER'],
  ['another host, such as a web page whose name leads here', { headers: { Host: 'evil.example' } }, 400, 'host'],
  ['another port', { headers: { Host: '127.0.0.1:1' } }, 400, 'host'],
  ['another path', { path: '/' }, 404, '/token'],
  ['a path below', { path: '/token/more' }, 404, '/token'],
  ['POST', { method: 'POST', body: 'x' }, 405, 'Only GET'],
  ['OPTIONS, as a web page asks first', { method: 'OPTIONS' }, 405, 'Only GET'],
  ['a body', { body: 'x'.repeat(1_000_000), headers: { 'Content-Length': '1000000' } }, 400, 'body'],
  ['another api-version', { query: `api-version=2017-09-01&resource=${VAULT}` }, 400, '2019-08-01'],
  ['no api-version', { query: `resource=${VAULT}` }, 400, '2019-08-01'],
  ['no resource', { query: 'api-version=2019-08-01' }, 400, 'resource=https://vault.azure.net'],
  ['two resources', { query: `${USUAL}&resource=https://graph.microsoft.com` }, 400, 'one resource'],
  ['another client ID', { query: `${USUAL}&client_id=${VAULT}` }, 400, 'the user of Contoso'],
  ['a resource ID', { query: `${USUAL}&mi_res_id=/subscriptions/1` }, 400, 'the user of Contoso'],
];

test.each(REFUSALS)('refuses %s', async (_, asked, status, words) => {
  const endpoint = await opened();
  const answer = await ask(endpoint, asked);
  expect(answer).toMatchObject({ status, body: { statusCode: status, message: expect.stringContaining(words) } });
  expect(answer.body.correlationId).toMatch(/^[\da-f-]{36}$/);
  expect(JSON.stringify(answer)).not.toContain(endpoint.key);
  expect(endpoint.asked).toEqual([]);
});

test('passes on why there is no token', async () => {
  const endpoint = await opened({ ok: false, status: 503, words: 'Contoso: not now.' });
  expect(await ask(endpoint)).toMatchObject({ status: 503, body: { statusCode: 503, message: 'Contoso: not now.' } });
});

test('a request with headers without end is cut off, and others are served meanwhile', async () => {
  const endpoint = await opened();
  const { port, hostname } = new URL(endpoint.address);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  socket.write(`GET /token?${USUAL} HTTP/1.1\r\nX-Long: ${'x'.repeat(100_000)}`);
  expect(await ask(endpoint)).toMatchObject({ status: 200 });
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 431 /);
  expect(endpoint.asked).toEqual([VAULT]);
});

test('once closed, it is nowhere, and whoever waited is cut off', async () => {
  let isAsked = () => {};
  const asked = new Promise<void>((resolve) => {
    isAsked = resolve;
  });
  const endpoint = await openIdentityEndpoint({
    name: 'Contoso',
    clientId: CLIENT_ID,
    tokenFor: () => {
      isAsked();
      return new Promise(() => undefined);
    },
  });
  const waiting = ask(endpoint).catch((error: NodeJS.ErrnoException) => error.code);
  await asked;
  endpoint.close();
  expect(await waiting).toBe('ECONNRESET');
  await expect(ask(endpoint)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});
