import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { canMount, mountDisk } from '../../support/small-disk';
import { applicationOf, placeOf } from '../support/adding';
import { BUILT, type Lab, startLab } from '../support/cli';

const SPARE = 'fill';
/** A user whom the system knows nothing of. */
const SOMEBODY = { uid: 54_321, gid: 54_321 };
/** Only root may be somebody else, who has to be able to read the command line. */
const canBeSomebodyElse =
  process.getuid?.() === 0 && spawnSync(process.execPath, [BUILT, '--version'], SOMEBODY).status === 0;

/** The names in a data folder's file. */
async function namesIn(folder: string): Promise<string[]> {
  const { connections } = JSON.parse(await readFile(join(folder, 'connections.json'), 'utf8'));
  return connections.map(({ name }: { name: string }) => name);
}

/** The command that adds a connection. */
async function adding(lab: Lab, name: string): Promise<string[]> {
  return ['add', '--name', name, ...(await placeOf(lab)), ...applicationOf(lab), '--secret-stdin'];
}

test('a keychain that is locked or absent is a sentence, and nothing is lost', async () => {
  const lab = await startLab();
  await lab.seed('Contoso');
  const entries = await lab.keyring.entries();
  const add = await adding(lab, 'West');
  const commands = [add, ['sign-in', 'contoso', '--no-browser'], ['export', 'contoso', '--yes'], ['import', 'contoso']];
  const states = [
    {
      env: {},
      words: /^(.*: )?(Nothing .*)?The keychain is locked\. Unlock it, then try again\. \(keychain\/locked\)\n$/,
    },
    {
      env: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/none' },
      words: /^(.*: )?(Nothing .*)?There is no keychain on this computer\. .*\n$/,
    },
  ];
  await lab.keyring.lock();
  for (const { env, words } of states)
    for (const args of commands) {
      const { code, stdout, stderr } = await lab.run(args, { env, input: 'a-secret-or-token-of-some-length' });
      expect({ args, stdout, stderr }).toEqual({ args, stdout: '', stderr: expect.stringMatching(words) });
      expect([1, 3]).toContain(code);
    }
  await lab.keyring.unlock();
  expect(await lab.keyring.entries()).toEqual(entries);
  expect(await namesIn(lab.dataFolder)).toEqual(['Contoso']);
  expect(await lab.run(['token', 'contoso'])).toMatchObject({ code: 0, stderr: '' });
}, 120_000);

test.runIf(canMount)(
  'what a full disk does not keep is not called done',
  async () => {
    const lab = await startLab();
    const folder = join(lab.keyring.folder, 'disk');
    await mkdir(folder);
    onTestFinished(mountDisk(folder, 'size=64k,mode=700'));
    const on = { env: { PARTNER_TOKEN_TRAY_DATA: folder }, input: lab.cloud.partner.clientSecret };
    expect(await lab.run(await adding(lab, 'Contoso'), on)).toMatchObject({ code: 0 });
    const entries = await lab.keyring.entries();
    // The system may find room for a small file once another has been emptied: there is none for ours.
    await writeFile(join(folder, 'folder.holder.json'), '');
    await expect(writeFile(join(folder, SPARE), 'x'.repeat(70_000))).rejects.toThrow('ENOSPC');
    const unwritten = { stdout: '', stderr: expect.stringMatching(/\(file\/unwritable\)\n$/) };
    for (const args of [
      await adding(lab, 'West'),
      ['edit', 'contoso', '--name', 'North'],
      ['remove', 'contoso', '--yes'],
    ]) {
      expect(await lab.run(args, on)).toMatchObject(unwritten);
      expect(await namesIn(folder)).toEqual(['Contoso']);
    }
    await writeFile(join(folder, SPARE), '');
    expect(await lab.run(['edit', 'contoso', '--name', 'North'], on)).toMatchObject({ code: 0 });
    expect(await lab.keyring.entries()).toEqual(entries);
    expect((await readdir(folder)).filter((name) => name.includes('connections'))).toEqual(['connections.json']);
  },
  120_000,
);

test.runIf(canBeSomebodyElse)(
  'a folder that cannot be used is a sentence that names it',
  async () => {
    const { HOME: _, XDG_CONFIG_HOME: __, PARTNER_TOKEN_TRAY_DATA: ___, ...bare } = process.env;
    const run = (args: readonly string[], env: Record<string, string>) =>
      spawnSync(process.execPath, [BUILT, ...args], {
        env: { ...bare, ...env },
        ...SOMEBODY,
        encoding: 'utf8',
      });
    const homeless = 'There is no home folder. Choose where the connections are with --data-folder=FOLDER.\n';
    const foreign = await mkdtemp(join(tmpdir(), 'ptt-foreign-'));
    onTestFinished(() => rm(foreign, { recursive: true }));
    const wrong: ReadonlyArray<readonly [readonly string[], Record<string, string>, string]> = [
      [['practice'], {}, homeless],
      [['practice'], { HOME: '' }, homeless],
      [['practice', '--data-folder', 'here'], {}, 'The data folder must be a full path, and "here" isn\'t.\n'],
      [
        ['practice', '--data-folder', foreign],
        {},
        `Can't write to the data folder ${foreign}. Check its permissions.\n`,
      ],
      [
        ['practice', '--data-folder', BUILT],
        {},
        `Couldn't create the data folder ${BUILT}. Choose another with --data-folder=FOLDER.\n`,
      ],
    ];
    for (const [args, env, stderr] of wrong) expect(run(args, env)).toMatchObject({ status: 1, stdout: '', stderr });
  },
  60_000,
);
