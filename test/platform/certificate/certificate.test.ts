import { createPrivateKey, createPublicKey, sign, verify, X509Certificate } from 'node:crypto';
import { describe, expect, it, test } from 'vitest';
import { derOf, pem } from '../../support/der';
import { openPfx } from '../../support/pfx';
import { type Issued, issue } from '../../support/x509';
import { expectProblem, NOW, read, readWell } from './support';

const application = issue({ name: 'Application', key: 'rsa' });
const other = issue({ name: 'Other', key: 'rsa' });
const short = issue({ name: 'Short', key: 'rsa-1024' });
const elliptic = issue({ name: 'Elliptic', key: 'ec' });

const year = (number: number) => new Date(Date.UTC(number, 0));
/** NOW is in the middle of 2030. */
const valid = (name: string, from: number, to: number, key = application.privateKey) =>
  issue({ name, key, notBefore: year(from), notAfter: year(to) });

const expired = valid('Expired', 2026, 2030);
const current = valid('Current', 2029, 2032);
const longest = valid('Longest', 2029, 2033);
const future = valid('Future', 2031, 2040);

const chainOf = (certificate: string): string[] =>
  (certificate.match(/-----BEGIN[\s\S]*?-----END CERTIFICATE-----\n/g) ?? []).map((one) =>
    new X509Certificate(one).subject.replace(/^[\s\S]*CN=/, ''),
  );

describe('of several certificates', () => {
  it.each([
    ['the valid one, not the expired one of the same key', [expired, current], 'CN=Current'],
    ['the valid one, not the future one of the same key', [future, current], 'CN=Current'],
    ['of two that are valid the one that runs longest', [current, longest], 'CN=Longest'],
    ['the one with an RSA key, not an elliptic curve', [elliptic, current], 'CN=Current'],
    ['the one whose key is long enough', [short, current], 'CN=Current'],
    [
      'the valid one with a key of its own',
      [valid('Old', 2026, 2030, other.privateKey), future, current],
      'CN=Current',
    ],
  ])('it takes %s, in any file and order', async (_which, issued, subject) => {
    for (const parts of [issued, issued.toReversed()]) {
      const pems = parts.flatMap(({ cert, key }) => [cert, key]);
      expect((await readWell(pems.join(''))).subject).toBe(subject);
      expect((await readWell(pems)).subject).toBe(subject);
      expect((await readWell(openPfx(...pems))).subject).toBe(subject);
      const certificates = parts.map(({ cert }) => cert);
      const keys = new Set(parts.map(({ key }) => key));
      expect((await readWell(openPfx(...keys, ...certificates))).subject).toBe(subject);
    }
  });

  it.each([
    ['that it has expired, though another is elliptic', [elliptic, expired], 'expired'],
    ['that it is not valid yet, though another has expired', [expired, future], 'not-yet-valid'],
    ['that its key is short, though another is elliptic', [elliptic, short], 'key-too-short'],
  ] as const)('of which none can be used, it says of the best one %s', async (_why, issued, problem) => {
    for (const parts of [issued, issued.toReversed()])
      expect(await read(parts.map(({ cert, key }) => cert + key).join(''))).toEqual(expectProblem(problem));
  });

  it('the chain comes in order, without strangers, by the issuers that are valid', async () => {
    const root = issue({ name: 'Root', isAuthority: true });
    const between = issue({ name: 'Between', issuer: root, isAuthority: true });
    const { privateKey: key } = between;
    const old = issue({ name: 'Between', issuer: root, isAuthority: true, key, notAfter: year(2029) });
    const own = issue({ name: 'Own', issuer: between, key: 'rsa' });
    for (const issuers of [
      [root, old, elliptic, own, between],
      [between, own, old, root, elliptic],
    ]) {
      const { certificate } = await readWell(issuers.map(({ cert }) => cert).join('\n') + own.key);
      expect(chainOf(certificate)).toEqual(['Own', 'Between', 'Root']);
      expect(certificate).toContain(between.cert);
    }
  });
});

describe('a certificate', () => {
  it('is refused before its time and after it, and taken at both ends', async () => {
    const [notBefore, notAfter] = [new Date('2029-01-01T00:00:00Z'), new Date('2031-01-01T00:00:00Z')];
    const brief = issue({ name: 'Brief', key: application.privateKey, notBefore, notAfter });
    const at = (time: number) => read(brief.cert + brief.key, '', time);
    expect(await at(notBefore.getTime() - 1)).toEqual(expectProblem('not-yet-valid'));
    expect(await at(notBefore.getTime())).toMatchObject({ ok: true });
    expect(await at(notAfter.getTime())).toMatchObject({ ok: true });
    expect(await at(notAfter.getTime() + 1)).toEqual(expectProblem('expired'));
  });

  it.each([
    ['a short key', short, 'key-too-short'],
    ['an elliptic curve key', elliptic, 'not-rsa'],
  ] as const)('with %s is refused', async (_what, { cert, key }, problem) => {
    expect(await read(cert + key)).toEqual(expectProblem(problem));
  });

  it('is refused when nothing is chosen', async () => {
    expect(await read([])).toEqual(expectProblem('empty'));
  });

  it('that is refused names neither the passphrase nor anything of the key', async () => {
    const mixed: Issued = { ...application, key: other.key };
    const told = JSON.stringify(await read(mixed.cert + mixed.key, 'correct horse'));
    expect(told).not.toContain('correct horse');
    for (const line of mixed.key.split('\n').slice(1, -2)) expect(told).not.toContain(line);
  });
});

test.each(['notBefore', 'notAfter'])('a certificate whose %s is no date is damaged', async (end) => {
  const der = derOf(current.cert);
  const text = end === 'notBefore' ? '290101000000Z' : '320101000000Z';
  const at = der.indexOf(text);
  expect(at).toBeGreaterThan(0);
  der.write('\u0001'.repeat(text.length), at, 'latin1');
  expect(await read([pem('CERTIFICATE', der), current.key])).toEqual(expectProblem('damaged'));
});

describe('a private key that fits its certificate but is damaged', () => {
  const jwk = application.privateKey.export({ format: 'jwk' });
  const PARTS = ['d', 'p', 'q', 'dp', 'dq', 'qi'] as const;

  function damaged(...parts: readonly (typeof PARTS)[number][]): string {
    const der = Buffer.from(derOf(application.key));
    for (const part of parts) {
      const at = der.indexOf(Buffer.from(jwk[part] ?? '', 'base64url'));
      der[at + 20] = (der[at + 20] ?? 0) ^ 4;
    }
    return pem('PRIVATE KEY', der);
  }

  it.each(PARTS)('in %s alone is refused, though OpenSSL still signs with it', async (part) => {
    const key = damaged(part);
    const signature = sign('sha256', Buffer.from('test'), createPrivateKey(key));
    expect(verify('sha256', Buffer.from('test'), application.cert, signature)).toBe(true);
    expect(await read(application.cert + key)).toEqual(expectProblem('damaged'));
  });

  it('so that it signs no more is refused', async () => {
    const key = damaged('d', 'p');
    expect(createPublicKey(key).equals(createPublicKey(application.cert))).toBe(true);
    expect(await read(application.cert + key)).toEqual(expectProblem('damaged'));
  });

  it('gives way to one that is whole', async () => {
    const { privateKey } = await readWell([application.cert, damaged('d'), application.key]);
    expect(privateKey).toBe(application.key);
    expect(NOW).toBeLessThan((await readWell(application.cert + application.key)).notAfter);
  });
});
