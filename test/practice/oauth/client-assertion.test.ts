import { createPrivateKey, randomUUID, X509Certificate } from 'node:crypto';
import { decodeJwt, SignJWT } from 'jose';
import { describe, expect, it, onTestFinished } from 'vitest';
import { PRACTICE_AUTHORITY } from '../../../src/core/model/clouds';
import { DAY } from '../../../src/core/model/time';
import { field, postToken, practise } from '../support/cloud';
import { heldCertificate, type MadeCertificate, makeCertificate } from '../support/held-certificate';
import { certificateClient, PARTNER_CENTER_SCOPE } from '../support/msal';

const SCOPES = ['https://api.partnercenter.microsoft.com/.default'];
const CLIENT_CREDENTIALS = { grant_type: 'client_credentials', scope: SCOPES.join(' ') };

describe('unmodified MSAL with a certificate', () => {
  it('authenticates the application', async () => {
    const cloud = await practise();
    const client = certificateClient(cloud, heldCertificate(cloud));
    const result = await client.acquireTokenByClientCredential({ scopes: SCOPES });
    const claims = decodeJwt(result?.accessToken ?? '');
    expect(claims).toMatchObject({ appid: cloud.partner.certificateClientId, appidacr: '2' });
  });

  it('sends one assertion more than once, as the cloud must allow', async () => {
    const cloud = await practise();
    const client = certificateClient(cloud, heldCertificate(cloud));
    const sent: string[] = [];
    const { fetch: real } = globalThis;
    globalThis.fetch = (input, init) => {
      const assertion = new URLSearchParams(String(init?.body ?? '')).get('client_assertion');
      if (assertion !== null) sent.push(assertion);
      return real(input, init);
    };
    onTestFinished(() => {
      globalThis.fetch = real;
    });
    for (const scope of [...SCOPES, 'https://graph.microsoft.com/.default'])
      await client.acquireTokenByClientCredential({ scopes: [scope] });
    expect(sent).toHaveLength(2);
    expect(new Set(sent).size).toBe(1);
  });

  it('still works where the practice clock is months ahead, until the certificate expires', async () => {
    const cloud = await practise();
    const made = heldCertificate(cloud);
    cloud.endCredential(made.keyId, cloud.clock.now() + 90 * DAY);
    const ask = () => certificateClient(cloud, made).acquireTokenByClientCredential({ scopes: SCOPES });
    cloud.clock.advance(89 * DAY);
    expect((await ask())?.accessToken).toBeTruthy();
    cloud.clock.advance(DAY);
    await expect(ask()).rejects.toMatchObject({ errorCode: 'invalid_client', errorNo: 700027 });
  });

  it('may have several certificates, of which one is taken away', async () => {
    const cloud = await practise();
    const [old, fresh] = [heldCertificate(cloud), makeCertificate(cloud)];
    const ask = (made: typeof old) => certificateClient(cloud, made).acquireTokenByClientCredential({ scopes: SCOPES });
    expect((await ask(old))?.accessToken).toBeTruthy();
    expect((await ask(fresh))?.accessToken).toBeTruthy();
    cloud.removeCredential(old.keyId);
    await expect(ask(old)).rejects.toMatchObject({ errorNo: 700027 });
    expect((await ask(fresh))?.accessToken).toBeTruthy();
  });

  it('authenticates the application when a refresh token is exchanged also', async () => {
    const cloud = await practise();
    const made = heldCertificate(cloud);
    const refused = certificateClient(cloud, made).acquireTokenByRefreshToken({
      refreshToken: 'nonsense',
      scopes: [PARTNER_CENTER_SCOPE],
    });
    await expect(refused).rejects.toMatchObject({ errorNo: 70000 });
  });
});

function sha256Of({ certificate }: MadeCertificate): string {
  return new X509Certificate(certificate).fingerprint256.replaceAll(':', '');
}

interface Forgery {
  readonly claims?: Record<string, string | number | null>;
  readonly header?: Record<string, string>;
  readonly alg?: string;
  readonly form?: Record<string, string | null>;
  readonly broken?: (assertion: string) => string;
}

async function withAssertion(change: Forgery = {}) {
  const cloud = await practise();
  const { certificateClientId: clientId, tenantId } = cloud.partner;
  const made = heldCertificate(cloud);
  const seconds = Math.floor(Date.now() / 1000);
  const claims = {
    iss: clientId,
    sub: clientId,
    aud: `${PRACTICE_AUTHORITY}/${tenantId}/oauth2/v2.0/token`,
    jti: randomUUID(),
    nbf: seconds,
    exp: seconds + 600,
    ...change.claims,
  };
  const x5t = Buffer.from(sha256Of(made), 'hex').toString('base64url');
  const assertion = await new SignJWT(claims)
    .setProtectedHeader({ alg: change.alg ?? 'PS256', ...(change.header ?? { 'x5t#S256': x5t }) })
    .sign(createPrivateKey(made.privateKey));
  const reply = await postToken(cloud, {
    ...CLIENT_CREDENTIALS,
    client_id: clientId,
    client_secret: null,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: (change.broken ?? ((same) => same))(assertion),
    ...change.form,
  });
  return { cloud, made, reply };
}

const HOUR_AGO = Math.floor(Date.now() / 1000) - 3600;

describe('a client assertion', () => {
  it('is accepted when everything about it is right', async () => {
    expect((await withAssertion()).reply.status).toBe(200);
  });

  it('may be for the tenant by its domain, or for the issuer', async () => {
    const { tenantId, domain } = (await practise()).partner;
    for (const aud of [`${PRACTICE_AUTHORITY}/${domain}/oauth2/v2.0/token`, `${PRACTICE_AUTHORITY}/${tenantId}/v2.0`])
      expect((await withAssertion({ claims: { aud } })).reply.status).toBe(200);
  });

  it.each<[string, number, Forgery]>([
    ['of another issuer', 700021, { claims: { iss: randomUUID() } }],
    ['about another application', 700021, { claims: { sub: randomUUID() } }],
    ['for somebody else', 700023, { claims: { aud: 'https://login.example/tenant/oauth2/v2.0/token' } }],
    ['that has expired', 700024, { claims: { nbf: HOUR_AGO, exp: HOUR_AGO + 600 } }],
    ['that never expires', 700024, { claims: { exp: null } }],
    ['from the future', 700024, { claims: { nbf: HOUR_AGO + 7200, exp: HOUR_AGO + 9000 } }],
    ['that names no certificate', 50027, { header: {} }],
    ['signed by another algorithm', 50027, { alg: 'RS512' }],
    ['that is nonsense', 50027, { broken: () => 'nonsense' }],
    ['with too many parts', 50027, { broken: (assertion) => `${assertion}.x` }],
    ['of no type', 900144, { form: { client_assertion_type: null } }],
    ['of another type', 90023, { form: { client_assertion_type: 'urn:ietf:params:oauth:saml2' } }],
  ])('%s gets AADSTS%i', async (_what, code, change) => {
    const { reply } = await withAssertion(change);
    expect(reply.body).toMatchObject({ error_codes: [code] });
  });

  it('of a certificate that is not registered says so, with its thumbprint', async () => {
    const { reply } = await withAssertion({ header: { 'x5t#S256': Buffer.from('abc').toString('base64url') } });
    expect(reply.status).toBe(401);
    expect(reply.body).toMatchObject({ error: 'invalid_client', error_codes: [700027] });
    expect(field(reply.body, 'error_description')).toContain('is not registered on application. [Reason - The key was');
    expect(field(reply.body, 'error_description')).toContain("Thumbprint of key used by client: '616263',");
  });

  it('whose signature is wrong says so, with the dates of the key that was found', async () => {
    const { reply, made } = await withAssertion({
      broken: (assertion) => `${assertion.slice(0, assertion.lastIndexOf('.'))}.${'A'.repeat(342)}`,
    });
    expect(reply.body).toMatchObject({ error: 'invalid_client', error_codes: [700027] });
    expect(field(reply.body, 'error_description')).toMatch(
      new RegExp(
        `contains an invalid signature\\. \\[Reason - The provided signature value did not match the expected signature value\\., Thumbprint of key used by client: '${sha256Of(made)}', Found key 'Start=\\d\\d/\\d\\d/\\d{4} [\\d:]{8}, End=`,
      ),
    );
  });

  it('of a certificate that has expired says so', async () => {
    const cloud = await practise();
    const made = heldCertificate(cloud);
    cloud.endCredential(made.keyId, cloud.clock.now());
    const refused = certificateClient(cloud, made).acquireTokenByClientCredential({ scopes: SCOPES });
    await expect(refused).rejects.toThrow(
      /700027: Client assertion contains an invalid signature\. \[Reason - The key used is expired\., /,
    );
  });
});
