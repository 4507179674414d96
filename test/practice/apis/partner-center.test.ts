import { describe, expect, it } from 'vitest';
import { HOUR } from '../../../src/core/model/time';
import type { PracticeCloud } from '../../../src/practice';
import { field, obtainTokens, postToken, practise } from '../support/cloud';

async function call(
  cloud: PracticeCloud,
  path: string,
  accessToken: string | null,
  headers: Record<string, string> = {},
) {
  const authorization: Record<string, string> = accessToken === null ? {} : { authorization: `Bearer ${accessToken}` };
  const response = await fetch(`${cloud.origin}${path}`, { headers: { ...authorization, ...headers } });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

const ORGANIZATION = '/v1/profiles/organization';

describe('the practice Partner Center', () => {
  it('tells the organization, the partner ID and the customers', async () => {
    const cloud = await practise();
    const { accessToken } = await obtainTokens(cloud);
    const organization = await call(cloud, ORGANIZATION, accessToken);
    expect(organization.body).toMatchObject({
      companyName: cloud.partner.organization,
      tenantId: cloud.partner.tenantId,
      domain: cloud.partner.domain,
    });
    expect((await call(cloud, '/v1/profiles/mpn', accessToken)).body).toMatchObject({ mpnId: expect.any(String) });
    const customers = await call(cloud, '/v1/customers?size=2', accessToken);
    expect(customers.body).toMatchObject({ totalCount: 2, items: [{ companyProfile: {} }, {}] });
  });

  it('echoes the request and correlation IDs', async () => {
    const cloud = await practise();
    const { accessToken } = await obtainTokens(cloud);
    const ids = { 'MS-RequestId': 'the-request', 'MS-CorrelationId': 'the-correlation' };
    const { headers } = await call(cloud, ORGANIZATION, accessToken, ids);
    expect(headers.get('ms-requestid')).toBe('the-request');
    expect(headers.get('ms-correlationid')).toBe('the-correlation');
  });

  it('refuses calls without a token, with nonsense, with a forged one, and with one that has expired', async () => {
    const cloud = await practise();
    const { accessToken } = await obtainTokens(cloud);
    const [head, claims, signature] = accessToken.split('.');
    const changed = Buffer.from(
      Buffer.from(claims ?? '', 'base64url')
        .toString()
        .replace('"pwd"', '"xxx"'),
    );
    const forged = `${head}.${changed.toString('base64url')}.${signature}`;
    for (const token of [null, 'nonsense', forged, `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.`])
      expect((await call(cloud, ORGANIZATION, token)).status).toBe(401);
    cloud.clock.advance(HOUR);
    expect((await call(cloud, ORGANIZATION, accessToken)).status).toBe(401);
  });

  it('refuses a token for another API', async () => {
    const cloud = await practise();
    const { body } = await postToken(cloud, {
      grant_type: 'client_credentials',
      scope: 'https://graph.microsoft.com/.default',
    });
    expect((await call(cloud, ORGANIZATION, field(body, 'access_token'))).status).toBe(401);
  });

  it('refuses a token without MFA as the real one does', async () => {
    const cloud = await practise();
    const { accessToken } = await obtainTokens(cloud, 'nomfa');
    const reply = await call(cloud, ORGANIZATION, accessToken, { ValidateMfa: 'true' });
    expect(reply.status).toBe(401);
    expect(reply.body).toMatchObject({ code: 900421, description: 'MFA required' });
    expect(reply.headers.get('ismfacompliant')).toBe('false');
  });

  it('says that a token has MFA only when asked', async () => {
    const cloud = await practise();
    const { accessToken } = await obtainTokens(cloud);
    const asked = await call(cloud, ORGANIZATION, accessToken, { ValidateMfa: 'true' });
    expect(asked.headers.get('ismfacompliant')).toBe('true');
    expect((await call(cloud, ORGANIZATION, accessToken)).headers.get('ismfacompliant')).toBeNull();
  });

  it('answers 403 to a user without an agent role', async () => {
    const cloud = await practise();
    const { accessToken } = await obtainTokens(cloud, 'reader');
    expect((await call(cloud, ORGANIZATION, accessToken)).status).toBe(403);
  });

  it('asks no MFA of an application that acts for itself', async () => {
    const cloud = await practise();
    const { body } = await postToken(cloud, {
      grant_type: 'client_credentials',
      scope: 'https://api.partnercenter.microsoft.com/.default',
    });
    expect((await call(cloud, ORGANIZATION, field(body, 'access_token'))).status).toBe(200);
  });
});
