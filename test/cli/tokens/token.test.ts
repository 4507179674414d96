import { expect, test } from 'vitest';
import { consentTo } from '../../practice/support/cloud';
import { startLab } from '../support/cli';
import { countExchanges } from './count-exchanges';
import { ASKS_ENDPOINT, Running } from './running';

const VAULT = 'https://vault.azure.net';

test('prints an access token and nothing else, in the form and for the resource that is asked for', async () => {
  const lab = await startLab();
  await lab.seed('Contoso', 'Fabrikam');
  await consentTo(lab.cloud, `${VAULT}/user_impersonation`);

  // With nobody else there.
  const { code, stdout, stderr } = await lab.run(['token', 'cont']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
  const headers = { Authorization: `Bearer ${stdout.trimEnd()}` };
  expect((await fetch(`${lab.cloud.origin}/v1/profiles/organization`, { headers })).status).toBe(200);

  // With a keeper that lives.
  const keeper = new Running(lab, ['exec', 'Contoso', '--', process.execPath, ASKS_ENDPOINT]);
  expect(await keeper.line()).toBe('ready');
  const print = async (...args: string[]): Promise<string> => {
    const ended = await lab.run(['token', 'Contoso', ...args]);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    return ended.stdout;
  };
  const raw = (await print()).trimEnd();
  expect(await print('--format', 'header')).toBe(`Authorization: Bearer ${raw}\n`);
  expect(await print('--format', 'env')).toBe(`export PARTNER_ACCESS_TOKEN='${raw}'\n`);
  expect(await print('--format', 'powershell')).toBe(`$env:PARTNER_ACCESS_TOKEN = '${raw}'\n`);
  const json = await print('--format', 'json');
  expect(await print('--json')).toBe(json);
  const { expiresOn, expires_on, ...rest } = JSON.parse(json);
  expect(rest).toEqual({
    accessToken: raw,
    resource: 'https://api.partnercenter.microsoft.com',
    tenant: lab.cloud.partner.tenantId,
    tokenType: 'Bearer',
    account: lab.cloud.partner.username,
    connection: 'Contoso',
  });
  expect(Math.floor(Date.parse(expiresOn) / 1000)).toBe(expires_on);
  expect(expires_on * 1000 - Date.now()).toBeGreaterThan(5 * 60_000);

  // A longer span than the token in memory has left brings a new one; the address of an API is all of it.
  expect((await print('--min-valid', '59m')).trimEnd()).toBe(raw);
  const { resource, accessToken } = JSON.parse(await print('--json', '--resource', VAULT));
  expect(resource).toBe(VAULT);
  expect((await print('--resource', `${VAULT}/.default`)).trimEnd()).toBe(accessToken);
  expect((await print('--resource', 'partner-center')).trimEnd()).toBe(raw);

  const failures: ReadonlyArray<[args: readonly string[], code: number, words: RegExp]> = [
    [['Contoso', '--min-valid', '3h'], 1, /^A new access token for Contoso only works for \d+ minutes\. Use a shorter/],
    [['Contoso', '--min-valid', '20'], 2, /^--min-valid 20 isn't a length of time/],
    [['Contoso', '--format', 'xml'], 2, /Choose one of raw, header, json/],
    [['Contoso', '--resource', 'grap'], 2, /^"grap" isn't a resource\. Use graph,/],
    [
      ['Contoso', '--resource', 'https://a.example/x,https://b.example/y'],
      2,
      /^All scopes must belong to the same API/,
    ],
    [['Contoso', '--resource', 'graph'], 2, /^For a custom cloud/],
    [['Contoso', '--resource', 'https://unknown.example'], 3, /^Contoso: .*AADSTS500011/],
    [['Contso'], 2, /^No connection is named "Contso"\. Did you mean "Contoso"\?\n$/],
    [[], 2, /^The name is missing\./],
  ];
  const ended = await Promise.all(failures.map(([args]) => lab.run(['token', ...args])));
  expect(ended).toMatchObject(
    failures.map(([, code, words]) => ({ code, stdout: '', stderr: expect.stringMatching(words) })),
  );

  lab.cloud.revoke();
  const revoked = await lab.run(['token', 'Fabrikam', '--json']);
  expect(revoked).toMatchObject({ code: 3, stderr: expect.stringMatching(/^Fabrikam: .*AADSTS50173/) });
  expect(JSON.parse(revoked.stdout)).toMatchObject({ error: { code: 3, failure: 'AADSTS50173' } });
});

test('Ctrl+C ends it while it waits for the server, and nothing is printed', async () => {
  const lab = await startLab();
  await lab.seed('Contoso');
  const exchanges = countExchanges(lab.cloud);
  lab.cloud.setFault('token', { kind: 'held' });
  const running = new Running(lab, ['token', 'Contoso']);
  await expect.poll(exchanges).toBe(1);
  running.kill('SIGINT');
  expect(await running.line()).toBe('');
  expect(await running.end()).toEqual({ code: 130, stderr: 'Canceled.\n' });
});
