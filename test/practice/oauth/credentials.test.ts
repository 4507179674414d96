import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DAY } from '../../../src/core/model/time';
import type { PracticeCloud } from '../../../src/practice';
import { postToken, practise } from '../support/cloud';
import { heldCertificate, makeCertificate } from '../support/held-certificate';
import { certificateClient } from '../support/msal';

const SCOPES = ['https://api.partnercenter.microsoft.com/.default'];
const CLIENT_CREDENTIALS = { grant_type: 'client_credentials', scope: SCOPES.join(' ') };

async function withSecret(cloud: PracticeCloud, secret: string) {
  return (await postToken(cloud, { ...CLIENT_CREDENTIALS, client_secret: secret })).body;
}

describe("an application's secrets", () => {
  it('can be several at once, so that a new one is tried before the old one goes', async () => {
    const cloud = await practise();
    const { clientId, clientSecret } = cloud.partner;
    const old = cloud.credentials.find((credential) => credential.clientId === clientId)?.keyId ?? '';
    const { keyId, secret } = cloud.addSecret(clientId);
    expect(await withSecret(cloud, secret)).toHaveProperty('access_token');
    expect(await withSecret(cloud, clientSecret)).toHaveProperty('access_token');
    cloud.removeCredential(old);
    expect(await withSecret(cloud, clientSecret)).toMatchObject({ error_codes: [7000215] });
    expect(await withSecret(cloud, secret)).toHaveProperty('access_token');
    expect(cloud.credentials.map((credential) => credential.keyId)).toEqual([keyId]);
  });

  it('look like those of Entra ID, and are known afterwards by their first three characters', async () => {
    const cloud = await practise();
    const { keyId, secret } = cloud.addSecret(cloud.partner.clientId);
    expect(secret).toMatch(/^[\w-]{3}8Q~[\w-]{34}$/);
    const told = cloud.credentials.find((credential) => credential.keyId === keyId);
    expect(told).toMatchObject({ kind: 'secret', hint: secret.slice(0, 3) });
    expect((told?.endsAt ?? 0) - (told?.startsAt ?? 0)).toBe(180 * DAY);
    expect(JSON.stringify(cloud.credentials)).not.toContain(secret.slice(3, 12));
  });

  it('end in their own practice cloud only', async () => {
    const [ending, other] = [await practise(), await practise()];
    for (const { keyId } of ending.credentials) ending.endCredential(keyId, 1000);
    expect(await withSecret(ending, ending.partner.clientSecret)).toMatchObject({ error_codes: [7000222] });
    expect(await withSecret(other, other.partner.clientSecret)).toHaveProperty('access_token');
  });

  it('expire, on the practice clock: AADSTS7000222', async () => {
    const cloud = await practise();
    const { secret } = cloud.addSecret(cloud.partner.clientId, cloud.clock.now() + 30 * DAY);
    cloud.clock.advance(29 * DAY);
    expect(await withSecret(cloud, secret)).toHaveProperty('access_token');
    cloud.clock.advance(DAY);
    expect(await withSecret(cloud, secret)).toMatchObject({ error: 'invalid_client', error_codes: [7000222] });
  });

  it('can be ended, the ready-made one included', async () => {
    const cloud = await practise();
    const { clientId, clientSecret } = cloud.partner;
    const keyId = cloud.credentials.find((credential) => credential.clientId === clientId)?.keyId ?? '';
    cloud.endCredential(keyId, cloud.clock.now() + DAY);
    expect(await withSecret(cloud, clientSecret)).toHaveProperty('access_token');
    cloud.endCredential(keyId, cloud.clock.now());
    expect(await withSecret(cloud, clientSecret)).toMatchObject({ error_codes: [7000222] });
  });

  it('belong to one application: to another they are wrong', async () => {
    const cloud = await practise();
    const { secret } = cloud.addSecret(cloud.partner.certificateClientId);
    expect(await withSecret(cloud, secret)).toMatchObject({ error_codes: [7000215] });
  });

  it('are refused for what can have none', async () => {
    const cloud = await practise();
    expect(() => cloud.addSecret(cloud.partner.publicClientId)).toThrow(RangeError);
    expect(() => cloud.addSecret('00000000-0000-4000-8000-000000000000')).toThrow(RangeError);
    expect(() => cloud.addSecret(cloud.partner.clientId, Number.NaN)).toThrow(RangeError);
    expect(() => cloud.removeCredential('nothing')).toThrow(RangeError);
    expect(() => cloud.endCredential('nothing', 0)).toThrow(RangeError);
  });

  it('survive a restart, as do certificates, with no secret or private key in the file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'practice-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const stateFile = join(folder, 'state.json');
    const first = await practise({ stateFile });
    const { secret } = first.addSecret(first.partner.clientId);
    const made = heldCertificate(first);
    await first.close();
    const text = await readFile(stateFile, 'utf8');
    expect(text).not.toContain(secret);
    expect(text).not.toContain(made.privateKey.slice(100, 160));
    const second = await practise({ stateFile });
    expect(await withSecret(second, secret)).toHaveProperty('access_token');
    const result = await certificateClient(second, made).acquireTokenByClientCredential({ scopes: SCOPES });
    expect(result?.accessToken).toBeTruthy();
  });
});

describe('a certificate', () => {
  it('is listed by its thumbprint and its end', async () => {
    const cloud = await practise();
    const endsAt = Math.floor(cloud.clock.now() / 1000) * 1000 + 400 * DAY;
    const made = makeCertificate(cloud, cloud.partner.certificateClientId, endsAt);
    expect(cloud.credentials).toContainEqual(
      expect.objectContaining({ kind: 'certificate', keyId: made.keyId, thumbprint: made.thumbprint, endsAt }),
    );
  });

  it('is refused when it is none', async () => {
    const cloud = await practise();
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    for (const pem of ['', 'nonsense', key])
      expect(() => cloud.addCertificate(cloud.partner.certificateClientId, pem)).toThrow(RangeError);
  });
});
