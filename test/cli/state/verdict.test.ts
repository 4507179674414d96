import { expect, test } from 'vitest';
import type { ConnectionFacts } from '../../../src/agent/answers';
import { judge } from '../../../src/cli/state/verdict';
import { DAY } from '../../../src/core/model/time';
import { facts, NOW } from './facts';

const trouble = (code: string) => ({ code, what: 'What.', advice: 'Advice.' });
const judged = (...connections: readonly ConnectionFacts[]) => judge({ connections, trouble: null }, 14 * DAY).code;

test('all is fine while everything outlives the span', () => {
  expect(judge({ connections: [facts('A')], trouble: null }, 14 * DAY)).toEqual({ code: 0, words: '' });
});

test.each<[string, Partial<ConnectionFacts>]>([
  ['nobody has signed in', { expiresAt: null, issuedAt: null }],
  ['the token has expired', { expiresAt: NOW }],
  ['the server said that somebody has to act', { trouble: trouble('AADSTS50173') }],
  ['the same, while a refresh is in progress', { trouble: trouble('AADSTS50173'), status: 'working' }],
  ['the client secret has expired', { credentialExpiresAt: NOW }],
])('a person is needed when %s', (_, change) => {
  expect(judged(facts('A', change))).toBe(3);
});

test('a network that is down needs nobody', () => {
  expect(judged(facts('A', { trouble: trouble('network/unreachable'), status: 'offline' }))).toBe(0);
});

test.each<[string, Partial<ConnectionFacts>]>([
  ['the token or the sign-in', { expiresAt: NOW + 14 * DAY }],
  ['the client secret or certificate', { credentialExpiresAt: NOW + 13 * DAY }],
])('%s that ends within the span expires soon', (_, change) => {
  expect(judged(facts('A', change))).toBe(4);
  expect(judge({ connections: [facts('A', change)], trouble: null }, 12 * DAY).code).toBe(0);
});

test('MFA is missed where Partner Center wants it, and nowhere else, and not where it is not known', () => {
  expect(judged(facts('A', { hasMfa: false }))).toBe(5);
  expect(judged(facts('A', { hasMfa: false, resource: { kind: 'graph' } }))).toBe(0);
  expect(judged(facts('A', { hasMfa: null }))).toBe(0);
});

test('of several, what stops scripts today comes before what will', () => {
  const person = facts('Person', { expiresAt: null });
  const withoutMfa = facts('No MFA', { hasMfa: false });
  const soon = facts('Soon', { expiresAt: NOW + DAY });
  expect(judged(soon, withoutMfa, person)).toBe(3);
  expect(judged(soon, withoutMfa)).toBe(5);
  expect(judge({ connections: [person], trouble: 'The keychain is locked.' }, DAY)).toEqual({
    code: 1,
    words: 'The keychain is locked.',
  });
});

test('watching nothing is an error', () => {
  expect(judge({ connections: [], trouble: null }, DAY).code).toBe(1);
});

test('a sentence names some, and counts the rest', () => {
  const many = Array.from({ length: 7 }, (_, index) => facts(`C${index}`, { expiresAt: NOW + DAY }));
  expect(judge({ connections: many, trouble: null }, 14 * DAY).words).toBe(
    'Expires within 14 days: "C0", "C1", "C2", "C3", "C4", and 2 others.',
  );
});
