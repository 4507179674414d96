import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CertificateProblem } from '../../../src/core/validation/certificate';
import { readCertificate } from '../../../src/platform/certificate/certificate';
import { pem, tlv } from '../../support/der';
import { type Issued, issue } from '../../support/x509';

const NOW = Date.parse('2030-06-01T00:00:00Z');
const PASSPHRASE = 'open-sesame';
/** Of the certificate in most of the files, as `openssl x509 -fingerprint` tells them. */
const SHA256 = '8b40c22d592838d0732ddeb36a727d1d5c3e5a4d619d985fec362748022111f4';
const SHA1 = 'bbb4c9a1d94dcb3957d3b8467f6aff1d7da552da';

const file = (name: string): Buffer => readFileSync(join(import.meta.dirname, 'files', name));
const leafPem = file('leaf.pem').toString();

interface More {
  readonly keyFile?: Buffer;
  readonly passphrase?: string;
}

function read(content: Buffer | string, { keyFile, passphrase = '' }: More = {}, now = NOW) {
  return readCertificate([Buffer.from(content), ...(keyFile ? [keyFile] : [])], passphrase, now);
}

async function readWell(content: Buffer | string, more: More = {}) {
  const reading = await read(content, more);
  if (!reading.ok) throw new Error(reading.message);
  return reading.value;
}

const chainOf = (certificate: string): string[] =>
  (certificate.match(/-----BEGIN[\s\S]*?-----END CERTIFICATE-----\n/g) ?? []).map((one) =>
    new X509Certificate(one).subject.replace(/^[\s\S]*CN=/, ''),
  );

const expectProblem = (problem: CertificateProblem) => ({ ok: false, problem, message: expect.stringMatching(/\.$/) });

const application = issue({ name: 'Application', key: 'rsa' });

describe('a PFX file', () => {
  it.each([
    ['as OpenSSL 3, Windows 11 and Key Vault protect it (AES-256, SHA-256)', 'openssl-3.pfx', PASSPHRASE],
    ['as OpenSSL 1 and older Windows do (RC2-40, TripleDES)', 'openssl-1.pfx', PASSPHRASE],
    ['with RC2-128 and no passphrase', 'rc2-128-no-passphrase.pfx', ''],
    ['with AES-128, open certificates and no passphrase', 'aes-no-passphrase.pfx', ''],
    ['with a checksum (SHA-384) as its only protection', 'sha384-checksum-only.pfx', PASSPHRASE],
    ['without a checksum', 'no-checksum.pfx', PASSPHRASE],
    ['with AES and a passphrase beyond ASCII', 'aes-beyond-ascii.pfx', 'gräß€'],
    ['with TripleDES and a passphrase beyond ASCII', '3des-beyond-ascii.pfx', 'gräß€'],
  ])('%s is read', async (_how, name, passphrase) => {
    const value = await readWell(file(name), { passphrase });
    expect(value).toMatchObject({
      thumbprint: SHA256,
      thumbprintSha1: SHA1,
      subject: 'O=Nobody, CN=Worthless test application',
      notBefore: Date.parse('2026-11-23T14:49:41Z'),
      notAfter: Date.parse('2076-03-05T14:49:41Z'),
    });
    expect(value.privateKey).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
    expect(new X509Certificate(leafPem).checkPrivateKey(createPrivateKey(value.privateKey))).toBe(true);
    expect(value.certificate.startsWith(leafPem)).toBe(true);
  });

  it('gives the certificate first and its issuer after it', async () => {
    const { certificate } = await readWell(file('openssl-3.pfx'), { passphrase: PASSPHRASE });
    expect(chainOf(certificate)).toEqual(['Worthless test application', 'Worthless Test CA']);
  });

  it('in base64, as Key Vault gives it out, is read', async () => {
    const lines = file('openssl-3.pfx').toString('base64').replace(/.{76}/g, '$&\r\n');
    expect((await readWell(lines, { passphrase: PASSPHRASE })).thumbprint).toBe(SHA256);
  });

  it('in the looser encoding with open lengths and strings in pieces is read', async () => {
    const loose = loosen(file('openssl-3.pfx'));
    expect((await readWell(loose, { passphrase: PASSPHRASE })).thumbprint).toBe(SHA256);
  });

  const PROTECTED = ['openssl-3.pfx', 'openssl-1.pfx', 'no-checksum.pfx', 'sha384-checksum-only.pfx'];
  it.each(PROTECTED)('%s with a wrong passphrase says so', async (name) => {
    expect(await read(file(name), { passphrase: 'Open-Sesame' })).toEqual(expectProblem('passphrase-wrong'));
  });

  it('without a checksum tells a wrong passphrase also when what comes out looks decrypted', async () => {
    // One in 256 leaves padding that fits; of this file these do.
    for (const wrong of [35, 217, 808])
      expect(await read(file('no-checksum.pfx'), { passphrase: `wrong ${wrong}` })).toEqual(
        expectProblem('passphrase-wrong'),
      );
  });

  it.each(PROTECTED)('%s without its passphrase asks for one', async (name) => {
    expect(await read(file(name))).toEqual(expectProblem('passphrase-needed'));
  });

  it.each([
    ['without a key', 'no-key.pfx', 'certificate-alone'],
    ['with an elliptic curve key', 'ec.pfx', 'not-rsa'],
  ] as const)('%s is refused', async (_what, name, problem) => {
    expect(await read(file(name), { passphrase: PASSPHRASE })).toEqual(expectProblem(problem));
  });

  it('that would take a computer minutes to open is refused at once', async () => {
    const rounds = withRounds(file('openssl-3.pfx'));
    expect(await read(rounds, { passphrase: PASSPHRASE })).toEqual(expectProblem('unknown-protection'));
  });

  it('cut short anywhere, or with any byte changed, is a plain problem or still whole', async () => {
    const whole = file('aes-no-passphrase.pfx');
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), fc.boolean(), async (at, byte, cut) => {
        const bad = Buffer.from(cut ? whole.subarray(0, at) : whole);
        if (!cut) bad[at] = byte;
        const reading = await read(bad);
        if (reading.ok) expect(reading.value.thumbprint).toBe(SHA256);
        else expect(reading.message).toMatch(/\.$/);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a PEM file', () => {
  const protectedKey = (cipher: string) =>
    application.privateKey.export({ type: 'pkcs8', format: 'pem', cipher, passphrase: PASSPHRASE }).toString();
  const oldProtection = application.privateKey
    .export({ type: 'pkcs1', format: 'pem', cipher: 'aes-128-cbc', passphrase: PASSPHRASE })
    .toString();
  const pkcs1 = application.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();

  it.each([
    ['PKCS#8', application.key],
    ['PKCS#1', pkcs1],
    ['PKCS#8, protected with AES-256', protectedKey('aes-256-cbc')],
    ['PKCS#8, protected with TripleDES', protectedKey('des-ede3-cbc')],
    ['PKCS#1 in the old protection', oldProtection],
  ])('with a key in %s is read, the key before or after the certificate', async (_form, key) => {
    const after = await readWell(`${application.cert}${key}`, { passphrase: PASSPHRASE });
    const before = await readWell(`Bag Attributes\r\n  friendlyName: x\r\n${key}${application.cert}`, {
      passphrase: PASSPHRASE,
    });
    expect(after).toEqual(before);
    expect(after).toMatchObject({
      certificate: application.cert,
      privateKey: application.key,
      subject: 'CN=Application',
    });
  });

  it.each(['scrypt.key', '3des.key'])('takes the key %s from a second file', async (name) => {
    const value = await readWell(leafPem, { keyFile: file(name), passphrase: PASSPHRASE });
    expect(value.thumbprint).toBe(SHA256);
  });

  it('takes a binary certificate with its key from a second file', async () => {
    const value = await readWell(file('leaf.cer'), { keyFile: file('3des.key'), passphrase: PASSPHRASE });
    expect(value.thumbprint).toBe(SHA256);
  });

  it('in the wrong order, with a stranger in it, comes out in order without the stranger', async () => {
    const root = issue({ name: 'Root', isAuthority: true });
    const between = issue({ name: 'Between', issuer: root, isAuthority: true });
    const own = issue({ name: 'Own', issuer: between, key: 'rsa' });
    const stranger = issue({ name: 'Stranger' });
    const value = await readWell([root, stranger, own, between].map(({ cert }) => cert).join('\n') + own.key);
    expect(chainOf(value.certificate)).toEqual(['Own', 'Between', 'Root']);
  });

  it('saved by Notepad as Unicode is read', async () => {
    const text = Buffer.from(`\ufeff${application.cert}${application.key}`, 'utf16le');
    expect((await readWell(text)).subject).toBe('CN=Application');
  });

  it.each([
    ['PKCS#8', protectedKey('aes-256-cbc')],
    ['the old protection', oldProtection],
  ])('with a key in %s asks for the passphrase, and tells a wrong one', async (_form, key) => {
    expect(await read(application.cert + key)).toEqual(expectProblem('passphrase-needed'));
    for (const passphrase of ['wrong', 'wronger', 'gräß€'])
      expect(await read(application.cert + key, { passphrase })).toEqual(expectProblem('passphrase-wrong'));
  });
});

describe('what cannot be used', () => {
  const other = issue({ name: 'Other', key: 'rsa' });
  const short = issue({ name: 'Short', key: 'rsa-1024' });

  it.each<[string, Buffer | string, CertificateProblem]>([
    ['a key of another certificate', application.cert + other.key, 'key-of-another'],
    ['a short key', short.cert + short.key, 'key-too-short'],
    ['an elliptic curve key', `${file('ec.pem')}${file('ec.key')}`, 'not-rsa'],
    ['a certificate alone', leafPem, 'certificate-alone'],
    ['a binary certificate alone', file('leaf.cer'), 'certificate-alone'],
    ['a key alone', application.key, 'key-alone'],
    ['a binary key alone', application.privateKey.export({ type: 'pkcs8', format: 'der' }), 'key-alone'],
    ['a request', file('request.csr'), 'request'],
    ['a request in PEM', pem('NEW CERTIFICATE REQUEST', file('request.csr')), 'request'],
    ['PKCS#7', file('chain.p7b'), 'pkcs7'],
    ['PKCS#7 in PEM', pem('PKCS7', file('chain.p7b')), 'pkcs7'],
    ['a public key', pem('PUBLIC KEY', tlv(0x30)), 'public-key'],
    ['a key for SSH', pem('OPENSSH PRIVATE KEY', Buffer.from('openssh-key-v1\0')), 'ssh-key'],
    ['nothing', '', 'empty'],
    ['white space', ' \r\n'.repeat(50_000), 'empty'],
    ['a letter', 'Dear all, please find the certificate attached.', 'unknown'],
    ['bytes', Buffer.alloc(1000, 7), 'unknown'],
    ['PEM that has no end', leafPem.slice(0, 500), 'damaged'],
    ['PEM with nonsense in it', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', 'damaged'],
    ['PEM that begins and begins', '-----BEGIN X-----\n'.repeat(10_000), 'damaged'],
    ['something big', Buffer.alloc(256 * 1024 + 1, 0x30), 'too-big'],
  ])('%s is told apart', async (_what, content, problem) => {
    expect(await read(content, { passphrase: PASSPHRASE })).toEqual(expectProblem(problem));
  });

  it('a certificate is refused before its time and after it, and taken at both ends', async () => {
    const [notBefore, notAfter] = [new Date('2029-01-01T00:00:00Z'), new Date('2031-01-01T00:00:00Z')];
    const brief = issue({ name: 'Brief', key: 'rsa', notBefore, notAfter });
    const at = (time: number) => read(brief.cert + brief.key, {}, time);
    expect(await at(notBefore.getTime() - 1)).toEqual(expectProblem('not-yet-valid'));
    expect(await at(notBefore.getTime())).toMatchObject({ ok: true });
    expect(await at(notAfter.getTime())).toMatchObject({ ok: true });
    expect(await at(notAfter.getTime() + 1)).toEqual(expectProblem('expired'));
  });

  it('no problem names a passphrase or anything of a key', async () => {
    const mixed: Issued = { ...application, key: other.key };
    const reading = await read(mixed.cert + mixed.key, { passphrase: 'correct horse' });
    const told = JSON.stringify(reading);
    expect(told).not.toContain('correct horse');
    for (const line of mixed.key.split('\n').slice(1, -2)) expect(told).not.toContain(line);
  });
});

/** The outermost levels of a PFX in BER's indefinite form, and its content as a string in pieces, as older Java writes it. */
function loosen(der: Buffer): Buffer {
  const open = (tag: number, ...parts: readonly Buffer[]) =>
    Buffer.concat([Buffer.of(tag, 0x80), ...parts, Buffer.alloc(2)]);
  const [version, contentInfo, ...mac] = split(der);
  const [type, wrapper] = split(contentInfo);
  const [octets] = split(wrapper);
  const content = octets?.subarray(4) ?? Buffer.alloc(0);
  const pieces = [content.subarray(0, 1000), content.subarray(1000)].map((piece) => tlv(0x04, piece));
  return open(
    0x30,
    version ?? Buffer.alloc(0),
    open(0x30, type ?? Buffer.alloc(0), open(0xa0, open(0x24, ...pieces))),
    ...mac,
  );
}

/** The same file with a protection of 2,147,483,647 rounds: `02 02 08 00` with its salt cut by two bytes. */
function withRounds(der: Buffer): Buffer {
  const hex = der.toString('hex').replace(/0408([0-9a-f]{12})[0-9a-f]{4}02020800/g, '0406$102047fffffff');
  return Buffer.from(hex, 'hex');
}

/** The elements inside an element of DER. */
function split(element: Buffer | undefined): Buffer[] {
  const parts: Buffer[] = [];
  if (element === undefined) return parts;
  const header = (at: number): [number, number] => {
    const first = element[at + 1] ?? 0;
    return first < 0x80 ? [2, first] : [2 + (first & 0x7f), element.readUIntBE(at + 2, first & 0x7f)];
  };
  for (let [at] = header(0); at < element.length; ) {
    const [size, length] = header(at);
    parts.push(element.subarray(at, at + size + length));
    at += size + length;
  }
  return parts;
}
