import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startLab } from '../support/cli';
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
