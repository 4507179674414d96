import { describe, expect, it } from 'vitest';
import type { VaultPort } from '../../../src/core/key-vault/ports';
import { createKeyVault } from '../../../src/platform/key-vault/key-vault';
import { keySecretAt, readKeyMaterial } from '../../../src/platform/secret-file/key-material';
import { obtainForApplication, practise } from '../../practice/support/cloud';
import { clientFor } from '../../practice/support/key-vault-sdk';
import { noVault } from '../../support/no-vault';

const KEY = 'k'.repeat(44);

/** The practice cloud's vault in place of Microsoft's, for a computer that has a managed identity: this one hasn't. */
async function computer() {
  const cloud = await practise();
  const vault = createKeyVault({ fetch, practiceOrigin: () => cloud.origin });
  const value = await obtainForApplication(cloud, 'https://vault.azure.net');
  const port: VaultPort = {
    ...noVault,
    challenge: (place) => vault.challenge({ ...place, cloud: 'practice' }),
    read: (call) => vault.read({ ...call, cloud: 'practice' }),
    managedIdentityToken: async ({ api }) => ({ ok: true, value: api === 'https://vault.azure.net' ? value : '' }),
  };
  return { cloud, port, address: `${cloud.partner.vault}/secrets/store-key` };
}

describe('the key of a secret store in a key vault', () => {
  it('is the newest version of the secret that is named, or the version that is', async () => {
    const { cloud, port, address } = await computer();
    const { properties } = await clientFor(cloud).setSecret('store-key', KEY);
    await clientFor(cloud).setSecret('store-key', 'another');
    expect((await readKeyMaterial(address, port)).toString()).toBe('another');
    expect((await readKeyMaterial(`${address}/${properties.version}`, port)).toString()).toBe(KEY);
  });

  it('is refused in one way whatever is wrong: no such secret, no right, no identity, no network', async () => {
    const { cloud, port, address } = await computer();
    const refused = (given: VaultPort) =>
      expect(readKeyMaterial(address, given)).rejects.toMatchObject({ problem: 'key-vault' });
    await refused(port);
    await clientFor(cloud).setSecret('store-key', KEY);
    await refused({ ...port, managedIdentityToken: noVault.managedIdentityToken });
    cloud.restrictVault('harbour-practice', 'rbac');
    await refused(port);
    await refused(noVault);
  });

  it.each([
    ['https://contoso.vault.azure.net/secrets/store-key', 'global'],
    ['https://contoso.vault.usgovcloudapi.net/secrets/store-key', 'us-government'],
    ['https://contoso.vault.azure.cn/secrets/store-key', 'china'],
  ])('is found in its cloud: %s', (address, cloud) => {
    expect(keySecretAt(address)).toMatchObject({ ok: true, cloud, secret: { name: 'store-key' } });
  });

  it.each([
    'https://evil.example/secrets/key',
    'http://contoso.vault.azure.net/secrets/key',
    'https://contoso.vault.azure.net/keys/key',
  ])('is in a vault and nowhere else: %s', (address) => {
    expect(keySecretAt(address)).toEqual({ ok: false, problem: expect.stringMatching(/\.$/) });
  });
});
