import { describe, expect, it } from 'vitest';
import { classify } from '../../../src/core/failures/classify';
import { DAY } from '../../../src/core/model/time';
import { createTokenEndpoint } from '../../../src/platform/msal/token-endpoint';
import type { PracticeCloud } from '../../../src/practice';
import type { Fault } from '../../../src/practice/tenant/contract';
import { obtainTokens, practise } from '../../practice/support/cloud';
import { HOTEL_PAGE, NONSENSE } from '../../practice/support/replies';
import { connection, never, tokensOf } from './support';

async function signedIn(alias?: string) {
  const cloud = await practise();
  const { refreshToken } = await obtainTokens(cloud, alias);
  return { cloud, refreshToken, redeem: redeemer(cloud) };
}

function redeemer(cloud: PracticeCloud) {
  const asked: string[] = [];
  const counted: typeof fetch = (input, init) => {
    asked.push(String(input));
    return fetch(input, init);
  };
  const endpoint = createTokenEndpoint({ fetch: counted, practiceOrigin: () => cloud.origin });
  const redeem = (
    refreshToken: string,
    change: { clientSecret?: string; tenant?: string; signal?: AbortSignal } = {},
  ) =>
    endpoint.redeem({
      connection: connection({ tenant: change.tenant ?? cloud.partner.tenantId }),
      credential: { kind: 'secret', clientSecret: change.clientSecret ?? cloud.partner.clientSecret },
      refreshToken,
      signal: change.signal ?? never(),
    });
  return Object.assign(redeem, { asked });
}

describe('trading a refresh token at the practice cloud, through unmodified MSAL', () => {
  it('gives an access token, a new refresh token, the account, MFA and the server time', async () => {
    const { cloud, refreshToken, redeem } = await signedIn();
    cloud.clock.advance(62 * DAY);
    const tokens = tokensOf(await redeem(refreshToken));
    expect(tokens.refreshToken).not.toBe(refreshToken);
    expect(tokens.refreshToken.length).toBeGreaterThan(500);
    expect(tokens.accessToken.split('.')).toHaveLength(3);
    expect(tokens.accessTokenLifetime).toBe(3_600_000);
    expect(tokens.account).toEqual({
      username: cloud.partner.username,
      objectId: cloud.partner.users[0]?.objectId,
      tenantId: cloud.partner.tenantId,
    });
    expect(tokens.hasMfa).toBe(true);
    expect(Math.abs((tokens.serverTime ?? 0) - cloud.clock.now())).toBeLessThan(60_000);
    tokensOf(await redeem(tokens.refreshToken));
  });

  it('works with the tenant given as a domain', async () => {
    const { cloud, refreshToken, redeem } = await signedIn();
    expect(tokensOf(await redeem(refreshToken, { tenant: cloud.partner.domain })).account?.tenantId).toBe(
      cloud.partner.tenantId,
    );
  });

  it('says so when the sign-in was without MFA', async () => {
    const { refreshToken, redeem } = await signedIn('nomfa');
    expect(tokensOf(await redeem(refreshToken)).hasMfa).toBe(false);
  });

  it('keeps the whole of an error: the true lifetime of an expired token, trace and correlation ID', async () => {
    const { cloud, refreshToken, redeem } = await signedIn();
    cloud.setPolicy({ lifetime: 7 * DAY });
    cloud.clock.advance(8 * DAY);
    const exchange = await redeem(refreshToken);
    expect(exchange).toMatchObject({ ok: false, raw: { kind: 'reply', status: 400 } });
    if (exchange.ok) return;
    expect(classify(exchange.raw, 0)).toMatchObject({
      code: 'AADSTS700082',
      learnedLifetime: 7 * DAY,
      traceId: expect.any(String),
      correlationId: expect.any(String),
    });
  });

  it.each([50076, 50173, 65001, 7000222, 53003, 9002327])('hands on AADSTS%i as it came', async (code) => {
    const { cloud, refreshToken, redeem } = await signedIn();
    cloud.setFault('token', { kind: 'aadsts', code });
    const exchange = await redeem(refreshToken);
    expect(exchange.ok ? null : classify(exchange.raw, 0).code).toBe(`AADSTS${code}`);
  });

  it('asks the server again right after a 429 or a 503, whatever MSAL remembers', async () => {
    const { cloud, refreshToken, redeem } = await signedIn();
    for (const status of [429, 503]) {
      cloud.setFault(
        'token',
        { kind: 'status', status, retryAfter: '120', body: '{}', contentType: 'application/json' },
        1,
      );
      expect(await redeem(refreshToken)).toMatchObject({
        ok: false,
        raw: { kind: 'reply', status, retryAfter: '120' },
      });
      tokensOf(await redeem(refreshToken));
    }
  });

  const broken: Array<[string, Fault, Record<string, unknown>]> = [
    ['a connection that is cut', { kind: 'reset' }, { kind: 'network', code: expect.any(String) }],
    ['half a reply', { kind: 'truncated' }, { kind: 'network', code: expect.any(String) }],
    ["a hotel's sign-in page with status 200", HOTEL_PAGE, { kind: 'reply', status: 200 }],
    ['bytes that are nothing at all', NONSENSE, { kind: 'reply', status: 200 }],
    ['a 503 with an empty object', { kind: 'status', status: 503, body: '{}' }, { kind: 'reply', status: 503 }],
    ['a 404 in HTML', { kind: 'status', status: 404, body: '<h1>Not here</h1>' }, { kind: 'reply', status: 404 }],
    ['a 502 with no body', { kind: 'status', status: 502 }, { kind: 'reply', status: 502 }],
  ];
  it.each(broken)('is not fooled by %s, at the token endpoint or in discovery', async (_what, fault, raw) => {
    const { cloud, refreshToken, redeem } = await signedIn();
    for (const target of ['token', 'discovery'] as const) {
      cloud.setFault(target, fault);
      expect(await redeem(refreshToken)).toMatchObject({ ok: false, raw });
      cloud.clearFaults();
    }
    tokensOf(await redeem(refreshToken));
  });

  it('names a refused connection, and a practice cloud that does not run', async () => {
    const { cloud, refreshToken, redeem } = await signedIn();
    cloud.setFault('any', { kind: 'refused' });
    await cloud.settled();
    const refused = { ok: false, raw: { kind: 'network', code: 'ECONNREFUSED' } };
    // The first may find the connection of an earlier request, just as it is being cut.
    expect(await redeem(refreshToken)).toMatchObject({ ok: false, raw: { kind: 'network' } });
    expect(await redeem(refreshToken)).toEqual(refused);
    const endpoint = createTokenEndpoint({ fetch, practiceOrigin: () => null });
    const request = {
      connection: connection(),
      credential: { kind: 'secret', clientSecret: 's' } as const,
      refreshToken,
      signal: never(),
    };
    expect(await endpoint.redeem(request)).toEqual(refused);
  });

  it('stops when told to', async () => {
    const { cloud, refreshToken, redeem } = await signedIn();
    cloud.setFault('token', { kind: 'latency', delay: 60_000 });
    const controller = new AbortController();
    const exchange = redeem(refreshToken, { signal: controller.signal });
    await expect.poll(() => redeem.asked.length).toBeGreaterThan(0);
    controller.abort();
    expect(await exchange).toEqual({ ok: false, raw: { kind: 'network', code: 'ABORTED' } });
    expect(await redeem(refreshToken, { signal: AbortSignal.abort() })).toMatchObject({ raw: { code: 'ABORTED' } });
  });

  it('shows no secret in any failure', async () => {
    const { cloud, refreshToken, redeem } = await signedIn();
    const wrong = 'Wr0ng~secret.that-nobody-may-see-0123456789';
    const failures = [
      await redeem(refreshToken, { clientSecret: wrong }),
      await redeem('1.Unknown-token-0123456789abcdef'),
    ];
    cloud.setFault('token', HOTEL_PAGE);
    failures.push(await redeem(refreshToken));
    expect(failures.map((failure) => failure.ok)).toEqual([false, false, false]);
    const said = JSON.stringify(failures);
    expect(said).toContain('AADSTS7000215');
    for (const secret of [wrong, refreshToken, cloud.partner.clientSecret, '1.Unknown-token-0123456789abcdef'])
      expect(said).not.toContain(secret);
  });
});
