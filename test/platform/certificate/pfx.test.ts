import { createHmac, createPrivateKey, pbkdf2Sync, X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { integer, octets, oid, sequence, tlv } from '../../support/der';
import { expectProblem, file, PASSPHRASE, read, readWell, SHA1, SHA256, split } from './support';

describe('a PFX file', () => {
  const leafPem = file('leaf.pem').toString();

  it.each([
    ['as OpenSSL 3, Windows 11 and Key Vault protect it (AES-256, SHA-256)', 'openssl-3.pfx', PASSPHRASE],
    ['as Java protects it (the same, with 10,000 iterations)', 'keytool-17.pfx', PASSPHRASE],
    ['as macOS, OpenSSL 1 and older Windows do (RC2-40, TripleDES)', 'openssl-1.pfx', PASSPHRASE],
    ['with RC2-40 and no passphrase', 'rc2-40-no-passphrase.pfx', ''],
    ['with AES-128, open certificates and no passphrase', 'aes-no-passphrase.pfx', ''],
    ['with a MAC (SHA-384) as its only protection', 'sha384-mac-only.pfx', PASSPHRASE],
    ['without a MAC', 'no-mac.pfx', PASSPHRASE],
    ['with AES and a passphrase beyond ASCII', 'aes-beyond-ascii.pfx', 'gräß€'],
    ['with TripleDES and a passphrase beyond ASCII', '3des-beyond-ascii.pfx', 'gräß€'],
  ])('%s is read', async (_how, name, passphrase) => {
    const value = await readWell(file(name), passphrase);
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
    const { certificate } = await readWell(file('openssl-3.pfx'), PASSPHRASE);
    expect(certificate).toBe(`${leafPem}${file('ca.pem')}`);
  });

  it('in the looser encoding with open lengths and strings in pieces is read', async () => {
    expect((await readWell(loosen(file('openssl-3.pfx')), PASSPHRASE)).thumbprint).toBe(SHA256);
  });

  const PROTECTED = ['openssl-3.pfx', 'openssl-1.pfx', 'no-mac.pfx', 'sha384-mac-only.pfx', 'keytool-17.pfx'];
  it.each(PROTECTED)('%s with a wrong passphrase says so', async (name) => {
    expect(await read(file(name), 'Open-Sesame')).toEqual(expectProblem('passphrase-wrong'));
  });

  it('without a MAC tells a wrong passphrase also when what comes out looks decrypted', async () => {
    // One in 256 leaves padding that fits; of this file these do.
    for (const wrong of [35, 217, 808])
      expect(await read(file('no-mac.pfx'), `wrong ${wrong}`)).toEqual(expectProblem('passphrase-wrong'));
  });

  it.each(PROTECTED)('%s without its passphrase asks for one', async (name) => {
    expect(await read(file(name))).toEqual(expectProblem('passphrase-needed'));
  });

  it.each([
    ['without a key', 'no-key.pfx', PASSPHRASE, 'certificate-alone'],
    ['with an elliptic curve key', 'ec.pfx', PASSPHRASE, 'not-rsa'],
    ['with RC2-128, which no tool of today writes', 'rc2-128-no-passphrase.pfx', '', 'unknown-protection'],
  ] as const)('%s is refused', async (_what, name, passphrase, problem) => {
    expect(await read(file(name), passphrase)).toEqual(expectProblem(problem));
  });

  it('that would take a computer minutes to open is refused at once', async () => {
    for (const name of ['openssl-3.pfx', 'openssl-1.pfx'])
      for (const iterations of [5_000_000, 0x7fffffff]) {
        const slow = withIterations(file(name), iterations);
        expect(await read(slow, PASSPHRASE)).toEqual(expectProblem('unknown-protection'));
      }
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

describe('the MAC of a PFX file', () => {
  it('of a kind that is not known is refused, not skipped', async () => {
    expect(await read(file('sha3-256-mac.pfx'), PASSPHRASE)).toEqual(expectProblem('unknown-protection'));
  });

  const SHA256_MAC = '1.2.840.113549.2.9';
  const SHA512_MAC = '1.2.840.113549.2.11';

  it.each([
    [SHA256_MAC, 'sha256', SHA256_MAC, 'sha256'],
    [SHA256_MAC, 'sha256', SHA512_MAC, 'sha512'],
  ])('is checked when it is PBMAC1 (PRF %s, HMAC %s)', async (prfOid, prf, macOid, mac) => {
    const [version, authSafe] = split(file('sha384-mac-only.pfx'));
    if (version === undefined || authSafe === undefined) throw new Error('no PFX');
    // An OCTET STRING with a length of two bytes.
    const content = split(split(authSafe)[1])[0]?.subarray(4) ?? Buffer.alloc(0);
    const salt = Buffer.from('of the earth');
    const key = pbkdf2Sync(PASSPHRASE, salt, 3000, 32, prf);
    const iterations = integer(Buffer.from('0bb8', 'hex'));
    const kdf = sequence(
      oid('1.2.840.113549.1.5.12'),
      sequence(octets(salt), iterations, integer(32), sequence(oid(prfOid), tlv(0x05))),
    );
    const algorithm = sequence(oid('1.2.840.113549.1.5.14'), sequence(kdf, sequence(oid(macOid))));
    const macData = (value: Buffer) =>
      sequence(
        version,
        authSafe,
        sequence(sequence(algorithm, octets(value)), octets(Buffer.from('NOT USED')), integer(1)),
      );
    const right = createHmac(mac, key).update(content).digest();
    expect((await readWell(macData(right), PASSPHRASE)).thumbprint).toBe(SHA256);
    expect(await read(macData(right), 'Open-Sesame')).toEqual(expectProblem('passphrase-wrong'));
    expect(await read(macData(right))).toEqual(expectProblem('passphrase-needed'));
    right[0] = (right[0] ?? 0) ^ 1;
    expect(await read(macData(right), PASSPHRASE)).toEqual(expectProblem('passphrase-wrong'));
  });
});

/** The outermost levels of a PFX in BER's indefinite form, and its content as a string in pieces, as older Java writes it. */
function loosen(der: Buffer): Buffer {
  const open = (tag: number, ...parts: readonly Buffer[]) =>
    Buffer.concat([Buffer.of(tag, 0x80), ...parts, Buffer.alloc(2)]);
  const [version = Buffer.alloc(0), contentInfo, ...mac] = split(der);
  const [type = Buffer.alloc(0), wrapper] = split(contentInfo);
  const content = split(wrapper)[0]?.subarray(4) ?? Buffer.alloc(0);
  const pieces = [content.subarray(0, 1000), content.subarray(1000)].map(octets);
  return open(0x30, version, open(0x30, type, open(0xa0, open(0x24, ...pieces))), ...mac);
}

/** The same file with a protection of so many iterations: `02 02 08 00` with its salt cut by two bytes. */
function withIterations(der: Buffer, iterations: number): Buffer {
  const count = iterations.toString(16).padStart(8, '0');
  const hex = der.toString('hex').replace(/0408([0-9a-f]{12})[0-9a-f]{4}02020800/g, `0406$10204${count}`);
  return Buffer.from(hex, 'hex');
}
