import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../../src/core/model/time';
import { toPracticeOrigin } from '../../../src/platform/http/practice-origin';
import type { PracticeCloud } from '../../../src/practice';
import { consentTo, obtainForApplication, obtainTokens, practise } from '../support/cloud';
import { makeCertificate } from '../support/held-certificate';

const GRAPH = 'https://graph.microsoft.com';
const EXCHANGE = 'https://outlook.office365.com';
const VAULT = 'https://vault.azure.net';

async function call(cloud: PracticeCloud, url: string, accessToken: string | null, body?: unknown) {
  const headers: Record<string, string> = accessToken === null ? {} : { authorization: `Bearer ${accessToken}` };
  const init = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) };
  const response = await fetch(toPracticeOrigin(url, cloud.origin), init);
  return { status: response.status, headers: response.headers, body: await response.json() };
}

const graph = (cloud: PracticeCloud, path: string, accessToken: string | null) =>
  call(cloud, `https://graph.practice.invalid/v1.0/${path}`, accessToken);

describe('the practice Graph', () => {
  it('tells who the user is and what the organization', async () => {
    const cloud = await practise();
    const { accessToken } = await consentTo(cloud, `${GRAPH}/User.Read`);
    expect((await graph(cloud, 'me', accessToken)).body).toMatchObject({
      displayName: 'Alex Harbour',
      userPrincipalName: cloud.partner.username,
    });
    const { body } = await graph(cloud, 'organization', accessToken);
    expect(body.value).toMatchObject([{ id: cloud.partner.tenantId, displayName: cloud.partner.organization }]);
  });

  it('refuses a call without a token, with one for another API and with one that has expired', async () => {
    const cloud = await practise();
    const { accessToken: other } = await obtainTokens(cloud);
    const { accessToken } = await consentTo(cloud, `${GRAPH}/User.Read`);
    cloud.clock.advance(HOUR);
    for (const token of [null, 'nonsense', other, accessToken]) {
      const reply = await graph(cloud, 'me', token);
      expect(reply.status).toBe(401);
      expect(reply.body).toMatchObject({ error: { code: 'InvalidAuthenticationToken', innerError: {} } });
    }
  });

  it('knows no "me" for an application', async () => {
    const cloud = await practise();
    const reply = await graph(cloud, 'me', await obtainForApplication(cloud, GRAPH));
    expect(reply.status).toBe(400);
    expect((await graph(cloud, 'organization', await obtainForApplication(cloud, GRAPH))).status).toBe(403);
  });

  it('tells an application its own credentials once it may know', async () => {
    const cloud = await practise();
    const { clientId } = cloud.partner;
    const path = `applications(appId='${clientId}')?$select=passwordCredentials,keyCredentials`;
    const refused = await graph(cloud, path, await obtainForApplication(cloud, GRAPH));
    expect(refused.status).toBe(403);
    expect(refused.body).toMatchObject({
      error: { code: 'Authorization_RequestDenied', message: 'Insufficient privileges to complete the operation.' },
    });

    cloud.setRoles(clientId, ['Application.Read.All']);
    const { secret, keyId } = cloud.addSecret(clientId, Date.UTC(2031, 1, 3, 4, 5, 6, 789));
    const told = await graph(cloud, path, await obtainForApplication(cloud, GRAPH));
    expect(Object.keys(told.body)).toEqual(['@odata.context', 'passwordCredentials', 'keyCredentials']);
    expect(told.body.passwordCredentials).toContainEqual(
      expect.objectContaining({
        keyId,
        hint: secret.slice(0, 3),
        endDateTime: '2031-02-03T04:05:06Z',
        secretText: null,
      }),
    );
    expect(JSON.stringify(told.body)).not.toContain(secret.slice(0, 8));
  });

  it('tells of certificates by thumbprint and end', async () => {
    const cloud = await practise();
    const { clientId } = cloud.partner;
    const made = makeCertificate(cloud, clientId, cloud.clock.now() + 30 * DAY);
    cloud.setRoles(clientId, ['Application.Read.All']);
    const path = `applications(appId='${clientId}')`;
    const { body } = await graph(cloud, path, await obtainForApplication(cloud, GRAPH));
    expect(body).toMatchObject({ appId: clientId, displayName: 'Harbour automation' });
    expect(body.keyCredentials).toMatchObject([
      { keyId: made.keyId, customKeyIdentifier: made.thumbprint, type: 'AsymmetricX509Cert' },
    ]);
    const [{ endDateTime }] = body.keyCredentials;
    expect(Math.abs(Date.parse(endDateTime) - cloud.clock.now() - 30 * DAY)).toBeLessThan(HOUR);
    const nobody = "applications(appId='00000000-0000-4000-8000-000000000000')";
    expect((await graph(cloud, nobody, await obtainForApplication(cloud, GRAPH))).status).toBe(404);
  });
});

describe('the practice Exchange Online', () => {
  const ask = (cloud: PracticeCloud, accessToken: string | null, cmdlet = 'Get-OrganizationConfig') =>
    call(
      cloud,
      `https://exchange.practice.invalid/adminapi/v2.0/${cloud.partner.tenantId}/OrganizationConfig`,
      accessToken,
      { CmdletInput: { CmdletName: cmdlet } },
    );

  it("tells the organization's configuration, and runs nothing else", async () => {
    const cloud = await practise();
    const { accessToken } = await consentTo(cloud, `${EXCHANGE}/.default`);
    const { status, body } = await ask(cloud, accessToken);
    expect(status).toBe(200);
    expect(body.value).toMatchObject([{ Name: cloud.partner.domain, MailTipsLargeAudienceThreshold: 25 }]);
    expect((await ask(cloud, accessToken, 'Remove-Mailbox')).status).toBe(400);
  });

  it('refuses other tokens with 401, and a user without a role with 403', async () => {
    const cloud = await practise();
    const { accessToken: other } = await obtainTokens(cloud);
    for (const token of [null, other]) expect((await ask(cloud, token)).status).toBe(401);
    const { accessToken } = await consentTo(cloud, `${EXCHANGE}/.default`, 'reader');
    expect((await ask(cloud, accessToken)).status).toBe(403);
  });
});

describe('the practice Key Vault', () => {
  const read = (cloud: PracticeCloud, accessToken: string | null, name = 'partner-token') =>
    call(cloud, `https://harbour.vault.practice.invalid/secrets/${name}?api-version=7.4`, accessToken);

  it('hands out a secret that was put there', async () => {
    const cloud = await practise();
    cloud.setVault('Harbour', { secrets: { 'partner-token': 'worth nothing' } });
    const { accessToken } = await consentTo(cloud, `${VAULT}/.default`);
    const { status, body } = await read(cloud, accessToken);
    expect(status).toBe(200);
    expect(body).toMatchObject({ value: 'worth nothing', attributes: { enabled: true } });
    expect(body.id).toMatch(/^https:\/\/harbour\.vault\.azure\.net\/secrets\/partner-token\/[\da-f]{32}$/);
  });

  it('says where to get a token, without one that fits', async () => {
    const cloud = await practise();
    cloud.setVault('harbour', { secrets: {} });
    const { accessToken: other } = await obtainTokens(cloud);
    for (const token of [null, 'nonsense', other]) {
      const reply = await read(cloud, token);
      expect(reply.status).toBe(401);
      expect(reply.body).toMatchObject({ error: { code: 'Unauthorized' } });
      expect(reply.headers.get('www-authenticate')).toBe(
        `Bearer authorization="https://login.practice.invalid/${cloud.partner.tenantId}", resource="https://vault.azure.net"`,
      );
    }
  });

  it('refuses whom it does not let in, and says when there is no such secret', async () => {
    const cloud = await practise();
    const { accessToken } = await consentTo(cloud, `${VAULT}/.default`);
    cloud.setVault('harbour', { secrets: {} });
    expect(await read(cloud, accessToken)).toMatchObject({ status: 404, body: { error: { code: 'SecretNotFound' } } });
    cloud.setVault('harbour', { secrets: {}, refuses: 'rbac' });
    expect(await read(cloud, accessToken)).toMatchObject({
      status: 403,
      body: { error: { code: 'Forbidden', innererror: { code: 'ForbiddenByRbac' } } },
    });
    cloud.setVault('harbour', null);
    const gone = toPracticeOrigin('https://harbour.vault.practice.invalid/secrets/a?api-version=7.4', cloud.origin);
    expect((await fetch(gone)).status).toBe(404);
    expect(() => cloud.setVault('no.such name', null)).toThrow(RangeError);
  });
});
