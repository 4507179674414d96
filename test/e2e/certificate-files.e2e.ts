import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { derOf } from '../support/der';
import { openPfx } from '../support/pfx';
import { type Issued, issue, p7b } from '../support/x509';
import { expect, test } from './app';
import { openMenu, startPractising } from './steps';
import { chooseTogether } from './witness';

const PASSPHRASE = 'open-sesame';
const own = issue({ name: 'own', key: 'rsa' });
const year = (number: number) => new Date(Date.UTC(number, 0));
const renewed = (name: string, from: number, to: number, key = own.privateKey) =>
  issue({ name, key, notBefore: year(from), notAfter: year(to) });
const expired = renewed('expired', 2019, 2021);
const current = renewed('current', 2020, 2045);
const longest = renewed('longest', 2020, 2046);
const future = renewed('future', 2044, 2049);
const elliptic = issue({ name: 'elliptic', key: 'ec' });
const short = issue({ name: 'short', key: 'rsa-1024' });

const locked = own.privateKey.export({
  type: 'pkcs8',
  format: 'der',
  cipher: 'aes-256-cbc',
  passphrase: PASSPHRASE,
});
const older = own.privateKey.export({ type: 'pkcs1', format: 'der' });
const whole = (...all: readonly Issued[]) => all.map(({ cert, key }) => cert + key).join('');
const base64 = openPfx(own.key, current.cert).toString('base64');

type Content = string | Buffer;
/** What the files hold that a person chooses together, and whose certificate is taken. `PASSPHRASE` opens what is locked. */
const USABLE: ReadonlyArray<readonly [string, readonly Content[], issuedTo: string]> = [
  ['the expired and the renewed one of a key', [whole(expired, current)], 'CN=current'],
  ['the same in the other order', [whole(current, expired)], 'CN=current'],
  ['the same as a PFX file', [openPfx(own.key, expired.cert, current.cert)], 'CN=current'],
  ['a future one first', [future.cert + current.cert + own.key], 'CN=current'],
  ['an EC pair before a good RSA pair', [whole(elliptic, current)], 'CN=current'],
  ['two that are valid', [current.cert + longest.cert + own.key], 'CN=longest'],
  ['one whose key is too short, in a file of its own', [whole(short), whole(current)], 'CN=current'],
  ['a certificate in PEM and its key in DER', [current.cert, derOf(own.key)], 'CN=current'],
  ['a certificate in PEM and its locked key in DER', [current.cert, locked], 'CN=current'],
  ['a .p7b chain and its key in PEM', [p7b(expired.cert, current.cert), own.key], 'CN=current'],
  ['the key first, of an older form', [older, derOf(current.cert)], 'CN=current'],
  ['a .p7b chain and its locked key in DER', [locked, p7b(current.cert, expired.cert)], 'CN=current'],
  ['a PFX file in base64 after a byte order mark', [`\ufeff${base64}`], 'CN=current'],
  ['a PFX file in base64 in quotes', [`"${base64}"\r\n`], 'CN=current'],
  ['a PFX file in base64 in UTF-16', [Buffer.from(`\ufeff${base64}\r\n`, 'utf16le')], 'CN=current'],
  ['a key whose lines are indented', [`key: |\n${(own.key + current.cert).replace(/^(?=.)/gm, '    ')}`], 'CN=current'],
  ['PEM in a string of JSON', [JSON.stringify({ value: whole(current) })], 'CN=current'],
];

const UNUSABLE: ReadonlyArray<readonly [string, readonly Content[], words: string]> = [
  ['the best one has expired', [whole(elliptic, expired)], 'The certificate has expired.'],
  ["the best one isn't valid yet", [whole(expired, future)], "The certificate isn't valid yet."],
  ['the key is of another', [current.cert, short.key], "The private key doesn't match the certificate."],
];

test('whatever files a person chooses, the best pair in them is taken, or its flaw is told', async ({ tray }) => {
  const folder = await mkdtemp(join(tmpdir(), 'ptt-certificate-'));
  await startPractising(tray);
  const panel = await tray.panel();
  await openMenu(tray, 'Practice', 'Replace secret');
  const dialog = panel.getByRole('dialog');
  await dialog.getByRole('radio', { name: /^Certificate/ }).check();
  const chosen = dialog.getByLabel('Chosen certificate');
  let turn = 0;
  const choose = async (contents: readonly Content[]): Promise<string> => {
    turn += 1;
    const names = contents.map((_, at) => `${turn}-${at}`);
    for (const [at, content] of contents.entries()) await writeFile(join(folder, `${turn}-${at}`), content);
    await chooseTogether(tray.electron, ...names.map((name) => join(folder, name)));
    await dialog.getByRole('button', { name: /^Choose (?:another )?certificate/ }).click();
    return names.join(', ');
  };

  for (const [what, contents, issuedTo] of USABLE)
    await test.step(what, async () => {
      const names = await choose(contents);
      const passphrase = dialog.getByLabel(`Passphrase for ${names}`);
      await expect(passphrase.or(chosen.getByText(names, { exact: true }))).toBeVisible();
      if (await passphrase.isVisible()) {
        await passphrase.fill(PASSPHRASE);
        await passphrase.press('Enter');
      }
      await expect(chosen.getByText(names, { exact: true })).toBeVisible();
      await expect(chosen).toContainText(issuedTo);
    });

  for (const [what, contents, words] of UNUSABLE)
    await test.step(what, async () => {
      await choose(contents);
      await expect(dialog).toContainText(words);
    });

  await test.step('it replaces the secret', async () => {
    await expect(chosen.getByText(await choose([whole(expired, current)]), { exact: true })).toBeVisible();
    await dialog.getByRole('button', { name: 'Replace', exact: true }).click();
    await expect(dialog).toBeHidden();
  });
  await rm(folder, { recursive: true });
});
