import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../src/core/model/time';
import { asClause, spanInWords, statusAfterName, statusInWords } from '../../../src/main/wording/words';
import { aConnection, aFailure, aTokenWithLeft, aTrouble, NOW } from '../support';

describe('a span in words', () => {
  it.each([
    [0, '1 second'],
    [45_000, '45 seconds'],
    [5 * MINUTE, '5 minutes'],
    [HOUR, '1 hour'],
    [2 * HOUR, '2 hours'],
    [35 * HOUR, '35 hours'],
    [1.5 * DAY, '2 days'],
    [88 * DAY - 1, '88 days'],
  ])('%d ms is %s', (span, words) => {
    expect(spanInWords(span)).toBe(words);
  });
});

describe('a state in words', () => {
  it('tells the days left of a connection that is fine', () => {
    expect(statusInWords(aConnection({ token: aTokenWithLeft(88 * DAY) }), 'fine', null, NOW)).toBe(
      'Fine, 88 days left',
    );
  });

  it('has 90 days left just after the token was issued', () => {
    expect(statusInWords(aConnection({ token: aTokenWithLeft(90 * DAY - 1000) }), 'fine', null, NOW)).toBe(
      'Fine, 90 days left',
    );
  });

  it('counts in hours on the last day', () => {
    expect(statusInWords(aConnection({ token: aTokenWithLeft(DAY) }), 'soon', null, NOW)).toBe('Expires in 24 hours');
  });

  it('says days when it expires soon', () => {
    expect(statusInWords(aConnection({ token: aTokenWithLeft(6 * DAY) }), 'soon', null, NOW)).toBe('Expires in 6 days');
  });

  it('says by when to sign in where refreshing does not put the end off', () => {
    const token = {
      ...aTokenWithLeft(90 * DAY),
      signedInAt: NOW - 5 * DAY,
      signInLimit: { reason: 'sign-in-frequency', span: 7 * DAY } as const,
    };
    expect(statusInWords(aConnection({ token }), 'soon', null, NOW)).toBe('Sign in within 2 days');
    expect(statusAfterName(aConnection({ token }), 'soon', null, NOW)).toBe('wants a sign-in within 2 days');
  });

  it('says how long ago it expired, and what to do', () => {
    expect(statusInWords(aConnection({ token: aTokenWithLeft(-2 * DAY) }), 'expired', null, NOW)).toBe(
      'Expired 2 days ago: sign in again',
    );
  });

  it('makes up no time for a token that the server ended early', () => {
    expect(statusInWords(aConnection({ token: aTokenWithLeft(20 * DAY) }), 'expired', null, NOW)).toBe(
      'Expired: sign in again',
    );
  });

  it('asks a new connection to sign in', () => {
    expect(statusInWords(aConnection({ token: null }), 'new', null, NOW)).toBe('Sign in to obtain the refresh token');
  });

  it('says what is needed of a person', () => {
    const failure = aFailure({ kind: 'setup', what: 'The client secret has expired.' });
    expect(statusInWords(aConnection({ trouble: aTrouble(failure) }), 'person', null, NOW)).toBe(
      'Needs you: the client secret has expired',
    );
  });

  it('says when it tries again while offline', () => {
    const trouble = aTrouble(aFailure(), { retryAt: NOW + 5 * MINUTE });
    expect(statusInWords(aConnection({ trouble }), 'offline', null, NOW)).toBe('Offline, trying again in 5 minutes');
  });

  it('does not say that it waits for days while offline: another connection tries for all', () => {
    const trouble = aTrouble(aFailure(), { retryAt: NOW + 2 * DAY });
    const words = 'Offline, waiting for the network';
    expect(statusInWords(aConnection({ trouble }), 'offline', null, NOW)).toBe(words);
  });

  it('does not call a throttled connection offline', () => {
    const failure = aFailure({ code: 'reply/throttled', what: 'Entra ID asks to slow down.' });
    const trouble = aTrouble(failure, { retryAt: NOW - 1 });
    expect(statusInWords(aConnection({ trouble }), 'offline', null, NOW)).toBe(
      'Entra ID asks to slow down, trying again now',
    );
  });

  it('tells a sign-in from a refresh', () => {
    expect(statusInWords(aConnection(), 'working', 'sign-in', NOW)).toBe('Signing in…');
    expect(statusInWords(aConnection(), 'working', 'refresh', NOW)).toBe('Refreshing…');
  });
});

describe('a sentence as a clause', () => {
  it.each([
    ['The keychain is locked.', 'the keychain is locked'],
    ['Entra ID no longer accepts this.', 'Entra ID no longer accepts this'],
    ['MFA was not completed.', 'MFA was not completed'],
    ['Conditional access blocked the sign-in.', 'conditional access blocked the sign-in'],
  ])('%s becomes %s', (sentence, clause) => {
    expect(asClause(sentence)).toBe(clause);
  });
});
