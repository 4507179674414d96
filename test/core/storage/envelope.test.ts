import { expect, test } from 'vitest';
import { DAY } from '../../../src/core/model/time';
import { identityOf, openCredential, openToken, seal } from '../../../src/core/storage/envelope';
import { aConnection, NOW } from '../../main/support';

const identity = identityOf(aConnection());
const envelope = {
  identity,
  issuedAt: NOW,
  signedInAt: NOW - 3 * DAY,
  lifetime: 90 * DAY,
  account: { username: 'agent@contoso.example', objectId: 'o', tenantId: 't' },
  hasMfa: null,
  refreshToken: 'made up',
} as const;
const signInLimit = { reason: 'sign-in-frequency', span: 7 * DAY } as const;

test('an envelope comes back as it was sealed, with a limit of the sign-in or without', () => {
  expect(openToken(identity.id, seal(envelope))).toEqual(envelope);
  expect(openToken(identity.id, seal({ ...envelope, signInLimit }))).toEqual({ ...envelope, signInLimit });
  const facts = { expiresAt: NOW, thumbprint: null };
  const credential = { identity, facts, credential: { kind: 'secret', clientSecret: 'made up' } } as const;
  expect(openCredential(identity.id, seal(credential))).toEqual(credential);
});

test("another connection's envelope, copied to this one's place, is none", () => {
  expect(openToken('f'.repeat(32), seal(envelope))).toBeNull();
});

test.each([
  ['a sign-in without a date', { signedInAt: undefined }],
  ['a lifetime that never ends', { lifetime: 1e300 }],
  ['a limit without a reason', { signInLimit: { span: DAY } }],
  ['a limit without a span', { signInLimit: { reason: 'single-page' } }],
  ['no token', { refreshToken: '' }],
])('one with %s is none', (_, change) => {
  expect(openToken(identity.id, JSON.stringify({ ...envelope, ...change }))).toBeNull();
});

test.each(['', 'null', '[]', '{"identity":{}}', '{'])('a text that is none (%s) is none', (text) => {
  expect(openToken(identity.id, text)).toBeNull();
});
