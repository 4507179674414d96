import { execFile, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { frameOf } from '../../src/agent/frames';
import { HOUR } from '../../src/core/model/time';
import { BUILT, type Ended, runProgram, startLab } from './support/cli';

const node = process.execPath;

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'ptt-bad-'));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

const run = (args: readonly string[], env: Readonly<Record<string, string>>) => runProgram(node, [BUILT, ...args], env);

/** One sentence or a few in one line, no stack, nothing that was not asked for. */
function expectSaid({ code, stdout, stderr }: Ended, wanted: number, words: RegExp): void {
  expect({ code, stdout }).toEqual({ code: wanted, stdout: '' });
  expect(stderr).toMatch(/^[^\n]+\n$/);
  expect(stderr).toMatch(words);
  expect(stderr).not.toMatch(/ at .*:\d+|\bnode:|Error:/);
}

test('no home folder, a file in place of the data folder, a folder that is no full path: each is said in one line', async () => {
  const place = await folder();
  const file = join(place, 'file');
  await writeFile(file, '');
  expectSaid(
    await run(['token', 'x'], { HOME: '/dev/null', XDG_CONFIG_HOME: '', PARTNER_TOKEN_TRAY_DATA: '' }),
    1,
    /^Couldn't create the data folder \/dev\/null\/.* Choose another with --data-folder/,
  );
  expectSaid(await run(['token', 'x', '--data-folder', file], {}), 1, /data folder/);
  expectSaid(await run(['token', 'x', '--data-folder', 'here'], {}), 1, /must be a full path/);
});

test('usage errors print JSON as well when JSON was asked for', async () => {
  const { code, stdout, stderr } = await run(['token', '--json'], {});
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toEqual({ error: { code: 2, message: stderr.trimEnd(), failure: null } });
});

test('whoever has read enough may go', async () => {
  const shell = `'${node}' '${BUILT}' --help | true; echo \${PIPESTATUS[0]}`;
  const { stdout, stderr } = await promisify(execFile)('bash', ['-c', shell]);
  expect({ stdout, stderr }).toEqual({ stdout: '0\n', stderr: '' });
});

test('what a crashed app leaves is no app; one of another version, one of another user, and a full disk are said', async () => {
  const lab = await startLab();
  await lab.seed('Contoso', 'Fabrikam Ltd', 'Northwind $(touch /tmp/x)');
  const token = (env = {}) => run(['token', 'Contoso'], { ...lab.env, ...env });

  // The note of an app that was killed leads to a socket that nobody listens at.
  const agent = join(lab.dataFolder, 'agent');
  const endKeeper = await lab.startKeeper();
  const note = await readFile(join(agent, 'agent.json'), 'utf8');
  // A clock that is wrong is said once, by a command that meets a server, and of the keeper that lives, with the dates.
  const late = /^This computer's clock is 3 hours behind\. Until it's corrected, [^\n]+\n$/;
  lab.cloud.setFault('token', { kind: 'wrong-date', ahead: 3 * HOUR });
  const ofKeeper = async (...args: string[]) => (await run(args, lab.env)).stderr;
  expect(await ofKeeper('status')).toBe('');
  expect(await ofKeeper('refresh', 'Contoso')).toBe('');
  expect(await ofKeeper('status')).toMatch(late);
  await endKeeper();
  expect(await token()).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^eyJ\S+\n$/),
    stderr: expect.stringMatching(late),
  });
  lab.cloud.clearFaults();

  await mkdir(agent, { recursive: true, mode: 0o700 });
  await writeFile(join(agent, 'agent.json'), note, { mode: 0o600 });
  expect(await token()).toMatchObject({ code: 0, stderr: '' });

  // One that speaks another protocol answers so, whatever it is asked.
  const { address } = JSON.parse(note);
  const newer = createServer((socket) =>
    socket.once('data', () => socket.end(frameOf({ version: 2, refused: 'other-version' }))),
  );
  newer.listen(address);
  await once(newer, 'listening');
  await chmod(address, 0o600);
  await writeFile(join(agent, 'agent.json'), note, { mode: 0o600 });
  expectSaid(await token(), 1, /^Another version of Partner Token Tray is running\. Quit it/);
  await promisify(newer.close.bind(newer))();

  // Somebody else could have written it.
  await writeFile(join(agent, 'agent.json'), note, { mode: 0o600 });
  await chmod(join(agent, 'agent.json'), 0o666);
  expectSaid(await token(), 1, /belongs to another user, so nothing was sent/);
  await rm(join(agent, 'agent.json'));

  // Standard output is a full disk.
  const full = `'${node}' '${BUILT}' token Contoso > /dev/full; echo $?`;
  const disk = await promisify(execFile)('bash', ['-c', full], { env: { ...process.env, ...lab.env } });
  expect(disk).toEqual({
    stdout: '1\n',
    stderr: "Couldn't write the output (ENOSPC). Check the disk that it goes to.\n",
  });

  // A shell is offered the names that it can take as they are.
  const completed = async (...words: string[]) => (await run(['complete', '--', ...words], lab.env)).stdout.split('\n');
  expect(await completed('tok')).toContain('token\tprint an access token');
  expect(await completed('token', '')).toEqual(['Contoso\t', 'Fabrikam\t', 'Northwind\t', ':4', '']);
  expect(await completed('token', 'Fab')).toEqual(['Fabrikam\t', ':4', '']);
  expect(await completed('token', 'Contoso', '--form')).toEqual([expect.stringMatching(/^--format\t/), ':4', '']);
  expect(await run(['complete', '--', 'token', ''], { PARTNER_TOKEN_TRAY_DATA: '/proc/nowhere' })).toEqual({
    code: 0,
    stdout: ':4\n',
    stderr: '',
  });
  await writeFile(join(lab.dataFolder, 'connections.json'), '{"version":');
  expect(await completed('token', '')).toEqual([':4', '']);
});

test.each([
  ['bash', ['bash', '-n']],
  ['zsh', ['zsh', '-n']],
  ['fish', ['fish', '--no-execute']],
  ['powershell', null],
] as const)('the completion script for %s is one', async (shell, check) => {
  const { code, stdout, stderr } = await run(['completion', shell], {});
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/partner-token complete '?--'?/);
  if (check === null || spawnSync(check[0], ['--version']).error) return;
  const file = join(await folder(), 'script');
  await writeFile(file, stdout);
  await promisify(execFile)(check[0], [...check.slice(1), file]);
});
