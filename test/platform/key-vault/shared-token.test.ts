import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { DAY, HOUR } from '../../../src/core/model/time';
import { NO_OTHER_NAMES } from '../../../src/core/model/vault';
import type { PracticeCloud } from '../../../src/practice';
import { obtainTokens, practise, refresh } from '../../practice/support/cloud';
import { clientFor } from '../../practice/support/key-vault-sdk';
import { temporaryFolder } from '../files/support';
import { connection } from '../msal/support';
import { VirtualTime } from './virtual-keeper';

const FORTNIGHT = 14 * DAY;

/** A keeper of its own folder whose connection shares its token through the practice cloud's Key Vault. */
async function joinIn(time: VirtualTime, cloud: PracticeCloud, disableOldVersions: boolean) {
  const folder = await temporaryFolder();
  const keeper = await time.open(folder);
  onTestFinished(() => keeper.stop());
  const { clientSecret, vault: url } = cloud.partner;
  const added = await keeper.add(connection({ schedule: { kind: 'every', interval: FORTNIGHT } }), {
    kind: 'secret',
    clientSecret,
  });
  if (!added.ok) throw new Error(added.failure.code);
  const { id } = added.value;
  const signIn = async () => keeper.importToken(id, (await obtainTokens(cloud)).refreshToken);
  const setUp = () =>
    keeper.setVault(id, {
      ...{ url, secretName: 'token', credential: { kind: 'application' }, names: NO_OTHER_NAMES, disableOldVersions },
    });
  return { folder, keeper, id, signIn, setUp, state: () => keeper.find(id)?.vault };
}

test('two keepers share one token for a year: nobody signs in at the second, and none of them ever loses it', async () => {
  const cloud = await practise({ refreshTokenLength: 200 });
  const time = new VirtualTime(cloud);
  const [one, two] = [await joinIn(time, cloud, true), await joinIn(time, cloud, false)];
  const both = [one, two] as const;
  const refreshBoth = async () => {
    await Promise.all(both.map(({ keeper, id }) => keeper.refresh(id)));
    await time.settled();
  };
  const sdk = clientFor(cloud);
  /** Both hold a token that works, and the vault has one that does. */
  const areAlive = async () => {
    for (const { keeper, id, state } of both) {
      expect(keeper.find(id)?.trouble).toBeNull();
      expect(state()).toMatchObject({ behind: 0, trouble: null });
    }
    const { value = '' } = await sdk.getSecret('token');
    expect((await refresh(cloud, value)).status).toBe(200);
  };

  expect((await one.signIn()).ok).toBe(true);
  await one.setUp();
  await time.settled();
  // The second machine has nobody to sign in at it.
  await two.setUp();
  await time.settled();
  await areAlive();

  for (let fortnight = 0; fortnight < 26; fortnight += 1) {
    await time.pass(FORTNIGHT - 2 * DAY);
    // Now and then both refresh in the same second.
    if (fortnight % 4 === 3) await refreshBoth();
    if (fortnight === 5) {
      cloud.setVault('harbour-practice', null);
      await refreshBoth();
      await time.pass(DAY);
      expect(both.map(({ state }) => state()?.trouble?.failure.code)).toEqual([
        'vault/not-a-vault',
        'vault/not-a-vault',
      ]);
      // Made anew, and empty.
      cloud.setVault('harbour-practice', { secrets: {} });
    }
    if (fortnight === 10) {
      cloud.setVault('harbour-practice', { secrets: { token: 'not a token' } });
      await refreshBoth();
      expect(both.map(({ state }) => state()?.trouble?.failure.code)).toEqual([
        'vault/not-a-token',
        'vault/not-a-token',
      ]);
      await one.keeper.syncVault(one.id, true);
    }
    // A password was changed: all tokens are dead, and a person signs in at the first machine only.
    if (fortnight === 18) {
      cloud.revoke();
      await refreshBoth();
      expect(two.keeper.find(two.id)?.trouble?.failure.code).toBe('AADSTS50173');
      expect((await one.signIn()).ok).toBe(true);
    }
    await time.pass(2 * DAY);
    if (fortnight % 4 === 2) await areAlive();
  }
  await time.pass(6 * HOUR);
  await areAlive();

  // What keepers leave on disk says how it went, and holds nothing that opens anything.
  for (const { folder, keeper } of both) {
    await keeper.stop();
    const left = await Promise.all(
      (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8').catch(() => '')),
    );
    expect(left.join()).toContain('harbour-practice');
    expect(left.join()).not.toMatch(/1\.A[\w-]{20}|eyJ|Bearer/);
    expect(left.join()).not.toContain(cloud.partner.clientSecret);
  }
}, 120_000);
