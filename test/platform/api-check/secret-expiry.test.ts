import { describe, expect, it } from 'vitest';
import type { ConnectionSettings } from '../../../src/core/model/connection';
import type { Credential } from '../../../src/core/model/credential';
import { DAY, SECOND } from '../../../src/core/model/time';
import { endOfCredential } from '../../../src/platform/api-check/registered-credential';
import { readCredentialEnd } from '../../../src/platform/api-check/secret-expiry';
import type { PracticeCloud } from '../../../src/practice';
import { practise } from '../../practice/support/cloud';
import { makeCertificate } from '../../practice/support/held-certificate';
import { HOTEL_PAGE } from '../../practice/support/replies';
import { connection, never } from '../msal/support';

const inWholeSeconds = (time: number) => time - (time % SECOND);

function read(cloud: PracticeCloud, credential: Credential, change: Partial<ConnectionSettings> = {}) {
  return readCredentialEnd(
    { fetch, practiceOrigin: () => cloud.origin },
    { connection: connection(change), credential, now: cloud.clock.now(), signal: never() },
  );
}

describe("the end of an application's credential", () => {
  it('is read from the registration for a secret, once the application may read that', async () => {
    const cloud = await practise();
    const { clientId, clientSecret } = cloud.partner;
    expect(await read(cloud, { kind: 'secret', clientSecret })).toEqual({ kind: 'may-not' });

    cloud.setRoles(clientId, ['Application.Read.All']);
    const expiresAt = inWholeSeconds(cloud.clock.now() + 100 * DAY);
    const { secret } = cloud.addSecret(clientId, expiresAt);
    expect(await read(cloud, { kind: 'secret', clientSecret: secret })).toEqual({ kind: 'known', expiresAt });
  });

  it('is read for a certificate', async () => {
    const cloud = await practise();
    const { certificateClientId: clientId } = cloud.partner;
    const expiresAt = inWholeSeconds(cloud.clock.now() + 100 * DAY);
    const made = makeCertificate(cloud, clientId, expiresAt);
    cloud.setRoles(clientId, ['Application.Read.All']);
    const { certificate, privateKey } = made;
    const application = { clientId, application: { kind: 'certificate' } } as const;
    expect(await read(cloud, { kind: 'certificate', certificate, privateKey }, application)).toEqual({
      kind: 'known',
      expiresAt,
    });
  });

  it('of a wrong secret is a failure that says so, without the secret', async () => {
    const cloud = await practise();
    const end = await read(cloud, { kind: 'secret', clientSecret: 'Wrong~Secret-of-some-length' });
    expect(end).toMatchObject({
      kind: 'no-token',
      failure: { code: 'AADSTS7000215' },
    });
    expect(JSON.stringify(end)).not.toContain('Wrong~');
  });

  it('of a certificate that cannot be read is nothing to read', async () => {
    const cloud = await practise();
    const credential = { kind: 'certificate', certificate: 'none', privateKey: 'none' } as const;
    expect(await read(cloud, credential)).toEqual({ kind: 'nothing-to-read' });
  });

  it('of a public client is nothing to read', async () => {
    const cloud = await practise();
    expect(await read(cloud, { kind: 'none' }, { application: { kind: 'public' } })).toEqual({
      kind: 'nothing-to-read',
    });
  });

  it.each([
    ['graph', { kind: 'status', status: 503 }, /^Microsoft Graph had an internal error/],
    ['graph', HOTEL_PAGE, /^The answer didn't come from Microsoft Graph/],
  ] as const)('when %s misbehaves (%j) is a failure', async (target, fault, headline) => {
    const cloud = await practise();
    cloud.setRoles(cloud.partner.clientId, ['Application.Read.All']);
    cloud.setFault(target, fault);
    const end = await read(cloud, { kind: 'secret', clientSecret: cloud.partner.clientSecret });
    expect(end).toMatchObject({ kind: 'failed', headline: expect.stringMatching(headline) });
  });

  it.each([
    [{ kind: 'status', status: 429 }, 'reply/throttled'],
    [HOTEL_PAGE, 'reply/not-entra'],
    [{ kind: 'reset' }, 'network/interrupted'],
  ] as const)('without a token to ask with (%j) is that failure', async (fault, code) => {
    const cloud = await practise();
    cloud.setFault('token', fault);
    const end = await read(cloud, { kind: 'secret', clientSecret: cloud.partner.clientSecret });
    expect(end).toMatchObject({ kind: 'no-token', failure: { code } });
  });
});

describe('which entry of the registration it is', () => {
  const at = (day: number) => Date.UTC(2030, 0, day);
  const secret = (hint: string, day: number) => ({ hint, endDateTime: new Date(at(day)).toISOString() });
  const mark = { kind: 'secret', hint: 'abc' } as const;
  const endOf = (...passwordCredentials: unknown[]) => endOfCredential({ passwordCredentials }, mark, at(10));

  it('is found by how the secret begins', () => {
    expect(endOf(secret('xyz', 20), secret('abc', 30))).toBe(at(30));
    expect(endOf(secret('xyz', 20), secret('ABC', 30))).toBeNull();
    expect(endOf()).toBeNull();
  });

  it('of several that begin alike is the one that ends first and has not ended', () => {
    expect(endOf(secret('abc', 40), secret('abc', 5), secret('abc', 30))).toBe(at(30));
    expect(endOf(secret('abc', 3), secret('abc', 5))).toBe(at(5));
  });

  it('is found by the thumbprint, in hex or base64', () => {
    const thumbprint = '52ed9b5038a47b9e2e2190715cc238359d4f8f73';
    const certificate = { kind: 'certificate', thumbprints: [thumbprint] } as const;
    for (const customKeyIdentifier of [thumbprint.toUpperCase(), Buffer.from(thumbprint, 'hex').toString('base64')]) {
      const keyCredentials = [{ customKeyIdentifier, endDateTime: '2030-01-30T00:00:00Z' }];
      expect(endOfCredential({ keyCredentials }, certificate, at(10))).toBe(at(30));
    }
  });

  it('is none in what is no registration', () => {
    for (const passwordCredentials of [
      null,
      'x',
      [null],
      [{}],
      [{ hint: 'abc', endDateTime: 'soon' }],
      [{ hint: 'abc', endDateTime: '0001-01-01T00:00:00Z' }],
      [{ hint: 'abc', endDateTime: '+200000-01-01T00:00:00Z' }],
      [{ hint: 'abc' }],
    ])
      expect(endOfCredential({ passwordCredentials }, mark, at(10))).toBeNull();
  });
});
