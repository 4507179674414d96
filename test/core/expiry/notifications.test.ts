import { describe, expect, it } from 'vitest';
import {
  type DueNotification,
  dueExpiryNotification,
  dueFailureNotification,
} from '../../../src/core/expiry/notifications';
import { ownFailure } from '../../../src/core/failures/classify';
import type { Connection } from '../../../src/core/model/connection';
import type { Failure } from '../../../src/core/model/failure';
import { DAY, HOUR } from '../../../src/core/model/time';
import { inWords } from '../../../src/core/wording/notification-words';
import { CONTOSO } from '../../support/contoso';

const NOW = Date.UTC(2026, 10, 23);

function aConnection(daysLeft: number, notificationsRaised: readonly string[] = []): Connection {
  return {
    ...CONTOSO,
    id: '0123456789abcdef0123456789abcdef',
    createdAt: 0,
    token: {
      serial: 1,
      issuedAt: NOW + (daysLeft - 90) * DAY,
      signedInAt: NOW + (daysLeft - 90) * DAY,
      lifetime: 90 * DAY,
      account: { username: 'a@contoso.example', objectId: 'o', tenantId: 't' },
      hasMfa: true,
    },
    credential: { serial: 1, expiresAt: null, thumbprint: null, notificationsRaised: [] },
    trouble: null,
    learnedLifetime: null,
    learnedSignInLimit: null,
    refreshAt: null,
    notificationsRaised,
  };
}

const worded = (due: DueNotification | null) => due && inWords(due.notification);

const expired: Failure = { ...ownFailure('token/gone', NOW), code: 'AADSTS700082' };

describe('that a token has expired', () => {
  it('is told once when the clock says it first and the server second', () => {
    const byClock = dueExpiryNotification(aConnection(-1), NOW);
    expect(worded(byClock)?.title).toBe('Contoso has expired');
    expect(dueFailureNotification(aConnection(-1, byClock?.settles), expired, NOW)).toBeNull();
  });

  it('is told once when the server says it before the clock', () => {
    const byServer = dueFailureNotification(aConnection(40), expired, NOW);
    expect(worded(byServer)?.title).toBe('Contoso has expired');
    expect(worded(byServer)?.remedy).toBe('sign-in');
    const raised = byServer?.settles ?? [];
    expect(dueFailureNotification(aConnection(40, raised), expired, NOW)).toBeNull();
    expect(dueExpiryNotification(aConnection(20, raised), NOW)).toBeNull();
    expect(dueExpiryNotification(aConnection(-1, raised), NOW)).toBeNull();
  });

  it('leaves its page of the app registration to the notification of a failure that has one', () => {
    const secret = ownFailure('secret/gone', NOW);
    expect(worded(dueFailureNotification(aConnection(40), secret, NOW))?.registrationPage).toBe('credentials');
    const keychain = ownFailure('keychain/locked', NOW);
    expect(worded(dueFailureNotification(aConnection(40), keychain, NOW))).not.toHaveProperty('registrationPage');
  });

  it('does not hide another failure that needs somebody', () => {
    const secret = ownFailure('secret/gone', NOW);
    expect(worded(dueFailureNotification(aConnection(-1, ['lifetime:0']), secret, NOW))?.title).toBe(
      'Contoso: action needed',
    );
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
    expect(dueExpiryNotification(refusing(2), NOW)).toBeNull();
    expect(worded(dueExpiryNotification({ ...refusing(2), trouble: null }, NOW))?.title).toBe('Contoso has expired');
  });

  it('is said what is known once a day has passed, and when the clock went back meanwhile', () => {
    expect(worded(dueExpiryNotification(refusing(25), NOW))?.title).toBe('Contoso has expired');
    expect(worded(dueExpiryNotification(refusing(-1), NOW))?.title).toBe('Contoso has expired');
  });
});
