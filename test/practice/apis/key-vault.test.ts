import { describe, expect, it } from 'vitest';
import { DAY } from '../../../src/core/model/time';
import { toPracticeOrigin } from '../../../src/platform/http/practice-origin';
import { PARTNER } from '../../../src/practice/tenant/directory';
import { obtainForApplication, practise } from '../support/cloud';
import { clientFor } from '../support/key-vault-sdk';

const VAULT = PARTNER.vault;

async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of pages) found.push(one);
  return found;
}

describe('the practice Key Vault, with the unmodified SDK', () => {
  it('keeps versions with their attributes, and reads the newest or the one that is named', async () => {
    const cloud = await practise();
    const client = clientFor(cloud);
    const expiresOn = new Date(Math.ceil(cloud.clock.now() / 1000) * 1000 + 90 * DAY);
    const first = await client.setSecret('token', 'one', {
      expiresOn,
      contentType: 'refresh token',
      tags: { connection: 'Contoso' },
    });
    expect(first.properties).toMatchObject({
      enabled: true,
      expiresOn,
      contentType: 'refresh token',
      tags: { connection: 'Contoso' },
      recoveryLevel: 'Recoverable+Purgeable',
    });
    const second = await client.setSecret('token', 'two');
    expect(second.properties.version).not.toBe(first.properties.version);
    expect((await client.getSecret('TOKEN')).value).toBe('two');
    const { version = '' } = first.properties;
    expect((await client.getSecret('token', { version })).value).toBe('one');
    const versions = await all(client.listPropertiesOfSecretVersions('token'));
    expect(versions.map((one) => one.version)).toEqual([version, second.properties.version]);
    for (let index = 0; index < 30; index += 1) await client.setSecret(`other-${index}`, 'x');
    expect(await all(client.listPropertiesOfSecrets())).toHaveLength(31);
  });

  it('does not read a disabled version', async () => {
    const cloud = await practise();
    const client = clientFor(cloud);
    const { version = '' } = (await client.setSecret('token', 'one')).properties;
    await client.updateSecretProperties('token', version, { enabled: false });
    await expect(client.getSecret('token')).rejects.toMatchObject({
      statusCode: 403,
      code: 'Forbidden',
      message: expect.stringContaining('not allowed on a disabled secret'),
    });
    await client.setSecret('token', 'two');
    expect((await client.getSecret('token')).value).toBe('two');
    await expect(client.getSecret('token', { version })).rejects.toMatchObject({ statusCode: 403 });
  });

  it('keeps the name of a deleted secret until that is recovered or purged', async () => {
    const cloud = await practise();
    const client = clientFor(cloud);
    await client.setSecret('token', 'one');
    const deletion = await client.beginDeleteSecret('token', { intervalInMs: 1 });
    expect((await deletion.pollUntilDone()).recoveryId).toBe(`${VAULT}/deletedsecrets/token`);
    await expect(client.getSecret('token')).rejects.toMatchObject({ statusCode: 404, code: 'SecretNotFound' });
    await expect(client.setSecret('token', 'two')).rejects.toMatchObject({ statusCode: 409, code: 'Conflict' });
    await (await client.beginRecoverDeletedSecret('token', { intervalInMs: 1 })).pollUntilDone();
    expect((await client.getSecret('token')).value).toBe('one');
    await (await client.beginDeleteSecret('token', { intervalInMs: 1 })).pollUntilDone();
    await client.purgeDeletedSecret('token');
    expect((await client.setSecret('token', 'three')).value).toBe('three');
  });

  it.each([
    ['policy', 'does not have secrets get permission'],
    ['rbac', 'Caller is not authorized to perform action on resource'],
    ['firewall', 'Client address is not authorized'],
  ] as const)('keeps callers out by its %s in the words of the real one', async (refuses, words) => {
    const cloud = await practise();
    cloud.restrictVault('harbour-practice', refuses);
    await expect(clientFor(cloud).getSecret('token')).rejects.toMatchObject({
      statusCode: 403,
      code: 'Forbidden',
      message: expect.stringContaining(words),
    });
    cloud.restrictVault('harbour-practice', null);
    await expect(clientFor(cloud).getSecret('token')).rejects.toMatchObject({ statusCode: 404 });
    expect(() => cloud.restrictVault('nowhere', refuses)).toThrow(RangeError);
  });

  it('throttles, and the SDK waits for as long as it is told', async () => {
    const cloud = await practise();
    const client = clientFor(cloud);
    await client.setSecret('token', 'one');
    cloud.setFault('key-vault', { kind: 'status', status: 429, retryAfter: '0' }, 1);
    expect((await client.getSecret('token')).value).toBe('one');
  });

  it('of another cloud is not given a token: its challenge names another host', async () => {
    const cloud = await practise();
    cloud.setVault('elsewhere', { secrets: {} });
    const client = clientFor(cloud, 'https://elsewhere.vault.practice.invalid');
    await expect(client.getSecret('token')).rejects.toThrow('does not match the requested domain');
  });

  it('refuses an unknown version of the API, a name that is none, and a value that is too long', async () => {
    const cloud = await practise();
    const authorization = `Bearer ${await obtainForApplication(cloud, 'https://vault.azure.net')}`;
    const put = (path: string, value: string) =>
      fetch(toPracticeOrigin(`${VAULT}/secrets/${path}`, cloud.origin), {
        method: 'PUT',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify({ value }),
      });
    const replies = await Promise.all([
      put('token', 'x'),
      put('token?api-version=1.0', 'x'),
      put('a_b?api-version=7.4', 'x'),
      put('token?api-version=7.4', 'x'.repeat(26_000)),
    ]);
    for (const reply of replies)
      expect([reply.status, await reply.json()]).toMatchObject([400, { error: { code: 'BadParameter' } }]);
  });
});
