import { expect, it, test } from 'vitest';
import { learn } from '../../../src/core/failures/entra-error';
import { DAY, HOUR, MINUTE, SECOND } from '../../../src/core/model/time';

test('the lifetime of refresh tokens is read from the sentence of 700082', () => {
  expect(learn('AADSTS700082', 'issued on X and was inactive for 90.00:00:00.').learnedLifetime).toBe(90 * DAY);
  expect(learn('AADSTS700082', 'was inactive for 12:30:15.').learnedLifetime).toBe(
    12 * HOUR + 30 * MINUTE + 15 * SECOND,
  );
  expect(learn('AADSTS700082', 'was inactive for a while').learnedLifetime).toBeUndefined();
  expect(learn('AADSTS700082', 'was inactive for 00:00:00.').learnedLifetime).toBeUndefined();
  expect(learn('AADSTS50173', 'inactive for 1.00:00:00').learnedLifetime).toBeUndefined();
  expect(learn('AADSTS700084', '').learnedLifetime).toBeUndefined();
});

it.each([
  ['AADSTS70043', 'The maximum allowed lifetime for this request is 3600 (seconds)'],
  ['AADSTS70044', 'the maximum allowed lifetime for this request is 3600.'],
  ['AADSTS70043', 'and the maximum allowed lifetime for this sign-in is 3600.'],
  ['AADSTS70043', 'and the Maximum Allowed Lifetime for this session is 01:00:00.'],
  ['AADSTS70043', 'and the maximum allowed lifetime for this is 0.01:00:00.'],
])('how long a sign-in is good for is read from %s in its wordings: %s', (code, sentence) => {
  expect(learn(code, sentence).learnedSignInLimit).toEqual({ reason: 'sign-in-frequency', span: HOUR });
});

it('is nothing where nothing is named, and 24 hours for a single-page application', () => {
  expect(
    learn('AADSTS70043', 'the maximum allowed lifetime for this request is 0.').learnedSignInLimit,
  ).toBeUndefined();
  expect(learn('AADSTS70043', 'It is too old.').learnedSignInLimit).toBeUndefined();
  expect(learn('AADSTS700084', '').learnedSignInLimit).toEqual({ reason: 'single-page', span: DAY });
  expect(
    learn('AADSTS700082', 'the maximum allowed lifetime for this request is 3600.').learnedSignInLimit,
  ).toBeUndefined();
});

test('when a token expired is its issue and the lifetime that it had', () => {
  const sentence =
    'AADSTS700082: The refresh token has expired due to inactivity. The token was issued on 2026-05-01T10:00:00.1234567Z and was inactive for 90.00:00:00.';
  expect(learn('AADSTS700082', sentence)).toEqual({
    learnedLifetime: 90 * DAY,
    detail: { kind: 'expired', at: Date.UTC(2026, 6, 30, 10) },
  });
  expect(learn('AADSTS700082', 'issued on some day and was inactive for 90.00:00:00.')).toEqual({
    learnedLifetime: 90 * DAY,
  });
});

it.each([
  ['AADSTS700082', 'was inactive for 00:00:01.'],
  ['AADSTS70043', 'the maximum allowed lifetime for this request is 1.'],
])('a life too short to be kept up is not learned: %s %s', (code, sentence) => {
  expect(learn(code, sentence)).toEqual({});
});

test('a date after all dates is none', () => {
  const sentence = 'was issued on 9999-12-31T10:00:00.0Z and was inactive for 90.00:00:00.';
  expect(learn('AADSTS700082', sentence)).toEqual({ learnedLifetime: 90 * DAY });
});

test('the cloud that a tenant is in is named as Entra ID names it', () => {
  const sentence =
    "AADSTS90038: The specified tenant 'contoso' belongs to the National Cloud 'MicrosoftOnline.US'. Current cloud instance 'MicrosoftOnline.COM' does not federate with MicrosoftOnline.US.";
  expect(learn('AADSTS90038', sentence)).toEqual({ detail: { kind: 'cloud', name: 'MicrosoftOnline.US' } });
  expect(learn('AADSTS90038', 'AADSTS90038: It is elsewhere.')).toEqual({});
});
