import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Lab, startLab } from '../support/cli';
import { documented } from '../support/documented';
import { signInAt } from '../support/person';
import { start } from '../support/running';

test('practice is whole: it is added, signed in to, used, and removed with all that it knew', async () => {
  const lab = await startLab();
  const state = join(lab.dataFolder, 'practice.json');
  expect(await lab.run(['practice'])).toEqual({
    code: 0,
    stdout: '"Practice" is ready, in a simulated tenant. It needs no Microsoft account.\n',
    stderr: 'Next, sign in: partner-token sign-in "Practice"\nThe pages say what to enter.\n',
  });
  // One that waits for its sign-in is enough.
  expect(documented('practice', (await lab.run(['practice', '--json'])).stdout)).toMatchObject({
    name: 'Practice',
    cloud: 'practice',
  });
  const signing = start(lab, ['sign-in', 'practice', '--no-browser']);
  const address = await signing.sees(/(http:\S+)/);
  // Its pages are served by the command that signs in.
  const cloud = { ...lab.cloud, origin: new URL(address).origin, httpsOrigin: null };
  await signInAt({ cloud }, address);
  expect(await signing.ended()).toMatchObject({
    code: 0,
    shown: expect.stringContaining('Signed in to "Practice" as alex@'),
  });
  expect(await lab.run(['token', 'practice'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ey/) });

  await keepInVault(lab);

  const { partner } = lab.cloud;
  const mine = ['--tenant', partner.tenantId, '--client-id', partner.clientId, '--secret-stdin'];
  expect(
    await lab.run(['add', '--name', 'Mine', '--cloud', 'practice', ...mine], { input: partner.clientSecret }),
  ).toMatchObject({ code: 0 });
  expect(existsSync(state)).toBe(true);
  expect(await lab.run(['practice', '--remove'])).toEqual({
    code: 0,
    stdout: 'Removed "Practice", "Mine".\n',
    stderr: '',
  });
  expect(existsSync(state)).toBe(false);
  expect(await lab.keyring.entries()).toEqual([]);
  expect(await lab.run(['practice', '--remove'])).toMatchObject({
    code: 0,
    stdout: 'Nothing is in the practice cloud.\n',
  });
}, 120_000);

/** The ready-made connection has the practice cloud's key vault kept up to date. Each command has that vault anew, and empty. */
async function keepInVault(lab: Lab): Promise<void> {
  const { vault } = lab.cloud.partner;
  const set = (...more: readonly string[]) => lab.run(['vault', 'set', 'practice', '--vault-url', ...more]);
  for (const [args, words] of [
    [['https://evil.example', '--preset', 'cipp'], "This isn't a key vault in this cloud."],
    [[vault], 'Name the secret that holds the refresh token'],
    [[vault, '--preset', 'cipp', '--credential', 'me'], 'A credential is application, user,'],
  ] as const)
    expect(await set(...args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(words) });
  expect(await lab.run(['vault', 'sync', 'practice'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('has no key vault'),
  });
  expect(await set(`${vault}/`, '--preset', 'cipp', '--disable-old')).toEqual({
    code: 0,
    stdout: '"Practice": Key Vault is up to date.\n',
    stderr: '',
  });
  // A refresh does not end before its token is in the vault.
  expect(documented('refresh', (await lab.run(['refresh', 'practice', '--json'])).stdout)).toMatchObject({
    status: 'fine',
  });
  expect(documented('vault', (await lab.run(['vault', 'show', 'practice', '--json'])).stdout)).toMatchObject({
    connection: { name: 'Practice' },
    vault: {
      ...{ url: vault, secretName: 'refreshtoken', credential: { kind: 'application' }, disableOldVersions: true },
      names: { applicationId: 'applicationid', applicationSecret: 'applicationsecret', tenantId: 'tenantid' },
      ...{ refreshesBehind: 0, problem: null, writtenAt: expect.any(String) },
    },
  });
  expect(documented('exported', (await lab.run(['exported', '--json'])).stdout)).toMatchObject({
    exportedTokens: [{ to: 'key-vault', state: 'in-use', renews: true }],
  });
  // The user of this connection has not let its application use Key Vault.
  expect(await set(vault, '--secret-name', 'token', '--credential', 'user')).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('(vault/consent)'),
  });
  expect((await lab.run(['vault', 'show', 'practice'])).stdout).toMatch(/Problem +The application has no permission/);
  expect(await lab.run(['vault', 'remove', 'practice'])).toMatchObject({
    code: 0,
    stdout: '"Practice": its key vault is no longer updated.\n',
  });
}
