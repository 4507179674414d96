import { describe, expect, it } from 'vitest';
import { DAY, MINUTE } from '../../../src/core/model/time';
import { nameAndStatus, statusInWords } from '../../../src/core/wording/words';
import { aConnection, aFailure, aTokenWithLeft, aTrouble, NOW } from '../../main/support';

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

  it('says by when to sign in where refreshing does not extend it', () => {
    const token = {
      ...aTokenWithLeft(90 * DAY),
      signedInAt: NOW - 5 * DAY,
      signInLimit: { reason: 'sign-in-frequency', span: 7 * DAY } as const,
    };
    expect(statusInWords(aConnection({ token }), 'soon', null, NOW)).toBe('Sign in within 2 days');
    expect(nameAndStatus(aConnection({ token }), 'soon', null, NOW)).toBe('Sign in to Contoso DE within 2 days');
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
    expect(statusInWords(aConnection({ token: null }), 'new', null, NOW)).toBe('Sign in to get a refresh token');
  });

  it('says that somebody is needed; why is the trouble’s own to say', () => {
    const trouble = aTrouble(aFailure({ code: 'AADSTS7000222' }));
    expect(statusInWords(aConnection({ trouble }), 'person', null, NOW)).toBe('Action needed');
    expect(nameAndStatus(aConnection({ trouble }), 'person', null, NOW)).toBe('Contoso DE: action needed');
  });

  it('says when it tries again while offline', () => {
    const trouble = aTrouble(aFailure(), { retryAt: NOW + 5 * MINUTE });
    expect(statusInWords(aConnection({ trouble }), 'offline', null, NOW)).toBe('Offline, retrying in 5 minutes');
  });

  it('does not say that it waits for days while offline: another connection tries for all', () => {
    const trouble = aTrouble(aFailure(), { retryAt: NOW + 2 * DAY });
    const words = 'Offline, waiting for the network';
    expect(statusInWords(aConnection({ trouble }), 'offline', null, NOW)).toBe(words);
  });

  it('asks for no sign-in while there is no way to the server', () => {
    const gone = { token: aTokenWithLeft(-2 * DAY) };
    const offline = { ...gone, trouble: aTrouble(aFailure()) };
    expect(statusInWords(aConnection(offline), 'expired', null, NOW)).toBe('Expired 2 days ago, offline');
    expect(statusInWords(aConnection(gone), 'expired', null, NOW)).toBe('Expired 2 days ago: sign in again');
  });

  it('does not call a throttled connection offline', () => {
    const trouble = aTrouble(aFailure({ code: 'reply/throttled' }), { retryAt: NOW - 1 });
    expect(statusInWords(aConnection({ trouble }), 'offline', null, NOW)).toBe("Couldn't refresh, retrying now");
  });

  it('tells a sign-in from a refresh', () => {
    expect(statusInWords(aConnection(), 'working', 'sign-in', NOW)).toBe('Signing in…');
    expect(statusInWords(aConnection(), 'working', 'refresh', NOW)).toBe('Refreshing…');
  });
});
