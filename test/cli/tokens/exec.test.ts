import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { consentTo, refresh } from '../../practice/support/cloud';
import { type Lab, type RunOptions, startLab } from '../support/cli';
import { ASKS_ENDPOINT, Running } from './running';

const PARTNER_CENTER = 'https://api.partnercenter.microsoft.com';
const VAULT = 'https://vault.azure.net';

/** What a Node script under `exec` does, for `node -e`. */
const script = (code: string) => ['--', process.execPath, '-e', code];
const ENVIRONMENT = script('process.stdout.write(JSON.stringify(process.env))');

async function statusWith(lab: Lab, accessToken: string): Promise<number> {
  const url = `${lab.cloud.origin}/v1/profiles/organization`;
  return (await fetch(url, { headers: { Authorization: `Bearer ${accessToken}` } })).status;
}

test('a command runs with tokens in its environment, and ends as it ends', async () => {
  const lab = await startLab();
  await lab.seed('Contoso');
  const asGiven = { ...lab.env, PARTNER_REFRESH_TOKEN: 'of an exec around it', IDENTITY_SERVER_THUMBPRINT: '00' };

  const { code, stdout, stderr } = await lab.run(['exec', 'cont', ...ENVIRONMENT], { env: asGiven });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { PARTNER_ACCESS_TOKEN = '', IDENTITY_ENDPOINT, IDENTITY_HEADER, ...rest } = JSON.parse(stdout);
  expect(await statusWith(lab, PARTNER_ACCESS_TOKEN)).toBe(200);
  expect(IDENTITY_ENDPOINT).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/token$/);
  expect(IDENTITY_HEADER).toMatch(/^[\da-f]{64}$/);
  const { PARTNER_REFRESH_TOKEN: _, IDENTITY_SERVER_THUMBPRINT: __, ...before } = { ...process.env, ...asGiven };
  expect(rest).toEqual(before);
  // It closes with the command.
  await expect(fetch(IDENTITY_ENDPOINT)).rejects.toThrow();

  const without = await lab.run(['exec', 'Contoso', '--no-endpoint', ...ENVIRONMENT]);
  const { PARTNER_ACCESS_TOKEN: another, ...noMore } = JSON.parse(without.stdout);
  expect(await statusWith(lab, another)).toBe(200);
  expect(noMore).toEqual({ ...process.env, ...lab.env });

  // The rest is served by a keeper that lives, which is faster.
  const keeper = new Running(lab, ['exec', 'Contoso', '--', process.execPath, ASKS_ENDPOINT]);
  expect(await keeper.line()).toBe('ready');
  const run = (args: readonly string[], options?: RunOptions) => lab.run(['exec', 'Contoso', ...args], options);

  const proxied = await run(ENVIRONMENT, { env: { HTTP_PROXY: 'http://127.0.0.1:9', NO_PROXY: 'x' } });
  expect(JSON.parse(proxied.stdout)).toMatchObject({ NO_PROXY: 'x,127.0.0.1', no_proxy: 'x,127.0.0.1' });

  const piped = await run(script('process.stdin.pipe(process.stdout)'), { input: 'x'.repeat(3_000_000) });
  expect(piped.stdout).toHaveLength(3_000_000);

  const ends = ['process.exit(7)', "process.kill(process.pid, 'SIGTERM')", "process.kill(process.pid, 'SIGKILL')"];
  const codes = await Promise.all(ends.map(async (code) => (await run(script(code))).code));
  expect(codes).toEqual([7, 143, 137]);

  const notExecutable = join(lab.dataFolder, 'not-executable');
  await writeFile(notExecutable, 'echo', { mode: 0o600 });
  const failures: ReadonlyArray<[args: readonly string[], code: number, words: RegExp]> = [
    [['--', 'no-such-command'], 127, /^Couldn't find the command "no-such-command"\.\n$/],
    [['--', notExecutable], 126, /^Couldn't run the command ".*not-executable" \(EACCES\)\.\n$/],
    [['node'], 2, /^Put -- before the command.*\n$/],
    [['node', '-e', '1'], 2, /Put -- before the command/],
    [[], 2, /^The command is missing\. Put -- before the command.*\n$/],
    [['--min-valid', 'soon', ...script('1')], 2, /^--min-valid soon isn't a length of time/],
    [['--min-valid', '3h', ...script('1')], 1, /only works for \d+ minutes\. Use a shorter --min-valid\.\n$/],
    [['--resource', 'grap', ...script('1')], 2, /^"grap" isn't a resource\. Use graph, exchange/],
    [
      ['--with-refresh-token', ...script('1')],
      2,
      /^Give the command the refresh token of Contoso\?.* Without a terminal, add --yes\.\n$/,
    ],
  ];
  const ended = await Promise.all(failures.map(([args]) => run(args)));
  expect(ended).toMatchObject(
    failures.map(([, code, words]) => ({ code, stdout: '', stderr: expect.stringMatching(words) })),
  );

  // A keeper that is a command gives none of the refresh tokens away, so it ends first.
  await keeper.end();
  // A refresh token is on record once it is with the command, and not when the command never ran.
  expect(await run(['--with-refresh-token', '-y', '--', 'no-such-command'])).toMatchObject({ code: 127 });
  expect(await exportedTo(lab)).toEqual([]);
  const given = await run(['--with-refresh-token', '--yes', ...ENVIRONMENT]);
  expect(given).toMatchObject({ code: 0, stderr: '' });
  const { PARTNER_REFRESH_TOKEN } = JSON.parse(given.stdout);
  expect((await refresh(lab.cloud, PARTNER_REFRESH_TOKEN)).status).toBe(200);
  expect(await exportedTo(lab)).toEqual(['program']);
});

async function exportedTo(lab: Lab): Promise<string[]> {
  const { stdout } = await lab.run(['exported', 'Contoso', '--json']);
  const { exportedTokens }: { exportedTokens: ReadonlyArray<{ to: string }> } = JSON.parse(stdout);
  return exportedTokens.map(({ to }) => to);
}

test('signals reach the command, and exec ends when it does', async () => {
  const lab = await startLab();
  await lab.seed('Contoso');
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const;
  const running = new Running(lab, [
    'exec',
    'Contoso',
    ...script(`
      for (const signal of ${JSON.stringify(signals)}) process.on(signal, () => console.log(signal));
      process.stdin.on('end', () => process.exit(5)).resume();
      console.log('ready');`),
  ]);
  expect(await running.line()).toBe('ready');
  for (const signal of signals) {
    running.kill(signal);
    expect(await running.line()).toBe(signal);
  }
  expect(await running.end()).toEqual({ code: 5, stderr: '' });

  const unprepared = new Running(lab, [
    'exec',
    'Contoso',
    ...script("console.log('ready'); setInterval(() => 0, 1000)"),
  ]);
  await unprepared.line();
  unprepared.kill('SIGINT');
  expect(await unprepared.end()).toEqual({ code: 130, stderr: '' });
});

test('on a terminal, a person is asked for the refresh token, and Ctrl+C reaches the command once', async () => {
  const lab = await startLab();
  await lab.seed('Contoso');
  const given = script("console.log('given ' + process.env.PARTNER_REFRESH_TOKEN.length)");
  const answered = async (key: string) => {
    const asking = new Running(lab, ['exec', 'Contoso', '--with-refresh-token', ...given], { onTerminal: true });
    await asking.lineWith('the refresh token of Contoso?');
    asking.type(key);
    return asking;
  };
  expect(await (await answered('n')).end()).toMatchObject({ code: 130 });
  const yes = await answered('y');
  expect(await yes.lineWith('given')).toMatch(/^given \d{3,}$/);
  expect(await yes.end()).toMatchObject({ code: 0 });

  // Before exec answers for the third time, what it does at a signal has reached the command.
  const command = script(`
    let count = 0;
    process.on('SIGINT', () => { count += 1; });
    process.stdin.on('data', async () => {
      for (const _ of [1, 2, 3]) await fetch(process.env.IDENTITY_ENDPOINT);
      console.log('Ctrl+C ' + count);
    });
    console.log('ready');`);
  const running = new Running(lab, ['exec', 'Contoso', ...command], { onTerminal: true });
  expect(await running.line()).toBe('ready');
  for (const count of [1, 2, 3, 4]) {
    expect(await running.ask('\x03')).toBe('^C');
    expect(await running.line()).toBe(`Ctrl+C ${count}`);
  }
});

test('tokens go on coming whoever is the keeper meanwhile', async () => {
  const lab = await startLab();
  await lab.seed('Contoso');
  await consentTo(lab.cloud, `${VAULT}/user_impersonation`);
  const start = async () => {
    const running = new Running(lab, ['exec', 'Contoso', '--', process.execPath, ASKS_ENDPOINT]);
    expect(await running.line()).toBe('ready');
    return running;
  };
  const ask = async (running: Running, resource: string) => JSON.parse(await running.ask(resource));

  const keeper = await start();
  const guest = await start();
  // Both are served by the one that came first.
  const own = await ask(keeper, PARTNER_CENTER);
  expect(own).toMatchObject({
    status: 200,
    token_type: 'Bearer',
    resource: PARTNER_CENTER,
    client_id: lab.cloud.partner.clientId,
  });
  expect(await statusWith(lab, own.access_token)).toBe(200);
  expect(Number(own.expires_on) * 1000 - Date.now()).toBeGreaterThan(3_000_000);
  expect(await ask(guest, PARTNER_CENTER)).toMatchObject({ access_token: own.access_token });
  expect((await lab.run(['token', 'Contoso'])).stdout).toBe(`${own.access_token}\n`);
  expect(await ask(guest, VAULT)).toMatchObject({ status: 200, resource: VAULT });

  // When the keeper goes, however abruptly, the other one becomes it and serves in its place.
  keeper.kill('SIGKILL');
  await keeper.end();
  const next = await ask(guest, PARTNER_CENTER);
  expect(next.status).toBe(200);
  expect(next.access_token).not.toBe(own.access_token);
  expect((await lab.run(['token', 'Contoso'])).stdout).toBe(`${next.access_token}\n`);

  // What goes wrong is said in the protocol's form.
  expect(await ask(guest, 'https://unknown.example')).toMatchObject({
    status: 400,
    statusCode: 400,
    message: expect.stringMatching(/^Contoso: .*AADSTS500011/),
  });
  expect(await ask(guest, 'nonsense')).toMatchObject({
    status: 400,
    message: `"nonsense" isn't the address of an API.`,
  });
  lab.cloud.setFault('token', { kind: 'status', status: 503 });
  expect(await ask(guest, 'https://graph.microsoft.com')).toMatchObject({
    status: 503,
    message: expect.stringMatching(/^Contoso: /),
  });
  expect(await guest.end()).toMatchObject({ code: 0 });
});
