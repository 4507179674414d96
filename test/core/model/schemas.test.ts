import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { connectionIdentitySchema, heldTokenSchema } from '../../../src/core/model/connection';
import { credentialSchema, keptCredentialSchema } from '../../../src/core/model/credential';
import { appSettingsSchema, DEFAULT_SETTINGS } from '../../../src/core/model/settings';
import { CONTOSO } from '../../support/contoso';

const IDENTITY = { ...CONTOSO, id: '0123456789abcdef0123456789abcdef', createdAt: 1_800_000_000_000 };
const TOKEN = {
  serial: 1,
  issuedAt: 1_800_000_000_000,
  signedInAt: 1,
  lifetime: 7_776_000_000,
  account: { username: 'ada@contoso.com', objectId: 'o', tenantId: 't' },
  hasMfa: null,
};

describe('the schema of an identity', () => {
  it('takes one, and drops what it does not know', () => {
    expect(v.parse(connectionIdentitySchema, { ...IDENTITY, refreshToken: 'secret' })).toEqual(IDENTITY);
  });

  it.each([
    ['a name without end', { name: 'x'.repeat(201) }],
    ['an id that is a path', { id: '../../../../../../../../etc/passwd' }],
    ['a cloud that is none', { cloud: '__proto__' }],
    ['a date that is no number', { createdAt: Number.NaN }],
    ['a date before 1970', { createdAt: -1 }],
    ['a date that JavaScript does not have', { createdAt: 8.64e15 + 1 }],
    ['a date after which there may be none', { createdAt: 8.64e15 }],
    ['a schedule of a second', { schedule: { kind: 'every', interval: 1000 } }],
    ['a schedule that is two', { schedule: { kind: 'remind-only', interval: 86_400_000 } }],
    ['a custom cloud with more to it', { cloud: 'custom', customCloud: { authority: 'https://a.example', proxy: '' } }],
    ['more scopes than anybody has', { resource: { kind: 'custom', scopes: Array(61).fill('https://a/b') } }],
  ])('refuses %s', (_, wrong) => {
    expect(v.is(connectionIdentitySchema, { ...IDENTITY, ...wrong })).toBe(false);
  });
});

describe('the schema of a held token', () => {
  it('takes one of which the sign-in and its limit are known', () => {
    const signInLimit = { reason: 'single-page', span: 86_400_000 };
    expect(v.is(heldTokenSchema, { ...TOKEN, signInLimit })).toBe(true);
  });

  it.each([
    ['a serial before the first', { serial: 0 }],
    ['half a serial', { serial: 1.5 }],
    ['a lifetime that would have it refreshed all the time', { lifetime: 1000 }],
    ['an endless lifetime', { lifetime: Number.POSITIVE_INFINITY }],
    ['a sign-in limit of undefined', { signInLimit: undefined }],
  ])('refuses %s', (_, wrong) => {
    expect(v.is(heldTokenSchema, TOKEN)).toBe(true);
    expect(v.is(heldTokenSchema, { ...TOKEN, ...wrong })).toBe(false);
  });
});

describe('the schema of a credential', () => {
  it('takes none, but the keychain keeps none', () => {
    expect(v.is(credentialSchema, { kind: 'none' })).toBe(true);
    expect(v.is(keptCredentialSchema, { kind: 'none' })).toBe(false);
  });

  it.each([
    ['an empty secret', { kind: 'secret', clientSecret: '' }],
    ['a certificate without its key', { kind: 'certificate', certificate: 'PEM' }],
  ])('refuses %s', (_, credential) => {
    expect(v.is(credentialSchema, credential)).toBe(false);
  });
});

describe('the schema of the settings', () => {
  it('takes the ones that the app comes with', () => {
    expect(v.parse(appSettingsSchema, DEFAULT_SETTINGS)).toEqual(DEFAULT_SETTINGS);
  });

  it('refuses a clipboard that is never cleared', () => {
    expect(v.is(appSettingsSchema, { ...DEFAULT_SETTINGS, clearClipboardAfter: 601_000 })).toBe(false);
  });
});
