import { expect, test } from 'vitest';
import { consentTo } from '../../practice/support/cloud';
import { type Ended, startLab } from '../support/cli';
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

  const refused = async (args: string[], wanted: Partial<Ended>) =>
    expect(await lab.run(['token', ...args])).toMatchObject({ stdout: '', ...wanted });
  const says = (words: RegExp) => expect.stringMatching(words);
  await refused(['Contoso', '--min-valid', '3h'], {
    code: 1,
    stderr: says(/^A new access token for Contoso only works for \d+ minutes\. Use a shorter --min-valid\.\n$/),
  });
  await refused(['Contoso', '--min-valid', '20'], { code: 2, stderr: says(/^--min-valid 20 isn't a length of time/) });
  await refused(['Contoso', '--format', 'xml'], { code: 2, stderr: says(/Allowed choices are raw, header, json/) });
  await refused(['Contoso', '--resource', 'grap'], { code: 2, stderr: says(/^"grap" isn't a resource\. Use graph,/) });
  await refused(['Contoso', '--resource', 'https://a.example/x,https://b.example/y'], {
    code: 2,
    stderr: says(/^All scopes must belong to the same API/),
  });
  await refused(['Contoso', '--resource', 'graph'], { code: 2, stderr: says(/^For a custom cloud/) });
  await refused(['Contso'], {
    code: 2,
    stderr: says(/^No connection is named "Contso"\. Did you mean "Contoso"\?\n$/),
  });
  await refused([], { code: 2, stderr: says(/missing required argument 'name'/) });
  await refused(['Contoso', '--resource', 'https://unknown.example'], {
    code: 3,
    stderr: says(/^Contoso: .*AADSTS500011/),
  });
  lab.cloud.revoke();
  await refused(['Fabrikam', '--min-valid', '59m'], { code: 3, stderr: says(/^Fabrikam: .*AADSTS50173/) });
  expect(JSON.parse((await lab.run(['token', 'Fabrikam', '--min-valid', '59m', '--json'])).stdout)).toMatchObject({
    error: { code: 3, failure: 'AADSTS50173' },
  });
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
