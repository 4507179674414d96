import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { runProgram, startLab } from './support/cli';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(ROOT, 'dist/cli');

test('the single executable works where no Node is: with the keychain, the lock, a cloud, and an app that runs', async () => {
  const [lab] = await Promise.all([
    startLab(),
    promisify(execFile)(process.execPath, [join(ROOT, 'scripts/package-cli.mjs')]),
  ]);
  await lab.seed('Contoso');
  const program = join(FOLDER, process.platform === 'win32' ? 'partner-token.exe' : 'partner-token');
  const run = (...args: string[]) => runProgram(program, args, { ...lab.env, PATH: '/nowhere' });

  const version = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')).version;
  expect(await run('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  expect(await run('--help')).toMatchObject({ code: 0, stdout: expect.stringContaining('partner-token'), stderr: '' });

  const holder = () => readFile(join(lab.dataFolder, 'folder.holder.json'), 'utf8');
  const before = await holder();
  const alone = await run('token', 'cont');
  expect(alone).toMatchObject({ code: 0, stderr: '' });
  const called = await fetch(`${lab.cloud.origin}/v1/profiles/organization`, {
    headers: { Authorization: `Bearer ${alone.stdout.trimEnd()}` },
  });
  expect(called.status).toBe(200);

  // It had the folder to itself, and has given it back.
  expect(await holder()).not.toBe(before);
  const endKeeper = await lab.startKeeper();
  expect(await run('token', 'cont')).toMatchObject({ code: 0, stderr: '' });
  await endKeeper();
  expect(await run('token', 'nobody')).toMatchObject({ code: 2, stdout: '' });

  expect((await readdir(FOLDER)).filter((file) => !file.startsWith('partner-token')).sort()).toEqual([
    'LICENSE.txt',
    'THIRD-PARTY-NOTICES.txt',
    'fs-native-extensions.node',
    'keytar.node',
    'sbom.cdx.json',
    'servers',
  ]);
  const notices = await readFile(join(FOLDER, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
  for (const party of ['Node.js', 'commander 14', 'undici 7', 'valibot 1', '@azure/msal-node 7', 'keytar 7'])
    expect(notices).toContain(party);
});
