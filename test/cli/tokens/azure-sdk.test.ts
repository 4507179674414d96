import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { MINUTE } from '../../../src/core/model/time';
import { consentTo } from '../../practice/support/cloud';
import { startLab } from '../support/cli';
import { countExchanges } from './count-exchanges';
import { Running } from './running';

const PROGRAMS = join(import.meta.dirname, 'programs');

test('the unmodified Azure SDK reads a secret for hours, with a token for each hour however many ask', async () => {
  const lab = await startLab();
  await lab.seed('Contoso');
  await consentTo(lab.cloud, 'https://vault.azure.net/user_impersonation');
  lab.cloud.setVault('harbour', { secrets: { greeting: 'hello' } });

  // The clocks of the cloud, of the keeper and of the script all move on together.
  const clock = join(lab.dataFolder, 'clock');
  const authorities = join(lab.dataFolder, 'ca.pem');
  const passed = async (span: number) => {
    lab.cloud.clock.advance(span);
    await writeFile(clock, String(lab.cloud.clock.offset));
  };
  await passed(0);
  await writeFile(authorities, lab.settings('').customCloud?.extraCa ?? '');
  const exchanges = countExchanges(lab.cloud);
  const running = new Running(lab, ['exec', 'Contoso', '--', process.execPath, join(PROGRAMS, 'reads-secret.mjs')], {
    env: {
      NODE_OPTIONS: `--import ${pathToFileURL(join(PROGRAMS, 'moved-clock.mjs'))}`,
      NODE_EXTRA_CA_CERTS: authorities,
      TEST_CLOCK: clock,
      TEST_VAULT: `${lab.cloud.httpsOrigin}/vault/harbour`,
    },
  });
  const told = async (job: string) => JSON.parse(await running.ask(job));
  expect(await running.line()).toBe('ready');
  expect(await exchanges()).toBe(1);

  // One more for each hour that it reads in: the vault refuses a token that has expired.
  for (const [minutes, count] of [
    [0, 2],
    [20, 2],
    [40, 3],
    [30, 3],
    [30, 4],
    [600, 5],
  ] as const) {
    await passed(minutes * MINUTE);
    expect(await told('read')).toBe('hello');
    expect(await exchanges()).toBe(count);
  }

  await passed(61 * MINUTE);
  lab.cloud.setFault('token', { kind: 'held' });
  expect(await running.ask('read with a hundred')).toBe('a hundred have asked');
  await expect.poll(exchanges).toBe(6);
  lab.cloud.clearFaults();
  const more = countExchanges(lab.cloud);
  expect(await running.line()).toBe('["hello"]');
  expect(await more()).toBe(0);

  expect(await told('ask for an unknown API')).toMatch(/Contoso: .*AADSTS500011/);
  expect(await told('ask for another identity')).toContain('The only identity here is the user of Contoso.');
  expect(await running.end()).toEqual({ code: 0, stderr: '' });
});
