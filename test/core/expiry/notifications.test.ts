import { describe, expect, it } from 'vitest';
import { dueFailureNotice, dueWindowNotice } from '../../../src/core/expiry/notifications';
import { ownFailure } from '../../../src/core/failures/classify';
import type { Connection } from '../../../src/core/model/connection';
import type { Failure } from '../../../src/core/model/failure';
import { DAY, HOUR } from '../../../src/core/model/time';

const NOW = Date.UTC(2026, 10, 23);

function aConnection(daysLeft: number, noticesRaised: readonly string[] = []): Connection {
  return {
    id: '0123456789abcdef0123456789abcdef',
    name: 'Contoso',
    cloud: 'global',
    tenant: 'contoso.example',
    clientId: '11111111-2222-4333-8444-555555555555',
    application: { kind: 'secret' },
    resource: { kind: 'partner-center' },
    customCloud: null,
    signInMethod: 'app-window',
    redirectUri: 'http://localhost:8400/',
    schedule: { kind: 'every', interval: DAY },
    createdAt: 0,
    token: {
      generation: 1,
      issuedAt: NOW + (daysLeft - 90) * DAY,
      window: 90 * DAY,
      account: { username: 'a@contoso.example', objectId: 'o', tenantId: 't' },
      hasMfa: true,
    },
    credential: { generation: 1, expiresAt: null, thumbprint: null, noticesRaised: [] },
    trouble: null,
    learnedWindow: null,
    learnedLifetime: null,
    refreshAt: null,
    noticesRaised,
  };
}

const lapsed: Failure = { ...ownFailure('token/gone', NOW), code: 'AADSTS700082' };

describe('that a token has lapsed', () => {
  it('is told once when the clock says it first and the server second', () => {
    const byClock = dueWindowNotice(aConnection(-1), NOW);
    expect(byClock?.notice.title).toBe('Contoso has lapsed');
    expect(dueFailureNotice(aConnection(-1, byClock?.settles), lapsed, NOW)).toBeNull();
  });

  it('is told once when the server says it before the clock', () => {
    const byServer = dueFailureNotice(aConnection(40), lapsed, NOW);
    expect(byServer?.notice.title).toBe('Contoso has lapsed');
    expect(byServer?.notice.remedy).toBe('sign-in');
    const raised = byServer?.settles ?? [];
    expect(dueFailureNotice(aConnection(40, raised), lapsed, NOW)).toBeNull();
    expect(dueWindowNotice(aConnection(20, raised), NOW)).toBeNull();
    expect(dueWindowNotice(aConnection(-1, raised), NOW)).toBeNull();
  });

  it('leaves its page of the app registration to the notice of a failure that has one', () => {
    const secret = ownFailure('secret/gone', NOW);
    expect(dueFailureNotice(aConnection(40), secret, NOW)?.notice.registrationPage).toBe('credentials');
    const keychain = ownFailure('keychain/locked', NOW);
    expect(dueFailureNotice(aConnection(40), keychain, NOW)?.notice).not.toHaveProperty('registrationPage');
  });

  it('does not hide another failure that needs somebody', () => {
    const secret = ownFailure('secret/gone', NOW);
    expect(dueFailureNotice(aConnection(-1, ['window:0']), secret, NOW)?.notice.title).toBe('Contoso needs you');
  });
});

describe('while the keychain refuses', () => {
  const refusing = (hours: number): Connection => ({
    ...aConnection(-1),
    trouble: {
      failure: ownFailure('keychain/locked', NOW),
      since: NOW - hours * HOUR,
      attempts: 2,
      retryAt: NOW + HOUR,
    },
  });

  it('nothing is said of the token at first, for there may be a newer one than the file knows of', () => {
    expect(dueWindowNotice(refusing(2), NOW)).toBeNull();
    expect(dueWindowNotice({ ...refusing(2), trouble: null }, NOW)?.notice.title).toBe('Contoso has lapsed');
  });

  it('is said what is known once a day has passed, and when the clock went back meanwhile', () => {
    expect(dueWindowNotice(refusing(25), NOW)?.notice.title).toBe('Contoso has lapsed');
    expect(dueWindowNotice(refusing(-1), NOW)?.notice.title).toBe('Contoso has lapsed');
  });
});
