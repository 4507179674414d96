import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { refreshTokens } from '../../e2e/keychain';
import { addPublicClient } from '../support/adding';
import { type Lab, startLab } from '../support/cli';
import { documented } from '../support/documented';
import { enterCode, signInAt } from '../support/person';
import { CTRL_C, onTerminal, start } from '../support/running';

const ADDRESS = /open this address in a browser on this computer\. Ctrl\+C cancels\.\s+(https?:\S+)/;
const CODE = /open (\S+) on any device and enter the code /;

/** An `xdg-open` that notes the address, and ends with a code. */
async function opener({ keyring }: Lab, code = 0) {
  const folder = join(keyring.folder, `opener-${code}`);
  const noted = join(folder, 'address');
  await mkdir(folder);
  const script = `#!/bin/sh\nprintf %s "$1" > '${noted}.part'; mv '${noted}.part' '${noted}'; exit ${code}\n`;
  await writeFile(join(folder, 'xdg-open'), script, { mode: 0o755 });
  const nextAddress = async () => {
    while (!existsSync(noted)) await wait(20);
    const address = await readFile(noted, 'utf8');
    await rm(noted);
    return address;
  };
  return { env: { PATH: `${folder}:${process.env.PATH}` }, nextAddress };
}

test('signs in in the system browser, by an address, and with a code; what is canceled is as it was', async () => {
  const lab = await startLab();
  await lab.seed('Contoso');
  await addPublicClient(lab, 'West');
  const tokens = () => refreshTokens(lab.keyring);
  const [seeded] = await tokens();

  const browser = await opener(lab);
  const opened = start(lab, ['sign-in', 'contoso', '--consent'], browser.env);
  await opened.sees(/Sign in in the browser that has opened\. Ctrl\+C cancels\./);
  // While a person takes their time, others are answered.
  expect(await lab.run(['token', 'contoso'])).toMatchObject({ code: 0, stderr: '' });
  expect((await signInAt(lab, await browser.nextAddress())).status).toBe(200);
  expect(await opened.ended()).toMatchObject({
    code: 0,
    shown: expect.stringMatching(/Signed in to "Contoso" as alex@\S+ with MFA\. The refresh token expires on 20\d\d-/),
  });
  expect((await tokens())[0]).not.toBe(seeded);

  // No browser is found: the address is shown.
  const none = start(lab, ['sign-in', 'Contoso', '--json'], (await opener(lab, 3)).env);
  await signInAt(lab, await none.sees(ADDRESS));
  const { code, shown } = await none.ended();
  expect(code).toBe(0);
  expect(documented('sign-in', shown.slice(shown.indexOf('{')))).toMatchObject({
    name: 'Contoso',
    status: 'fine',
    mfa: true,
  });

  const coded = start(lab, ['sign-in', 'west']);
  const page = await coded.sees(CODE);
  await enterCode(lab, page, await coded.sees(/(\S+) by 20\d\d-\S+ \S+ UTC\. Ctrl\+C cancels\./));
  expect(await coded.ended()).toMatchObject({
    code: 0,
    shown: expect.stringContaining('Signed in to "West" as alex@'),
  });

  // Ctrl+C in the middle: one line, nothing changed, and the connection can be signed in to at once.
  const before = await tokens();
  const canceled = onTerminal(lab, ['sign-in', 'contoso', '--no-browser']);
  await canceled.sees(ADDRESS);
  canceled.types(CTRL_C);
  const ended = await canceled.ended();
  expect(ended).toMatchObject({ code: 130, shown: expect.stringMatching(/\s(\^C)?Canceled\. Nothing changed\.\s*$/) });
  const code130 = start(lab, ['sign-in', 'west']);
  await code130.sees(CODE);
  code130.process.kill('SIGINT');
  expect(await code130.ended()).toMatchObject({ code: 130 });
  expect(await tokens()).toEqual(before);

  // What can't be is said before anything is opened.
  expect(await lab.run(['sign-in', 'contoso', '--device-code'])).toEqual({
    code: 2,
    stdout: '',
    stderr: 'Only a public client can sign in with a device code.\n',
  });
  expect(await lab.run(['sign-in', 'Contozo'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Did you mean'),
  });

  // Whoever lives signs in for the others, and stops when they do.
  const keeper = start(lab, ['sign-in', 'west']);
  await keeper.sees(CODE);
  const asked = start(lab, ['sign-in', 'contoso', '--no-browser']);
  await signInAt(lab, await asked.sees(ADDRESS));
  expect(await asked.ended()).toMatchObject({ code: 0, shown: expect.stringContaining('Signed in to "Contoso"') });
  const given = start(lab, ['sign-in', 'contoso', '--no-browser']);
  const address = await given.sees(ADDRESS);
  given.process.kill('SIGINT');
  expect(await given.ended()).toMatchObject({ code: 130 });
  // It may still refuse for a moment, until the one that lives has heard of it.
  const afterwards = () => signInAt(lab, address).then(({ status }) => String(status), String);
  await expect.poll(afterwards).toContain('fetch failed');
  keeper.process.kill('SIGINT');
  expect(await keeper.ended()).toMatchObject({ code: 130 });
}, 120_000);
