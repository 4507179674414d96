import { describe, expect, it } from 'vitest';
import { CLOUDS } from '../../../src/core/model/clouds';
import { readSecretIdentifier } from '../../../src/core/validation/key-vault';
import { readVaultSecret } from '../../../src/platform/api-check/key-vault-read';
import type { PracticeCloud } from '../../../src/practice';
import { consentTo, obtainTokens, practise } from '../../practice/support/cloud';
import { never } from '../msal/support';

const VALUE = '1.A-refresh-token-that-somebody-put-into-a-vault';
const IDENTIFIER = 'https://harbour.vault.azure.net/secrets/refresh-token';

async function practiseWithVault() {
  const cloud = await practise();
  cloud.setVault('harbour', { secrets: { 'refresh-token': VALUE, nothing: '' } });
  const { accessToken } = await consentTo(cloud, `${CLOUDS.practice.keyVault}/user_impersonation`);
  return { cloud, accessToken };
}

function read(cloud: PracticeCloud, accessToken: string, identifier = IDENTIFIER, own: typeof fetch = fetch) {
  return readVaultSecret(
    { fetch: own, practiceOrigin: () => cloud.origin },
    { cloud: 'practice', identifier, accessToken, signal: never(), now: Date.now() },
  );
}

describe('a secret in a Key Vault', () => {
  it('is read by its identifier', async () => {
    const { cloud, accessToken } = await practiseWithVault();
    expect(await read(cloud, accessToken)).toEqual({ ok: true, value: VALUE });
    expect(await read(cloud, accessToken, ` ${IDENTIFIER}/ `)).toEqual({ ok: true, value: VALUE });
  });

  it('that is not there, or empty, or in no vault is told as that', async () => {
    const { cloud, accessToken } = await practiseWithVault();
    expect(await read(cloud, accessToken, `${IDENTIFIER}-2`)).toMatchObject({
      ok: false,
      headline: 'Key Vault harbour has no secret named "refresh-token-2".',
    });
    expect(await read(cloud, accessToken, IDENTIFIER.replace('refresh-token', 'nothing'))).toMatchObject({
      ok: false,
      headline: 'The secret "nothing" is empty.',
    });
    const nowhere = await read(cloud, accessToken, IDENTIFIER, () => {
      throw Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' });
    });
    expect(nowhere).toMatchObject({
      ok: false,
      headline: "Couldn't reach Key Vault harbour.",
      reason: "The server's name couldn't be looked up.",
    });
  });

  it('that the user may not read names the role; a firewall or a disabled secret is told apart', async () => {
    const { cloud, accessToken } = await practiseWithVault();
    cloud.setVault('harbour', { secrets: {}, refuses: 'rbac' });
    expect(await read(cloud, accessToken)).toMatchObject({
      ok: false,
      advice: expect.stringContaining('Key Vault Secrets User'),
    });
    const refuse = (code: string) => async () =>
      Response.json({ error: { code: 'Forbidden', innererror: { code } } }, { status: 403 });
    expect(await read(cloud, accessToken, IDENTIFIER, refuse('ForbiddenByFirewall'))).toMatchObject({
      headline: expect.stringContaining('firewall'),
    });
    expect(await read(cloud, accessToken, IDENTIFIER, refuse('SecretDisabled'))).toMatchObject({
      headline: 'The secret is disabled.',
    });
    expect(await read(cloud, accessToken, IDENTIFIER, refuse('toString'))).toMatchObject({
      advice: expect.stringContaining('Key Vault Secrets User'),
    });
  });

  it('is not given for a token of another API, and neither token nor value is in what is told', async () => {
    const { cloud } = await practiseWithVault();
    const { accessToken } = await obtainTokens(cloud);
    const reading = await read(cloud, accessToken);
    expect(reading).toMatchObject({ ok: false, headline: 'Key Vault harbour refused the token.' });
    expect(JSON.stringify(reading)).not.toContain(accessToken.slice(0, 30));
  });

  it('is asked of nobody when the identifier is not one', async () => {
    const asked: unknown[] = [];
    const own = async (input: unknown) => {
      asked.push(input);
      return new Response();
    };
    const reading = await readVaultSecret(
      { fetch: own, practiceOrigin: () => null },
      { cloud: 'global', identifier: 'https://evil.example/secrets/x', accessToken: 't', signal: never(), now: 0 },
    );
    expect(reading).toMatchObject({ ok: false, advice: expect.stringContaining('identifier') });
    expect(asked).toEqual([]);
  });

  it('is asked of the vault that is named, with its version', async () => {
    const asked: string[] = [];
    const own: typeof fetch = async (input) => {
      asked.push(String(input));
      return Response.json({ value: VALUE });
    };
    const version = '0123456789abcdef0123456789abcdef';
    const identifier = `https://harbour.vault.azure.cn/secrets/token/${version}`;
    const reading = await readVaultSecret(
      { fetch: own, practiceOrigin: () => null },
      { cloud: 'china', identifier, accessToken: 't', signal: never(), now: 0 },
    );
    expect(reading).toEqual({ ok: true, value: VALUE });
    expect(asked).toEqual([`${identifier}?api-version=7.4`]);
  });
});

describe('a secret identifier', () => {
  it.each([
    ['global', 'https://My-Vault1.vault.azure.net/secrets/Some-Name', 'my-vault1'],
    ['us-government', 'https://abc.vault.usgovcloudapi.net/secrets/x', 'abc'],
    ['china', 'https://abc.vault.azure.cn/secrets/x/', 'abc'],
  ] as const)('of %s: %s is one', (cloud, identifier, vault) => {
    expect(readSecretIdentifier(identifier, cloud)).toMatchObject({ ok: true, value: { vault, version: null } });
  });

  it.each([
    '',
    'refresh-token',
    'http://abc.vault.azure.net/secrets/x',
    'https://abc.vault.azure.cn/secrets/x',
    'https://abc.vault.azure.net.evil.example/secrets/x',
    'https://evil.example/abc.vault.azure.net/secrets/x',
    'https://evilvault.azure.net/secrets/x',
    'https://vault.azure.net/secrets/x',
    'https://a.b.vault.azure.net/secrets/x',
    'https://ab.vault.azure.net/secrets/x',
    'https://abc.vault.azure.net:8443/secrets/x',
    'https://user:password@abc.vault.azure.net/secrets/x',
    'https://abc.vault.azure.net@evil.example/secrets/x',
    'https://abc.vault.azure.net/secrets',
    'https://abc.vault.azure.net/secrets/',
    'https://abc.vault.azure.net/keys/x',
    'https://abc.vault.azure.net/secrets/x/latest',
    'https://abc.vault.azure.net/secrets/x/0123456789abcdef0123456789abcdef/more',
    'https://abc.vault.azure.net/secrets/x?api-version=1',
    'https://abc.vault.azure.net/secrets/x#y',
    'https://abc.vault.azure.net/secrets/x%2f..%2fy',
    'https://abc.vault.azure.net/secrets/../keys/x',
  ])('%j is none of the global cloud, and a sentence says why', (identifier) => {
    expect(readSecretIdentifier(identifier, 'global')).toEqual({ ok: false, problem: expect.stringMatching(/\.$/) });
  });

  it('is unknown in a custom cloud', () => {
    expect(readSecretIdentifier('https://abc.vault.azure.net/secrets/x', 'custom').ok).toBe(false);
  });
});
