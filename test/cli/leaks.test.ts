import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findLeaks, type Place } from '../e2e/leaks';
import { consentTo, obtainTokens } from '../practice/support/cloud';
import { applicationOf, placeOf } from './support/adding';
import { type Ended, type RunOptions, startLab } from './support/cli';
import { watchTraffic } from './support/traffic';
import { type Witness, watchLeaks } from './support/witness';
import { ASKS_ENDPOINT, Running } from './tokens/running';

/** In the form of a client secret. */
const aSecret = (start: string) => `${start}8Q~${randomBytes(30).toString('base64url').slice(0, 34)}`;

test.runIf(process.platform === 'linux')(
  'nothing leaks: secrets and tokens are where they were asked for, and nowhere else',
  async () => {
    const lab = await startLab();
    const { cloud, keyring, dataFolder } = lab;
    const inputs = await mkdtemp(join(tmpdir(), 'ptt-inputs-'));
    onTestFinished(() => rm(inputs, { recursive: true, force: true }));
    const temporary = join(keyring.folder, 'tmp');
    await mkdir(temporary);
    const exported = join(keyring.folder, 'exported.txt');

    // Somebody gives them as arguments: what they do is not our leak, what is repeated of it is.
    const typed = [aSecret('typ'), `1.AX${randomBytes(900).toString('base64url')}`];
    const plant = aSecret('pla');
    const witness = watchLeaks({
      folders: [dataFolder, keyring.folder],
      except: (file) => basename(file).includes('exported.txt'),
      mayHave: ([, script]) => script === ASKS_ENDPOINT,
      isGiven: (args) => args.some((arg) => typed.some((secret) => arg.includes(secret))),
    });
    onTestFinished(witness.stop);
    const traffic = watchTraffic(cloud, witness.look);
    onTestFinished(traffic.stop);

    const shown: Place[] = [];
    const run = async (args: readonly string[], asked: string[] = [], options: RunOptions = {}): Promise<Ended> => {
      const ended = await lab.run(args, { ...options, env: { TMPDIR: temporary } });
      const name = `what ${args
        .slice(0, 4)
        .map((arg) => arg.slice(0, 20))
        .join(' ')} printed`;
      const stdout = asked.reduce((text, secret) => text.replaceAll(secret, ''), ended.stdout);
      shown.push({ name, content: Buffer.from(`${stdout}\n${ended.stderr}`) });
      return ended;
    };
    /** Runs what is to print an access token, whose output is searched for everything else. */
    const printsToken = async (args: readonly string[]): Promise<void> => {
      const { code, stdout, stderr } = await run(args);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const token = traffic.issued.accessTokens.find((one) => stdout.includes(one)) ?? 'none';
      const { content, name } = shown.pop() ?? { content: Buffer.alloc(0), name: '' };
      expect(token).not.toBe('none');
      shown.push({ name, content: Buffer.from(content.toString().replace(token, '')) });
    };

    // Alone: each command is the keeper for as long as it runs.
    const { clientSecret } = cloud.partner;
    const another = cloud.addSecret(cloud.partner.clientId).secret;
    const wrong = aSecret('wrg');
    const fresh = async () => (await obtainTokens(cloud)).refreshToken;
    const brought = [await fresh(), await fresh(), await fresh()];
    const [secretFile, tokenFile] = [join(inputs, 'secret'), join(inputs, 'token')];
    await writeFile(secretFile, another);
    await writeFile(tokenFile, brought[1] ?? '');
    const where = ['--cloud', 'custom', ...(await placeOf(lab)), ...applicationOf(lab)];
    const expectCode = async (code: number, ended: Promise<Ended>) => {
      const { code: is, stderr } = await ended;
      expect(is, stderr).toBe(code);
    };
    await expectCode(0, run(['add', '--name', 'Contoso', ...where, '--secret-stdin'], [], { input: clientSecret }));
    await expectCode(0, run(['add', '--name', 'Fabrikam', ...where, '--secret-file', secretFile]));
    await expectCode(0, run(['import', 'Contoso'], [], { input: `{"refresh_token": "${brought[0]}"}` }));
    await expectCode(0, run(['import', 'Fabrikam', '--file', tokenFile, '--json']));
    await printsToken(['token', 'Contoso']);
    await expectCode(0, run(['refresh', '--all']));
    await expectCode(0, run(['export', 'Contoso', '--to', exported, '--yes']));
    await expectCode(3, run(['edit', 'Fabrikam', '--secret-stdin'], [], { input: wrong }));
    const revoked = await fresh();
    cloud.revoke();
    await expectCode(3, run(['refresh', 'Fabrikam']));
    await expectCode(3, run(['token', 'Fabrikam', '--json']));
    await expectCode(3, run(['import', 'Contoso'], [], { input: revoked }));
    await expectCode(0, run(['import', 'Contoso'], [], { input: await fresh() }));
    const newest = traffic.issued.refreshTokens.at(-1) ?? '';
    expect((await run(['export', 'Contoso', '--yes'], [newest])).stdout).toBe(`${newest}\n`);
    await consentTo(cloud, 'https://vault.azure.net/user_impersonation');

    // A program that has tokens, and its keeper that the others ask.
    const program = ['exec', 'Contoso', '--with-refresh-token', '--yes', '--', process.execPath, ASKS_ENDPOINT];
    const running = new Running(lab, program, { env: { TMPDIR: temporary } });
    expect(await running.line()).toBe('ready');
    witness.look();
    const key = /IDENTITY_HEADER=([0-9a-f]{64})/.exec(String(witness.given().at(-1)?.content))?.[1] ?? '';
    expect(JSON.parse(await running.ask('https://vault.azure.net'))).toMatchObject({ status: 200 });
    for (const format of ['raw', 'header', 'json', 'env', 'powershell'])
      await printsToken(['token', 'Contoso', '--format', format]);
    // Another command's keeper gives no refresh token.
    await expectCode(1, run(['export', 'Contoso', '--yes']));
    const asks = [
      ['list', '--json'],
      ['status', '--format', 'prometheus'],
      ['status', 'Fabrikam'],
      ['history', 'Fabrikam', '--json'],
      ['exported', 'Contoso', '--json'],
      ['test', 'Contoso', '--json'],
      ['refresh', 'Contoso', '--json'],
    ];
    for (const args of asks) await expectCode(0, run(args));
    cloud.setFault('token', { kind: 'status', status: 503 });
    await expectCode(1, run(['import', 'Contoso'], [], { input: brought[2] ?? '' }));
    cloud.clearFaults();
    await expectCode(3, run(['import', 'Contoso'], [], { input: `${clientSecret} ${wrong}` }));

    // Secrets where they don't belong.
    for (const secret of typed) {
      const misplaced = misplacing(secret, where);
      const ends = await Promise.all(misplaced.map((args) => run(args)));
      for (const [index, { code, stderr }] of ends.entries())
        expect
          .soft([code, stderr], misplaced[index]?.slice(0, 4).join(' '))
          .toEqual([misplaced[index]?.includes('--search') ? 0 : 2, expect.stringMatching(/^[^\n]+\n$/)]);
    }
    const ended = await running.end();
    expect(ended).toEqual({ code: 0, stderr: '' });
    await expectCode(0, run(['remove', 'Fabrikam', '--yes']));

    const secrets = new Map<string, string>([
      ['the client secret', clientSecret],
      ['another client secret', another],
      ['a wrong client secret', wrong],
      ['the key of the endpoint', key],
      ...typed.map((secret, index) => [`a misplaced secret (${index})`, secret] as const),
      ...brought.map((token, index) => [`imported token ${index}`, token] as const),
      ...traffic.issued.refreshTokens.map((token, index) => [`refresh token ${index}`, token] as const),
      ...traffic.issued.accessTokens.map((token, index) => [`access token ${index}`, token] as const),
    ]);
    expect(traffic.presented.length).toBeGreaterThan(8);
    expect(secrets.size).toBeGreaterThan(30);

    // The search finds what is there: in the program's environment, in the exported file, and what is left lying about.
    const found = findLeaks(secrets, witness.given()).map(({ secret }) => secret.replace(/ \d+$/, ''));
    expect(new Set(found)).toEqual(new Set(['access token', 'refresh token', 'the key of the endpoint']));
    const file = findLeaks(secrets, [{ name: 'file', content: await readFile(exported) }]);
    expect(file).toHaveLength(1);
    await leaveLyingAbout(plant, dataFolder, witness);
    expect(findLeaks(new Map([['planted', plant]]), witness.seen()).map(({ place }) => place)).toEqual(
      expect.arrayContaining([
        join(dataFolder, 'planted'),
        expect.stringMatching(/^the arguments of node -e/),
        expect.stringMatching(/^the environment of node -e/),
      ]),
    );
    // It looked where it should.
    const places = [...witness.seen(), ...shown];
    const names = places.map(({ name }) => name);
    for (const command of ['token Contoso', 'import Contoso', 'refresh --all', 'exec Contoso', 'test Contoso'])
      expect(names).toContain(`the environment of node main.cjs ${command}`);
    expect(names).toEqual(expect.arrayContaining([join(dataFolder, 'connections.json')]));
    expect(names.filter((name) => name.endsWith('.keyring'))).not.toEqual([]);

    expect(findLeaks(secrets, places)).toEqual([]);
  },
  300_000,
);

/** Commands in which somebody puts a secret where it doesn't belong. */
function misplacing(secret: string, where: readonly string[]): readonly (readonly string[])[] {
  const added = ['add', '--name', 'New', ...where];
  return [
    [...added, '--secret', secret],
    [...added, `--client-secret=${secret}`],
    [...added, '--public', '--client-id', secret],
    [...added, '--public', '--redirect-uri', secret],
    ['edit', 'Contoso', '--password', secret],
    ['import', 'Contoso', secret],
    ['import', 'Contoso', '--token', secret],
    ['import', secret],
    ['token', secret],
    ['token', 'Contoso', secret],
    ['token', 'Contoso', '--resource', secret],
    ['token', 'Contoso', '--min-valid', secret],
    ['token', 'Contoso', '--format', secret],
    ['token', 'Contoso', `--${secret}`],
    ['exported', 'Contoso', '--replaced', secret],
    ['exec', secret, '--', 'true'],
    ['history', secret, '--json'],
    ['list', '--search', secret],
    [secret],
  ];
}

/** What a command line that leaks would do: a secret in a file, as an argument, and in the environment of another program. */
async function leaveLyingAbout(secret: string, folder: string, witness: Witness): Promise<void> {
  await writeFile(join(folder, 'planted'), Buffer.from(`…${secret}`, 'utf16le'));
  const careless = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => 0, 1000)', secret], {
    env: { ...process.env, PLANTED: secret },
  });
  await once(careless.stdout, 'data');
  witness.look();
  careless.kill('SIGKILL');
}
