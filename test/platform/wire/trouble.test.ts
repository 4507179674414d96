import { once } from 'node:events';
import { createServer } from 'node:https';
import { describe, expect, it, onTestFinished } from 'vitest';
import { kindOf } from '../../../src/core/failures/catalogue';
import { HOUR, MINUTE, SECOND } from '../../../src/core/model/time';
import { createNodeFetch } from '../../../src/platform/http/node-fetch';
import type { Fault } from '../../../src/practice/tenant/contract';
import { HOTEL_PAGE, NONSENSE } from '../../practice/support/replies';
import { issue } from '../../support/x509';
import { jwt } from '../msal/support';
import { type KeptOverTheWire, keepOverTheWire } from './kept-over-the-wire';
import { serveProxy } from './proxy';

type Arrange = (kept: KeptOverTheWire) => void | Promise<void>;

const onToken =
  (fault: Fault): Arrange =>
  ({ cloud }) =>
    cloud.setFault('token', fault);

const status = (code: number, body?: string, retryAfter?: string): Arrange =>
  onToken({
    kind: 'status',
    status: code,
    ...(body === undefined ? {} : { body, contentType: body.startsWith('{') ? 'application/json' : 'text/html' }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });

const answer =
  (change: Record<string, unknown>): Arrange =>
  ({ wire }) => {
    wire.alter = (reply) => ({ ...reply, ...change });
  };

/** What Chromium's network says, where Node's has no such words. */
const chromium =
  (name: string): Arrange =>
  ({ wire }) => {
    wire.fetch = () => Promise.reject(new Error(`net::${name}`));
  };

async function refuse({ cloud }: KeptOverTheWire): Promise<void> {
  cloud.setFault('any', { kind: 'refused' });
  await cloud.settled();
}

async function intercept({ wire }: KeptOverTheWire): Promise<void> {
  const server = createServer(issue({ name: '127.0.0.1' }), (_request, response) => response.end('{}'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  wire.origin = `https://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  onTestFinished(() => {
    server.close();
  });
}

const IN_TWO_HOURS = new Date(Date.now() + 2 * HOUR).toUTCString();
const NOBODY = { oid: 'somebody-else', tid: '', preferred_username: 'eve@elsewhere.example' };

const NO_ADDRESS = 'network/name';
const BROKEN_OFF = 'network/interrupted';
const NOT_ENTRA = 'reply/not-entra';
const INCOMPLETE = 'reply/incomplete';
const ITS_OWN_FAULT = 'reply/server-error';

/** What happens on the wire, and the code under which a person sees it. All of these pass by themselves. */
const PASSING: ReadonlyArray<readonly [string, string, Arrange]> = [
  [
    'a name that DNS does not know',
    NO_ADDRESS,
    ({ wire }) => {
      wire.origin = 'http://nowhere.invalid';
    },
  ],
  ['a name that Chromium cannot resolve', NO_ADDRESS, chromium('ERR_NAME_NOT_RESOLVED')],
  ['no network at all', 'network/unreachable', chromium('ERR_INTERNET_DISCONNECTED')],
  ['a refused connection', 'network/refused', refuse],
  ['a connection torn down', BROKEN_OFF, onToken({ kind: 'reset' })],
  ['a connection torn down in mid-body', BROKEN_OFF, onToken({ kind: 'truncated' })],
  ["a captive portal's page with status 200", NOT_ENTRA, onToken(HOTEL_PAGE)],
  ['bytes that are nothing at all', NOT_ENTRA, onToken(NONSENSE)],
  [
    'a proxy that requires a password',
    'network/proxy',
    // Chromium hands the reply on; Node's fetch makes a nameless error of it.
    ({ wire }) => {
      wire.fetch = async () => new Response('<h1>Proxy authentication required</h1>', { status: 407 });
    },
  ],
  ['a tunnel that the proxy refuses', 'network/proxy', chromium('ERR_TUNNEL_CONNECTION_FAILED')],
  ['TLS that is intercepted', 'network/certificate', intercept],
  ['429', 'reply/throttled', status(429, '{}')],
  ['429 with a page', 'reply/throttled', status(429, '<h1>Slow down</h1>')],
  ['500', ITS_OWN_FAULT, status(500)],
  ['502 with a page', ITS_OWN_FAULT, status(502, '<h1>Bad gateway</h1>')],
  ['503 with an empty object', ITS_OWN_FAULT, status(503, '{}')],
  ['504', ITS_OWN_FAULT, status(504, '')],
  ['200 with an empty object', INCOMPLETE, status(200, '{}')],
  ['200 with nothing', NOT_ENTRA, status(200, '')],
  ['200 with half of a JSON', NOT_ENTRA, status(200, '{"access_token": "ey')],
  ['a reply without a refresh token', INCOMPLETE, answer({ refresh_token: undefined })],
  ['a reply without an access token', INCOMPLETE, answer({ access_token: undefined })],
  [
    'a reply that does not say whose tokens they are',
    INCOMPLETE,
    answer({ id_token: undefined, access_token: 'opaque', client_info: undefined }),
  ],
  ['no reply in time', 'network/timeout', onToken({ kind: 'latency', delay: HOUR })],
];

async function held({ keeper, id, world }: KeptOverTheWire) {
  const secrets = [...world.keychain.values].filter(([account]) => account.includes('/refresh-token/'));
  return { token: keeper.find(id)?.token, secrets };
}

describe('trouble on the wire, with the keeper on MSAL on a socket', () => {
  it.each(PASSING)('%s is %s: the token stays, and the next try succeeds', async (_what, code, arrange) => {
    const kept = await keepOverTheWire(code === 'network/timeout' ? { timeout: SECOND } : {});
    const { keeper, id, world, cloud, wire } = kept;
    const { origin, fetch } = wire;
    const before = await held(kept);
    await arrange(kept);
    // The first may find the connection of an earlier request, just as it is being cut.
    if (code === 'network/refused') await keeper.refresh(id);

    const failed = await keeper.refresh(id);

    expect(failed).toMatchObject({ ok: false, failure: { code } });
    expect(kindOf(code)).toBe('transient');
    expect(await held(kept)).toEqual(before);
    const trouble = keeper.find(id)?.trouble;
    expect(trouble?.failure.code).toBe(code);
    expect(trouble?.retryAt).toBeGreaterThan(world.now);
    expect(trouble?.retryAt).toBeLessThanOrEqual(world.now + HOUR);
    expect(world.notifications).toEqual([]);

    cloud.clearFaults();
    await cloud.settled();
    Object.assign(wire, { origin, fetch, alter: null });
    expect(await keeper.refresh(id)).toMatchObject({ ok: true, value: { trouble: null, token: { serial: 2 } } });
  });

  it.each([
    ['seconds', '7200'],
    ['a date', IN_TWO_HOURS],
  ])('429 with Retry-After in %s is not tried again before', async (_form, retryAfter) => {
    const kept = await keepOverTheWire();
    await status(429, '{}', retryAfter)(kept);
    await kept.keeper.refresh(kept.id);
    const trouble = kept.keeper.find(kept.id)?.trouble;
    expect(trouble?.failure.retryAfter).toBeGreaterThan(2 * HOUR - 5 * MINUTE);
    expect(trouble?.retryAt).toBeGreaterThan(kept.world.now + 2 * HOUR - 5 * MINUTE);
    expect(trouble?.retryAt).toBeLessThanOrEqual(kept.world.now + 3 * HOUR);
  });

  it('a proxy answers 407 until it is told the password: the token stays, and then goes through it', async () => {
    const kept = await keepOverTheWire();
    const { keeper, id, world, wire } = kept;
    const port = await serveProxy(wire.origin, 'hush');
    const before = await held(kept);
    // This computer is never reached through a proxy, so the practice cloud goes by another name.
    const through = (user: string): typeof wire.fetch => {
      const get = createNodeFetch({ environment: { HTTP_PROXY: `http://${user}127.0.0.1:${port}` } });
      return async (url, init) => {
        const reply = await get(url.replace(wire.origin, 'http://login.elsewhere.example'), init);
        return new Response(await reply.text(), { status: reply.status, headers: [...reply.headers] });
      };
    };

    wire.fetch = through('');
    expect(await keeper.refresh(id)).toMatchObject({
      ok: false,
      failure: { code: 'network/proxy' },
    });
    expect(await held(kept)).toEqual(before);
    expect(keeper.find(id)?.trouble?.retryAt).toBeGreaterThan(world.now);
    expect(world.notifications).toEqual([]);

    wire.fetch = through('user:hush@');
    expect(await keeper.refresh(id)).toMatchObject({ ok: true, value: { trouble: null, token: { serial: 2 } } });
  });

  it('a reply that is slow but comes is taken', async () => {
    const kept = await keepOverTheWire();
    kept.cloud.setFault('token', { kind: 'latency', delay: SECOND });
    expect(await kept.keeper.refresh(kept.id)).toMatchObject({ ok: true, value: { token: { serial: 2 } } });
  });

  it('a reply for another account is refused and told; the token stays, and the right account is taken', async () => {
    const kept = await keepOverTheWire();
    const { keeper, id, world, wire, cloud } = kept;
    const before = await held(kept);
    wire.alter = (reply) => ({ ...reply, id_token: jwt({ ...NOBODY, tid: cloud.partner.tenantId }) });
    expect(await keeper.refresh(id)).toMatchObject({
      ok: false,
      failure: { code: 'account/other', detail: { kind: 'account', username: 'eve@elsewhere.example' } },
    });
    expect(await held(kept)).toEqual(before);
    expect(world.notifications.map(({ remedy }) => remedy)).toEqual(['sign-in']);
    wire.alter = null;
    expect(await keeper.refresh(id)).toMatchObject({ ok: true, value: { trouble: null } });
  });
});
