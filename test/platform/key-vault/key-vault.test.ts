import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { VaultCall } from '../../../src/core/key-vault/ports';
import { HOUR } from '../../../src/core/model/time';
import { createKeyVault } from '../../../src/platform/key-vault/key-vault';
import { acquireForManagedIdentity } from '../../../src/platform/msal/managed-identity';
import type { PracticeCloud } from '../../../src/practice';
import { obtainForApplication, obtainTokens, practise } from '../../practice/support/cloud';
import { clientFor } from '../../practice/support/key-vault-sdk';
import { never } from '../msal/support';

const VALUE = '1.A-refresh-token-that-is-to-be-kept-in-a-vault';
const ENTRY = { value: VALUE, contentType: 'text', expiresAt: 1_800_000_000_500, tags: { account: 'alex' } };

async function open(own?: typeof fetch) {
  const cloud = await practise();
  const vault = createKeyVault({ fetch: own ?? fetch, practiceOrigin: () => cloud.origin });
  const accessToken = await obtainForApplication(cloud, 'https://vault.azure.net');
  const call: VaultCall = { cloud: 'practice', base: cloud.partner.vault, signal: never(), accessToken, name: 'token' };
  return { cloud, vault, call };
}

const known = (code: string, more = {}) => ({ ok: false, raw: { kind: 'known', failure: { code, ...more } } });

describe('the adapter for Azure Key Vault', () => {
  it('writes what the unmodified SDK reads, and reads what that writes', async () => {
    const { cloud, vault, call } = await open();
    const sdk = clientFor(cloud);
    expect(await vault.read(call)).toEqual({ ok: true, value: null });
    const written = await vault.write(call, ENTRY);
    const found = await sdk.getSecret('token');
    expect(found).toMatchObject({
      value: VALUE,
      properties: {
        version: written.ok && written.value,
        contentType: 'text',
        tags: { account: 'alex' },
        expiresOn: new Date(1_800_000_000_000),
      },
    });
    await sdk.setSecret('token', 'newer', { tags: { by: 'sdk' } });
    expect(await vault.read(call)).toMatchObject({ ok: true, value: { value: 'newer', tags: { by: 'sdk' } } });
    await vault.disable(call, found.properties.version ?? '');
    await expect(sdk.getSecret('token', { version: found.properties.version ?? '' })).rejects.toThrow('disabled');
    expect(await vault.disable(call, 'f'.repeat(32))).toEqual({ ok: true, value: null });
  });

  it('tells each refusal apart, and repeats neither token nor value', async () => {
    const { cloud, vault, call } = await open();
    const told: unknown[] = [];
    const read = async (change: Partial<VaultCall> = {}) => {
      const answer = await vault.read({ ...call, ...change });
      told.push(answer);
      return answer;
    };
    for (const refuses of ['policy', 'rbac', 'firewall'] as const) {
      cloud.restrictVault('harbour-practice', refuses);
      expect(await read()).toEqual(known(`vault/${refuses}`));
    }
    cloud.restrictVault('harbour-practice', null);
    const { accessToken: ofPartnerCenter } = await obtainTokens(cloud);
    expect(await read({ accessToken: ofPartnerCenter })).toEqual(known('vault/unauthorized'));
    expect(await read({ base: 'https://nowhere.vault.azure.net' })).toEqual(known('vault/not-a-vault'));
    cloud.setFault('key-vault', { kind: 'status', status: 429, retryAfter: '30' }, 1);
    expect(await read()).toEqual(known('vault/throttled', { retryAfter: 30_000 }));
    cloud.setFault('key-vault', { kind: 'status', status: 503 }, 1);
    expect(await read()).toEqual(known('vault/server-error'));
    cloud.setFault('key-vault', { kind: 'status', status: 200, body: '<html>Welcome to the hotel</html>' }, 1);
    expect(await read()).toEqual(known('vault/not-a-vault'));
    cloud.setFault('key-vault', { kind: 'status', status: 302, location: 'https://evil.example/' }, 1);
    expect(await read()).toEqual(known('vault/not-a-vault'));
    cloud.setFault('key-vault', { kind: 'reset' }, 1);
    expect(await read()).toMatchObject({ ok: false, raw: { kind: 'network' } });
    const sdk = clientFor(cloud);
    const { version = '' } = (await sdk.setSecret('token', VALUE)).properties;
    await sdk.updateSecretProperties('token', version, { enabled: false });
    expect(await read()).toEqual(known('vault/disabled'));
    await (await sdk.beginDeleteSecret('token', { intervalInMs: 1 })).pollUntilDone();
    const written = await vault.write(call, ENTRY);
    expect(written).toEqual(known('vault/deleted'));
    told.push(written);
    const text = JSON.stringify(told);
    for (const secret of [VALUE, call.accessToken, ofPartnerCenter, 'hotel']) expect(text).not.toContain(secret);
  });

  it('asks whom the vault wants a token of with nothing secret', async () => {
    const sent: unknown[] = [];
    const { vault, call, cloud } = await open(async (input, init) => {
      sent.push(init);
      return fetch(input, init);
    });
    expect(await vault.challenge(call)).toEqual({ ok: true, value: { tenantId: cloud.partner.tenantId } });
    expect(JSON.stringify(sent)).not.toMatch(/Authorization|body/i);
  });

  const GLOBAL = 'https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555';
  it.each([
    ['the vaults of its cloud', 'global', GLOBAL, 'https://vault.azure.net', true],
    ['another API', 'global', GLOBAL, 'https://graph.microsoft.com', 'vault/wrong-cloud'],
    ['the vaults of another cloud', 'global', GLOBAL, 'https://vault.azure.cn', 'vault/wrong-cloud'],
    [
      'a token of another authority',
      'global',
      'https://login.evil.example/x',
      'https://vault.azure.net',
      'vault/wrong-cloud',
    ],
    [
      'a token of another cloud',
      'global',
      'https://login.microsoftonline.us/x',
      'https://vault.azure.net',
      'vault/wrong-cloud',
    ],
    ['no token at all', 'global', '', '', 'vault/not-a-vault'],
    ['a tenant that is none', 'global', `${GLOBAL}/a/b`, 'https://vault.azure.net', 'vault/not-a-vault'],
    ['China, by its old name', 'china', 'https://login.chinacloudapi.cn/x', 'https://vault.azure.cn', true],
  ] as const)(
    'believes a challenge only for the vault’s own cloud: %s',
    async (_what, cloud, authority, resource, expected) => {
      const header =
        authority === '' ? 'Basic realm="x"' : `Bearer authorization="${authority}", resource="${resource}"`;
      const vault = createKeyVault({
        fetch: async () => new Response('{}', { status: 401, headers: { 'WWW-Authenticate': header } }),
        practiceOrigin: () => null,
      });
      const base = cloud === 'china' ? 'https://contoso.vault.azure.cn' : 'https://contoso.vault.azure.net';
      const answer = await vault.challenge({ cloud, base, signal: never() });
      expect(answer).toEqual(
        expected === true ? { ok: true, value: { tenantId: expect.stringMatching(/./) } } : known(expected),
      );
    },
  );

  it('knows a host that answers without asking for a token, and one whose name is gone, as no vault', async () => {
    const at = (reply: () => Promise<Response>) =>
      createKeyVault({ fetch: reply, practiceOrigin: () => null }).challenge({
        ...{ cloud: 'global', base: 'https://contoso.vault.azure.net', signal: never() },
      });
    expect(await at(async () => new Response('hello'))).toEqual(known('vault/not-a-vault'));
    const nameless = Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' });
    expect(await at(() => Promise.reject(nameless))).toEqual(known('vault/unknown-host'));
  });

  it('sends nothing to any other host, whatever it is told', async () => {
    const asked: unknown[] = [];
    const vault = createKeyVault({
      fetch: async (input) => {
        asked.push(input);
        return new Response();
      },
      practiceOrigin: () => null,
    });
    const call: VaultCall = {
      ...{ cloud: 'global', base: 'http://contoso.vault.azure.net', signal: never(), accessToken: 't' },
      name: 'token',
    };
    expect(await vault.write(call, ENTRY)).toEqual(known('vault/not-a-vault'));
    expect(asked).toEqual([]);
  });
});

describe('a managed identity', () => {
  /** What App Service offers its programs. */
  async function appService(cloud: PracticeCloud) {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.headers['x-identity-header']} ${request.url}`);
      void obtainForApplication(cloud, 'https://vault.azure.net').then((token) => {
        const expires_on = String(Math.floor((Date.now() + HOUR) / 1000));
        response.setHeader('Content-Type', 'application/json');
        response.end(JSON.stringify({ access_token: token, expires_on, token_type: 'Bearer', resource: 'x' }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    vi.stubEnv('IDENTITY_ENDPOINT', `http://127.0.0.1:${port}/msi/token`);
    vi.stubEnv('IDENTITY_HEADER', 'header');
    onTestFinished(() => void vi.unstubAllEnvs());
    return asked;
  }

  it('of this computer opens a vault, by the protocol of App Service', async () => {
    const { cloud, vault, call } = await open();
    const asked = await appService(cloud);
    const clientId = '11111111-2222-3333-4444-555555555555';
    const token = await acquireForManagedIdentity({ api: 'https://vault.azure.net', clientId, signal: never() });
    expect(asked).toEqual([expect.stringMatching(new RegExp(`^header /msi/token\\?.*${clientId}`))]);
    expect(await vault.write({ ...call, accessToken: token.ok ? token.value : '' }, ENTRY)).toMatchObject({ ok: true });
  });

  it('that is not there is told as that', async () => {
    vi.stubEnv('IDENTITY_ENDPOINT', 'http://127.0.0.1:1/');
    vi.stubEnv('IDENTITY_HEADER', 'header');
    onTestFinished(() => void vi.unstubAllEnvs());
    const none = await acquireForManagedIdentity({
      api: 'https://graph.microsoft.com',
      clientId: null,
      signal: never(),
    });
    expect(none).toEqual(known('vault/no-identity'));
    const gone = AbortSignal.abort();
    expect(
      await acquireForManagedIdentity({ api: 'https://graph.microsoft.com', clientId: null, signal: gone }),
    ).toMatchObject({ ok: false, raw: { kind: 'network' } });
  });
});
