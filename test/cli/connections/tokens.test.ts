import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { refreshTokens } from '../../e2e/keychain';
import { findLeaks } from '../../e2e/leaks';
import { obtainTokens } from '../../practice/support/cloud';
import { canMount, mountDisk } from '../../support/small-disk';
import { type Lab, startLab } from '../support/cli';
import { documented } from '../support/documented';
import { CTRL_C, ENTER, onTerminal } from '../support/running';

async function exportsOf(lab: Lab): Promise<{ to: string; isReplaced: boolean }[]> {
  const { exportedTokens } = JSON.parse(await readFile(join(lab.dataFolder, 'connections.json'), 'utf8'));
  return exportedTokens;
}

test('imports a refresh token from standard input, a file, or a question, and never from an argument', async () => {
  const lab = await startLab();
  const [first = ''] = await lab.seed('Contoso');
  const fresh = async () => (await obtainTokens(lab.cloud)).refreshToken;
  const given = [first];
  const next = async () => {
    const token = await fresh();
    given.push(token);
    return token;
  };
  const shown: string[] = [];
  const run: Lab['run'] = async (args, options) => {
    const ended = await lab.run(args, options);
    shown.push(ended.stdout, ended.stderr);
    return ended;
  };
  const words = /^Imported into "Contoso"\. The refresh token belongs to alex@\S+ and expires on 20.* UTC\./;

  expect(await run(['import', 'contoso'], { input: `{"refresh_token": "${await next()}"}` })).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(words),
    stderr: '',
  });
  const file = join(lab.keyring.folder, 'token.txt');
  await writeFile(file, await next());
  const imported = await run(['import', 'contoso', '--file', file, '--json']);
  expect(documented('import', imported.stdout)).toMatchObject({ name: 'Contoso', status: 'fine', mfa: true });

  // A console has broken it into lines; the terminal says what is pasted.
  const broken = (await next()).replace(/.{100}/g, '$&\r');
  const pasting = onTerminal(lab, ['import', 'contoso']);
  await pasting.answers(/Refresh token \(not shown\): /, ENTER);
  await pasting.answers(/Paste the refresh token here\.[\s\S]*\(not shown\): /, `\x1b[200~${broken}\x1b[201~${ENTER}`);
  expect(await pasting.ended()).toMatchObject({ code: 0, shown: expect.stringContaining('Imported into "Contoso".') });
  shown.push(pasting.raw());
  // One that doesn't: what comes after the first line must not spill into the shell.
  const spilling = onTerminal(lab, ['import', 'contoso']);
  await spilling.answers(/\(not shown\): /, `${broken}${ENTER}`);
  await spilling.answers(/Several lines were pasted/, CTRL_C);
  shown.push((await spilling.ended()).shown);

  const kept = await refreshTokens(lab.keyring);
  expect(await run(['import', 'contoso'], { input: '{"a": 1}' })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('This looks like JSON'),
  });
  expect(await run(['import', 'contoso'])).toMatchObject({ code: 2, stderr: 'Standard input is empty.\n' });
  expect(await run(['import', 'contoso', '--file', '/'])).toMatchObject({
    code: 2,
    stderr: '--file: / is a folder.\n',
  });
  const revoked = await next();
  lab.cloud.revoke();
  expect(await run(['import', 'contoso'], { input: revoked })).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('AADSTS50173'),
  });
  expect(await refreshTokens(lab.keyring)).toEqual(kept);

  const secrets = new Map([...given, ...kept].map((token, index) => [`token ${index}`, token]));
  const files = await Promise.all((await readdir(lab.dataFolder)).map(async (name) => join(lab.dataFolder, name)));
  const contents = await Promise.all(
    files.map(async (name) => ((await stat(name)).isFile() ? { name, content: await readFile(name) } : null)),
  );
  const places = [
    ...contents.filter((place) => place !== null),
    { name: 'shown', content: Buffer.from(shown.join('\n')) },
  ];
  expect(findLeaks(secrets, places)).toEqual([]);
}, 120_000);

test('exports a refresh token on record, and takes off the record what did not get there', async () => {
  const lab = await startLab();
  await lab.seed('Contoso');
  const [token = ''] = await refreshTokens(lab.keyring);
  const folder = join(lab.keyring.folder, 'out');
  await mkdir(folder);
  const file = join(folder, 'token.txt');

  // Nothing leaves without a yes, and nothing is overwritten.
  expect(await lab.run(['export', 'contoso', '--to', file])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^Export the refresh token of "Contoso"\? .*Without a terminal, add --yes\.\n$/),
  });
  for (const keys of [ENTER, CTRL_C]) {
    const asking = onTerminal(lab, ['export', 'contoso', '--print']);
    await asking.answers(/Export the refresh token of "Contoso"\?/, keys);
    expect(await asking.ended()).toMatchObject({
      code: 130,
      shown: expect.stringContaining('Canceled. Nothing changed.'),
    });
  }
  const aimless = onTerminal(lab, ['export', 'contoso']);
  expect(await aimless.ended()).toMatchObject({ code: 2, shown: expect.stringContaining('--to FILE, or --print') });
  const wordy = ['export', 'contoso', '--to', file, '--yes', '--label', 'x'.repeat(61)];
  expect(await lab.run(wordy)).toMatchObject({ code: 2, stderr: 'A label has at most 60 characters.\n' });
  expect(await exportsOf(lab)).toEqual([]);

  expect(await lab.run(['export', 'contoso', '--to', file, '--yes'])).toMatchObject({ code: 0, stdout: '' });
  expect(await readFile(file, 'utf8')).toBe(token);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await exportsOf(lab)).toMatchObject([{ to: 'file' }]);
  const again = ['export', 'contoso', '--yes', '--to', file];
  expect(await lab.run(again)).toMatchObject({
    code: 2,
    stderr: `${file} exists. Use another name, or --force to overwrite it.\n`,
  });
  await writeFile(file, 'old');
  const forced = await lab.run([...again, '--force', '--json']);
  expect(documented('export', forced.stdout)).toMatchObject({
    connection: { name: 'Contoso', exportedTokensInUse: 2 },
    file,
  });
  expect(await readFile(file, 'utf8')).toBe(token);
  await symlink(file, join(folder, 'link'));
  for (const odd of ['/dev/stdout', folder, join(folder, 'link')])
    expect(await lab.run(['export', 'contoso', '--yes', '--force', '--to', odd])).toMatchObject({
      code: 2,
      stderr: `${odd} isn't an ordinary file. Use another name.\n`,
    });

  // To a pipe, and on a terminal after a question.
  const piped = await lab.run(['export', 'contoso', '--yes']);
  expect(piped).toMatchObject({ code: 0, stdout: `${token}\n`, stderr: expect.stringContaining('It expires on 20') });
  const confirmed = onTerminal(lab, ['export', 'contoso'], `> '${join(folder, 'redirected')}'`);
  await confirmed.answers(/Export the refresh token of "Contoso"\?/, 'y');
  expect(await confirmed.ended()).toMatchObject({ code: 0 });
  expect(await readFile(join(folder, 'redirected'), 'utf8')).toBe(`${token}\n`);
  expect(await exportsOf(lab)).toHaveLength(4);

  // What can't be written has not left.
  const full = onTerminal(lab, ['export', 'contoso', '--yes'], '> /dev/full');
  expect(await full.ended()).toMatchObject({
    code: 1,
    shown: "Couldn't write to standard output (ENOSPC), so nothing was exported.\n",
  });
  expect(await lab.run(['export', 'contoso', '--yes', '--to', join(folder, 'none', 'token')])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('so nothing was exported.'),
  });
  if (canMount) {
    const disk = join(folder, 'disk');
    await mkdir(disk);
    const unmount = mountDisk(disk, 'size=4k');
    try {
      await writeFile(join(disk, 'fill'), 'x'.repeat(4096)).catch(() => undefined);
      expect(await lab.run(['export', 'contoso', '--yes', '--to', join(disk, 'token')])).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('(ENOSPC), so nothing was exported.'),
      });
      expect(await readdir(disk)).toEqual(['fill']);
    } finally {
      unmount();
    }
  }
  expect(await exportsOf(lab)).toHaveLength(4);

  // Whoever removes the connection is told of what keeps working.
  const removing = onTerminal(lab, ['remove', 'contoso']);
  await removing.sees(/Remove "Contoso"\?[\s\S]*4 exported tokens are still in use/);
  await removing.sees(/to a file, until 20/);
  removing.types(ENTER);
  expect(await removing.ended()).toMatchObject({ code: 130 });
  expect(await refreshTokens(lab.keyring)).toEqual([token]);
  const removed = await lab.run(['remove', 'contoso', '--yes', '--json']);
  expect(documented('remove', removed.stdout)).toMatchObject({ name: 'Contoso', exportedTokensInUse: 4 });
  expect(await lab.keyring.entries()).toEqual([]);
}, 120_000);
