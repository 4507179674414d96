import { expect, test } from 'vitest';
import { DAY } from '../../../src/core/model/time';
import { openToken, sealToken } from '../../../src/core/storage/envelope';
import { identityOf } from '../../../src/core/storage/identity';
import { aConnection, NOW } from '../../main/support';

const envelope = {
  identity: identityOf(aConnection()),
  issuedAt: NOW,
  lifetime: 90 * DAY,
  account: { username: 'agent@contoso.example', objectId: 'o', tenantId: 't' },
  hasMfa: null,
  refreshToken: 'made up',
} as const;
const signedIn = { issuedAt: NOW - 3 * DAY, serverIssuedAt: NOW - 2 * DAY };
const signInLimit = { reason: 'sign-in-frequency', span: 7 * DAY } as const;

test('an envelope comes back as it was sealed, with what is known of the sign-in or without', () => {
  expect(openToken(sealToken(envelope))).toEqual(envelope);
  const whole = { ...envelope, serverIssuedAt: NOW + DAY, signedIn, signInLimit };
  expect(openToken(sealToken(whole))).toEqual(whole);
});

test.each([
  ['a sign-in without a date', { signedIn: {} }],
  ['a sign-in that is none', { signedIn: 5 }],
  ['a lifetime without a reason', { signInLimit: { span: DAY } }],
  ['a lifetime without a span', { signInLimit: { reason: 'single-page' } }],
  ['a lifetime that is none', { signInLimit: null }],
])('one with %s is none', (_, change) => {
  expect(openToken(JSON.stringify({ v: 1, ...envelope, ...change }))).toBeNull();
});
