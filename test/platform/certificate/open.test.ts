import { createCipheriv, createPrivateKey, createPublicKey, pbkdf2Sync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CertificateProblem } from '../../../src/platform/certificate/unreadable';
import { derOf, integer, NULL, octets, oid, pem, sequence } from '../../support/der';
import { openPfx } from '../../support/pfx';
import { issue, p7b } from '../../support/x509';
import { expectProblem, file, PASSPHRASE, read, readWell, SHA256 } from './support';

const application = issue({ name: 'Application', key: 'rsa' });
const { cert, key, privateKey } = application;
const leafPem = file('leaf.pem').toString();
const CERTIFICATE = { certificate: cert, privateKey: key, subject: 'CN=Application' };

const pkcs1 = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const protectedKey = (cipher: string) =>
  privateKey.export({ type: 'pkcs8', format: 'pem', cipher, passphrase: PASSPHRASE }).toString();
const oldProtection = privateKey
  .export({ type: 'pkcs1', format: 'pem', cipher: 'aes-128-cbc', passphrase: PASSPHRASE })
  .toString();

const KEYS: [string, string][] = [
  ['PKCS#8', key],
  ['PKCS#1', pkcs1],
  ['PKCS#8, protected with AES-256', protectedKey('aes-256-cbc')],
  ['PKCS#8, protected with TripleDES', protectedKey('des-ede3-cbc')],
  ['PKCS#1 in the old protection', oldProtection],
];

describe('a PEM file', () => {
  it.each(KEYS)('with a key in %s is read, the key before or after the certificate', async (_form, pemKey) => {
    const after = await readWell(`${cert}${pemKey}`, PASSPHRASE);
    const before = await readWell(`Bag Attributes\r\n  friendlyName: Größe\r\n${pemKey}${cert}`, PASSPHRASE);
    expect(after).toEqual(before);
    expect(after).toMatchObject(CERTIFICATE);
  });

  it.each([
    ['PKCS#8', protectedKey('aes-256-cbc')],
    ['the old protection', oldProtection],
  ])('with a key in %s asks for the passphrase, and tells a wrong one', async (_form, pemKey) => {
    expect(await read(cert + pemKey)).toEqual(expectProblem('passphrase-needed'));
    for (const passphrase of ['wrong', 'wronger', 'gräß€'])
      expect(await read(cert + pemKey, passphrase)).toEqual(expectProblem('passphrase-wrong'));
  });

  it('in the old protection tells a wrong passphrase also when what comes out looks decrypted', async () => {
    const codeFor = (passphrase: string) => {
      try {
        createPrivateKey({ key: oldProtection, passphrase });
        return '';
      } catch (error) {
        return error instanceof Error && 'code' in error ? String(error.code) : '';
      }
    };
    // One in 256 leaves padding that fits.
    const wrong = Array.from({ length: 10_000 }, (_, at) => `wrong ${at}`);
    const lucky = wrong.find((passphrase) => !codeFor(passphrase).includes('BAD_DECRYPT'));
    expect(await read(cert + oldProtection, lucky)).toEqual(expectProblem('passphrase-wrong'));
  });

  it('whose key has an old protection with a cipher that is no more is told apart', async () => {
    const single = oldProtection.replace(/DEK-Info: .*/, 'DEK-Info: DES-CBC,E5ED8B4E75E1B726');
    expect(await read(cert + single, PASSPHRASE)).toEqual(expectProblem('unknown-protection'));
  });

  it('whose key takes the 600,000 iterations of Bouncy Castle, the most that a tool takes by itself, is read', async () => {
    const [salt, iv] = [Buffer.alloc(8, 1), Buffer.alloc(16, 2)];
    const cipher = createCipheriv('aes-256-cbc', pbkdf2Sync(PASSPHRASE, salt, 600_000, 32, 'sha256'), iv);
    const kdf = sequence(
      oid('1.2.840.113549.1.5.12'),
      sequence(octets(salt), integer(Buffer.from('0927c0', 'hex')), sequence(oid('1.2.840.113549.2.9'), NULL)),
    );
    const aes = sequence(oid('2.16.840.1.101.3.4.1.42'), octets(iv));
    const algorithm = sequence(oid('1.2.840.113549.1.5.13'), sequence(kdf, aes));
    const slow = sequence(algorithm, octets(Buffer.concat([cipher.update(derOf(key)), cipher.final()])));
    const { privateKey } = await readWell(cert + pem('ENCRYPTED PRIVATE KEY', slow), PASSPHRASE);
    expect(privateKey).toBe(key);
  });

  it('whose key would take a computer minutes to open is refused at once', async () => {
    const aes = sequence(oid('2.16.840.1.101.3.4.1.42'), octets(Buffer.alloc(16)));
    const scrypt = sequence(
      oid('1.3.6.1.4.1.11591.4.11'),
      sequence(
        octets(Buffer.alloc(8)),
        integer(Buffer.from('4000', 'hex')),
        integer(8),
        integer(Buffer.from('4000', 'hex')),
      ),
    );
    const pbkdf2 = sequence(
      oid('1.2.840.113549.1.5.12'),
      sequence(octets(Buffer.alloc(8)), integer(Buffer.from('7fffffff', 'hex'))),
    );
    for (const kdf of [scrypt, pbkdf2]) {
      const algorithm = sequence(oid('1.2.840.113549.1.5.13'), sequence(kdf, aes));
      const slow = pem('ENCRYPTED PRIVATE KEY', sequence(algorithm, octets(Buffer.alloc(32))));
      expect(await read(cert + slow, PASSPHRASE)).toEqual(expectProblem('unknown-protection'));
    }
  });
});

describe('a text', () => {
  const whole = `${cert}${key}`;
  const base64 = file('openssl-3.pfx').toString('base64');
  const lines = base64.replace(/.{76}/g, '$&\r\n');

  it.each<[string, Buffer | string]>([
    ['as Key Vault gives it out', base64],
    ['over lines', lines],
    ['with a UTF-8 byte order mark, as Windows editors save it', `\ufeff${base64}`],
    ['in UTF-16, as PowerShell 5 sends it to a file', Buffer.from(`\ufeff${lines}\r\n`, 'utf16le')],
    ['in UTF-16 the other way round', Buffer.from(`\ufeff${lines}\r\n`, 'utf16le').swap16()],
    ['in quotes, as az prints it', `"${base64}"\n`],
    ['in single quotes', `'${base64}'`],
    ['in the JSON of "az keyvault secret show"', JSON.stringify({ kid: 'k', name: 'n', value: base64 }, null, 2)],
    ['as Format-List prints it', `Name  : n\r\nValue : ${lines.replaceAll('\r\n', '\r\n        ')}\r\nTags  :\r\n`],
    ['as a data: address', `data:application/x-pkcs12;base64,${base64}`],
  ])('that is a PFX file in base64 is read %s', async (_how, text) => {
    expect((await readWell(text, PASSPHRASE)).thumbprint).toBe(SHA256);
  });

  const indented = (text: string) => text.replace(/^(?=.)/gm, '    ');

  it.each<[string, Buffer | string]>([
    ['saved by Notepad as Unicode', Buffer.from(`\ufeff${whole}`, 'utf16le')],
    ['with a UTF-8 byte order mark', `\ufeff${whole}`],
    ['in one string of JSON, as az prints it', JSON.stringify(whole)],
    ['on one line, as environment variables hold it', whole.replaceAll('\n', ' ')],
    ['quoted in a mail', whole.replace(/^(?=.)/gm, '> ')],
    ['with Windows line ends', whole.replaceAll('\n', '\r\n')],
  ])('in PEM is read %s', async (_how, text) => {
    expect(await readWell(text)).toMatchObject(CERTIFICATE);
  });

  it.each(KEYS)('in PEM that is indented, as in YAML, is read with its key in %s', async (_form, pemKey) => {
    expect(await readWell(`certificate: |\n${indented(cert + pemKey)}`, PASSPHRASE)).toMatchObject(CERTIFICATE);
  });
});

describe('files that belong together', () => {
  const keys: [string, Buffer | string][] = [
    ['PKCS#8 in PEM', key],
    ['PKCS#8 in DER', derOf(key)],
    ['PKCS#1 in DER', derOf(pkcs1)],
    ['PKCS#8 in DER, protected with AES-256', derOf(protectedKey('aes-256-cbc'))],
    ['PKCS#8 in DER, protected with TripleDES', derOf(protectedKey('des-ede3-cbc'))],
    ['a PFX file of its own', openPfx(key)],
  ];

  it.each(keys)('are read as one with a key as %s beside a certificate of any form', async (_form, keyFile) => {
    for (const certificate of [cert, derOf(cert), p7b(cert), pem('PKCS7', p7b(cert)), openPfx(cert)]) {
      expect(await readWell([certificate, keyFile], PASSPHRASE)).toMatchObject(CERTIFICATE);
      expect(await readWell([keyFile, certificate], PASSPHRASE)).toMatchObject(CERTIFICATE);
    }
  });

  it.each(['scrypt.key', '3des.key'])('may have the key in %s, as OpenSSL writes it', async (name) => {
    expect((await readWell([leafPem, file(name)], PASSPHRASE)).thumbprint).toBe(SHA256);
    expect((await readWell([file('leaf.cer'), file(name)], PASSPHRASE)).thumbprint).toBe(SHA256);
  });

  it('may be a chain as .p7b and a key, and give the chain in order', async () => {
    const { certificate } = await readWell([file('3des.key'), file('chain.p7b')], PASSPHRASE);
    expect(certificate).toBe(`${leafPem}${file('ca.pem')}`);
  });

  it('may be three: certificate, its issuer and key', async () => {
    const { certificate } = await readWell([file('ca.pem'), file('3des.key'), file('leaf.cer')], PASSPHRASE);
    expect(certificate).toBe(`${leafPem}${file('ca.pem')}`);
  });

  it('ask for the passphrase of a key in DER, and tell a wrong one', async () => {
    const files = [cert, derOf(protectedKey('aes-256-cbc'))];
    expect(await read(files)).toEqual(expectProblem('passphrase-needed'));
    expect(await read(files, 'wrong')).toEqual(expectProblem('passphrase-wrong'));
  });

  it('are not refused for one that nothing needs', async () => {
    for (const more of [
      file('request.csr'),
      'A letter.',
      '',
      createPublicKey(privateKey).export({ type: 'spki', format: 'der' }),
    ])
      expect(await readWell([more, cert + key])).toMatchObject(CERTIFICATE);
  });

  it('say what one is when it is not what is missing', async () => {
    expect(await read([cert, file('request.csr')])).toEqual(expectProblem('request'));
    expect(await read([cert, 'A letter.'])).toEqual(expectProblem('unknown'));
    expect(await read([cert, derOf(key).subarray(0, 900)])).toEqual(expectProblem('damaged'));
    expect(await read([cert, leafPem])).toEqual(expectProblem('certificate-alone'));
  });
});

describe('what cannot be used', () => {
  const other = issue({ name: 'Other', key: 'rsa' });
  const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });

  it.each<[string, Buffer | string, CertificateProblem]>([
    ['a key of another certificate', cert + other.key, 'key-of-another'],
    ['a certificate alone', leafPem, 'certificate-alone'],
    ['a binary certificate alone', file('leaf.cer'), 'certificate-alone'],
    ['a key alone', key, 'key-alone'],
    ['a binary key alone', derOf(key), 'key-alone'],
    ['a request', file('request.csr'), 'request'],
    ['a request in PEM', pem('NEW CERTIFICATE REQUEST', file('request.csr')), 'request'],
    ['PKCS#7', file('chain.p7b'), 'certificate-alone'],
    ['PKCS#7 in PEM', pem('PKCS7', file('chain.p7b')), 'certificate-alone'],
    ['PKCS#7 without a certificate', p7b(), 'empty'],
    ['a public key', pem('PUBLIC KEY', spki), 'public-key'],
    ['a binary public key', createPublicKey(privateKey).export({ type: 'pkcs1', format: 'der' }), 'public-key'],
    ['a key for SSH', pem('OPENSSH PRIVATE KEY', Buffer.from('openssh-key-v1\0')), 'ssh-key'],
    ['nothing', '', 'empty'],
    ['white space', ' \r\n'.repeat(50_000), 'empty'],
    ['a letter', 'Dear all, please find the certificate attached.', 'unknown'],
    ['bytes', Buffer.alloc(1000, 7), 'unknown'],
    ['PEM that has no end', leafPem.slice(0, 500), 'damaged'],
    ['PEM that lacks a part', leafPem.replace(/\n.*\n.*\n/, '\n'), 'damaged'],
    ['PEM with nonsense in it', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', 'damaged'],
    ['PEM that begins and begins', '-----BEGIN X-----\n'.repeat(10_000), 'damaged'],
    ['a binary certificate cut short', file('leaf.cer').subarray(0, 500), 'damaged'],
    ['something big', Buffer.alloc(256 * 1024 + 1, 0x30), 'too-big'],
  ])('%s is told apart', async (_what, content, problem) => {
    expect(await read(content, PASSPHRASE)).toEqual(expectProblem(problem));
  });
});
