import { generateKeyPairSync } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findLeaks } from '../../e2e/leaks';
import { issue } from '../../support/x509';
import { applicationOf, placeOf } from '../support/adding';
import { type Lab, startLab } from '../support/cli';
import { documented } from '../support/documented';
import { CTRL_C, CTRL_D, DOWN, ENTER, onTerminal } from '../support/running';

const PASSPHRASE = 'correct horse battery staple';
const GUID = '00000000-0000-4000-8000-000000000000';

/** A certificate that the lab's cloud knows, with its key behind a passphrase, and a file with that. */
async function makeCertificate({ cloud, keyring }: Lab) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { cert } = issue({ name: 'Contoso', key: privateKey });
  cloud.addCertificate(cloud.partner.certificateClientId, cert);
  const locked = privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: PASSPHRASE });
  const files = { certificate: join(keyring.folder, 'cert.pem'), key: join(keyring.folder, 'key.pem') };
  const passphrase = join(keyring.folder, 'passphrase.txt');
  await writeFile(files.certificate, cert);
  await writeFile(files.key, locked);
  await writeFile(passphrase, `${PASSPHRASE}\n`);
  return { args: ['--certificate', files.certificate, '--certificate', files.key], passphrase };
}

/** The files of a folder, by name. */
async function filesIn(folder: string) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return Promise.all(files.map(async (name) => ({ name, content: await readFile(name) })));
}

test('adds and edits by questions and by options; no secret shows anywhere', async () => {
  const lab = await startLab();
  const { partner } = lab.cloud;
  const place = await placeOf(lab);
  const [, authority = '', , partnerCenter = '', , scope = '', , authorityFile = ''] = place;
  const shown: string[] = [];
  const run: Lab['run'] = async (args, options) => {
    const ended = await lab.run(args, options);
    shown.push(ended.stdout, ended.stderr);
    return ended;
  };

  // Every question.
  const asking = onTerminal(lab, ['add']);
  await asking.answers(/Name\n/, ` ${ENTER}`);
  await asking.answers(/Enter a name/, `Contoso${ENTER}`);
  await asking.answers(/Cloud\n/, DOWN.repeat(4) + ENTER);
  await asking.answers(/Authority\n/, `${authority}${ENTER}`);
  await asking.answers(/Partner Center address\n/, `${partnerCenter}${ENTER}`);
  await asking.answers(/Partner Center scope\n/, `${scope}${ENTER}`);
  await asking.answers(/authority's certificate/, `/none${ENTER}`);
  await asking.answers(/\/none doesn't exist\.[\s\S]*authority's certificate/, `${authorityFile}${ENTER}`);
  await asking.answers(/Tenant ID or domain\n/, `common${ENTER}`);
  await asking.answers(/means any tenant/, `\x15${partner.tenantId}${ENTER}`);
  await asking.answers(/client\) ID\n/, `${partner.clientId}${ENTER}`);
  await asking.answers(/How the application authenticates\n/, ENTER);
  await asking.answers(/Resource\n/, ENTER);
  await asking.answers(/Redirect URI, as registered\n/, ENTER);
  await asking.answers(/How to sign in\n/, ENTER);
  await asking.answers(/Client secret \(not shown\): /, ENTER);
  await asking.answers(/Enter the client secret's value.*\n.*\(not shown\): /, `${partner.clientSecret}${ENTER}`);
  const added = await asking.ended();
  expect(added).toMatchObject({
    code: 0,
    shown: expect.stringMatching(/Added "Contoso"\.\s+Next, sign in: partner-token sign-in "Contoso"\s/),
  });
  shown.push(asking.raw());

  // No question whose option was given; what is canceled, or ended, leaves nothing.
  for (const [keys, code, words] of [
    [CTRL_C, 130, 'Canceled. Nothing changed.'],
    [CTRL_D, 2, 'Standard input ended'],
  ] as const) {
    const first = onTerminal(lab, ['add', '--name', 'West']);
    await first.answers(/Cloud\n/, keys);
    const hidden = onTerminal(lab, ['add', '--name', 'West', ...place, ...applicationOf(lab), '--secret-stdin']);
    await hidden.answers(/Client secret \(not shown\): /, `half a secret${keys}`);
    for (const screen of [first, hidden]) {
      const ended = await screen.ended();
      expect(ended).toMatchObject({ code, shown: expect.stringContaining(words) });
      expect(ended.shown).not.toMatch(/half a secret|Name\n/);
    }
  }
  const taken = onTerminal(lab, ['add', '--name', 'CONTOSO']);
  expect(await taken.ended()).toMatchObject({
    code: 2,
    shown: expect.stringContaining('--name: Another connection has this name.'),
  });

  // By options: a secret from standard input and from a file, a certificate, a public client.
  const common = [...place, ...applicationOf(lab), '--refresh-every', '12h', '--resource', 'partner-center'];
  const piped = await run(['add', '--json', '--name', 'Piped', ...common, '--secret-stdin'], {
    input: `\ufeff${partner.clientSecret}\r\n`,
  });
  expect(piped).toMatchObject({ code: 0, stderr: '' });
  expect(documented('add', piped.stdout)).toMatchObject({
    name: 'Piped',
    cloud: 'custom',
    application: 'secret',
    status: 'new',
  });
  const secretFile = join(lab.keyring.folder, 'secret.txt');
  await writeFile(secretFile, `"${partner.clientSecret}"`);
  const fromFile = await run(['add', '--name', "O'Brien & Co", ...common, '--secret-file', secretFile]);
  expect(fromFile).toEqual({
    code: 0,
    stdout: 'Added "O\'Brien & Co".\n',
    stderr:
      // A name that a shell could misread is told by its ID.
      expect.stringMatching(
        /^Warning: The secret is in quotation marks\. Remove them if they aren't part of it\.\nNext, sign in: partner-token sign-in [0-9a-f]{32}\n$/,
      ),
  });
  const certificate = await makeCertificate(lab);
  const certified = ['add', '--name', 'Certified', ...place, ...applicationOf(lab, partner.certificateClientId)];
  expect(await run([...certified, ...certificate.args])).toMatchObject({
    code: 2,
    stderr: '--certificate: This file is protected. Enter its passphrase. Use --certificate-passphrase-file FILE.\n',
  });
  const unlocking = onTerminal(lab, [...certified, ...certificate.args]);
  await unlocking.answers(/passphrase \(not shown\): /, `wrong${ENTER}`);
  await unlocking.answers(/doesn't open this file[\s\S]*\(not shown\): /, CTRL_C);
  expect(await unlocking.ended()).toMatchObject({ code: 130 });
  shown.push(unlocking.raw());
  expect(
    await run([...certified, ...certificate.args, '--certificate-passphrase-file', certificate.passphrase]),
  ).toMatchObject({ code: 0 });

  // Edits: by options, by questions, and with a new secret, which is tried first.
  const moved = ['edit', 'piped', '--name', 'Two', '--remind-only', '--scope', `${scope}s`];
  expect(await run(moved)).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^Change whom "Piped" trusts\? .* Without a terminal, add --yes\.\n$/),
  });
  expect(await run([...moved, '--yes'])).toEqual({ code: 0, stdout: 'Changed "Two".\n', stderr: '' });
  const editing = onTerminal(lab, ['edit', 'two']);
  await editing.answers(/Name\n/, `${CTRL_C}`);
  expect(await editing.ended()).toMatchObject({ code: 130 });
  const whole = onTerminal(lab, ['edit', 'Contoso']);
  await whole.answers(/Name\n/, ` One${ENTER}`);
  for (const question of [
    /Cloud\n/,
    /Authority\n/,
    /Center address\n/,
    /Center scope\n/,
    /Tenant/,
    /client\) ID/,
    /Resource\n/,
    /Redirect/,
    /sign in\n/,
  ])
    await whole.answers(question, ENTER);
  await whole.answers(/Replace the client secret\?/, ENTER);
  expect(await whole.ended()).toMatchObject({ code: 0, shown: expect.stringContaining('Changed "Contoso One".') });
  expect(await run(['edit', 'Contoso', '--secret-stdin'], { input: 'another-secret-of-some-length' })).toMatchObject({
    code: 0,
  });
  expect(await run(['remove', 'two', '--yes'])).toEqual({ code: 0, stdout: 'Removed "Two".\n', stderr: '' });
  const file = JSON.parse(await readFile(join(lab.dataFolder, 'connections.json'), 'utf8'));
  const names = file.connections.map(({ name }: { name: string }) => name);
  expect(names.sort()).toEqual(['Certified', 'Contoso One', "O'Brien & Co"]);

  const secrets = new Map([
    ['client secret', partner.clientSecret],
    ['passphrase', PASSPHRASE],
    ['new secret', 'another-secret-of-some-length'],
  ]);
  const places = [
    ...(await filesIn(lab.dataFolder)),
    { name: 'what was shown', content: Buffer.from(shown.join('\n')) },
  ];
  expect(findLeaks(secrets, places)).toEqual([]);
}, 120_000);

test('says in a sentence what is wrong with the options, and repeats no secret', async () => {
  const lab = await startLab();
  const folder = join(lab.keyring.folder, 'folder');
  await mkdir(folder);
  const file = async (name: string, content: string | Buffer) => {
    const path = join(lab.keyring.folder, name);
    await writeFile(path, content);
    return path;
  };
  const large = await file('large', 'x'.repeat(70_000));
  const binary = await file('binary', Buffer.from([0x66, 0xff, 0xfe, 0x00]));
  const empty = await file('empty', '\n');
  const whole = ['add', '--name', 'Contoso', '--tenant', GUID, '--client-id', GUID];
  const secret = [...whole, '--secret-stdin'];
  const wrong: ReadonlyArray<readonly [readonly string[], string]> = [
    [
      ['add'],
      "Without a terminal to ask on, --name, --tenant, --client-id, --secret-stdin, --secret-file, --certificate, or --public can't be left out.",
    ],
    [['add', '--cloud', 'custom', ...whole.slice(1)], '--authority, --partner-center, --scope'],
    [['add', '--tenant', 'nope'], "--tenant: This isn't a GUID or a domain."],
    [['add', '--client-id', '123'], "--client-id: This isn't a GUID."],
    [
      [...secret, '--cloud', 'mars'],
      '--cloud can\'t be "mars". Use global, us-government, china, practice, or custom.',
    ],
    [[...secret, '--resource', 'sharepoint'], '"sharepoint" isn\'t a resource.'],
    [[...secret, '--sign-in-method', 'fax'], '--sign-in-method can\'t be "fax".'],
    [[...secret, '--sign-in-method', 'device-code'], '--sign-in-method: Only a public client'],
    [[...secret, '--redirect-uri', 'ftp://x'], '--redirect-uri: Use https://'],
    [[...secret, '--refresh-every', 'often'], "--refresh-every often isn't a length of time."],
    [[...secret, '--refresh-every', '5m'], '--refresh-every has to be from 1h to 30d.'],
    [
      [...secret, '--cloud', 'global', '--authority', 'https://x.example'],
      '--cloud: Only a custom cloud has its own addresses.',
    ],
    [[...secret, '--authority', 'http://x.example'], '--authority: The authority must start with https://.'],
    [[...secret, '--extra-ca', empty], "--extra-ca: There's no certificate in this file."],
    [[...secret, '--public'], "can't be used together."],
    [secret, 'Standard input is empty.'],
    [[...whole, '--secret-file', join(folder, 'none')], "none doesn't exist."],
    [[...whole, '--secret-file', folder], `--secret-file: ${folder} is a folder.`],
    [[...whole, '--secret-file', large], `--secret-file: ${large} is too large.`],
    [[...whole, '--secret-file', binary], `--secret-file: ${binary} isn't a text file.`],
    [[...whole, '--secret-file', empty], `--secret-file: ${empty} is empty.`],
    [[...whole, '--certificate', empty], '--certificate: This file is empty.'],
    [[...whole, '--certificate', '/dev/zero'], '--certificate: This file is too large'],
    [
      [...whole, '--secret', 'hunter22hunter22'],
      "A secret can't be an argument (--secret): other programs see it there, and it stays in your shell's history",
    ],
    [[...whole, '--client-secret=hunter22hunter22'], "A secret can't be an argument (--client-secret)"],
    [[...whole, '--scret=hunter22hunter22'], 'There\'s no option "--scret".'],
    [['import', 'Contoso', 'hunter22hunter22'], "A secret can't be an argument (behind the name)"],
    [['import', 'Contoso', '--token', 'hunter22hunter22'], "A secret can't be an argument (--token)"],
    [['edit', 'Contoso'], 'Nothing to change'],
    [['edit', 'Contoso', '--name', 'X'], 'There are no connections yet.'],
    [['remove', 'Contoso'], 'There are no connections yet.'],
  ];
  for (const [args, words] of wrong) {
    const { code, stdout, stderr } = await lab.run(args);
    expect({ args, code, stdout, stderr }).toEqual({
      args,
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(words),
    });
    expect(stderr).not.toMatch(/hunter22|\n\s+at /);
  }
}, 120_000);
