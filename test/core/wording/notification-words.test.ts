import { describe, expect, it } from 'vitest';
import { notificationOf } from '../../../src/core/expiry/notifications';
import { ownFailure } from '../../../src/core/failures/classify';
import type { Connection } from '../../../src/core/model/connection';
import type { NotificationReason } from '../../../src/core/model/event';
import type { ExportedToken } from '../../../src/core/model/exported-token';
import { DAY, HOUR } from '../../../src/core/model/time';
import { inWords } from '../../../src/core/wording/notification-words';
import { aConnection, aFailure, aTokenWithLeft, aTrouble, NOW } from '../../main/support';

const said = (reason: NotificationReason, change: Partial<Connection> = {}) => {
  const { title, body, remedy } = inWords(notificationOf(aConnection(change), reason, NOW));
  return { title, body: body.join(' '), remedy };
};

describe('the words of a notification', () => {
  it('that a token expires say when, and what kept it from being refreshed', () => {
    const token = aTokenWithLeft(7 * DAY);
    const trouble = aTrouble(aFailure({ code: 'AADSTS90033' }));
    const { body, ...rest } = said({ kind: 'lifetime', threshold: 7 }, { token, trouble });
    expect(rest).toEqual({ title: 'Contoso DE expires in 7 days', remedy: 'sign-in' });
    expect(body).toMatch(/^The app couldn't refresh it yet\. .+ Sign in again if this continues\.$/);
  });

  it('that a token expires or has expired offer no sign-in where there is no way to the server', () => {
    const trouble = aTrouble(aFailure({ code: 'network/refused' }));
    expect(said({ kind: 'lifetime', threshold: 7 }, { token: aTokenWithLeft(7 * DAY), trouble })).toEqual({
      title: 'Contoso DE expires in 7 days',
      body: "The app couldn't refresh it yet. The server refused the network connection. Check the network connection, then refresh.",
      remedy: 'refresh',
    });
    expect(said({ kind: 'lifetime', threshold: 0 }, { token: aTokenWithLeft(-DAY), trouble })).toEqual({
      title: 'Contoso DE has expired',
      body: 'The server refused the network connection. Check the network connection, then refresh.',
      remedy: 'refresh',
    });
  });

  it('that one is only watched offer to refresh it', () => {
    const change = { token: aTokenWithLeft(3 * DAY), schedule: { kind: 'remind-only' } } as const;
    expect(said({ kind: 'lifetime', threshold: 3 }, change).remedy).toBe('refresh');
  });

  it('that a custom cloud has not replaced one blame nobody', () => {
    const change = { token: aTokenWithLeft(3 * DAY), cloud: 'custom' } as const;
    expect(said({ kind: 'lifetime', threshold: 3 }, change).body).toMatch(/^The server hasn't replaced it yet\./);
  });

  it('that a sign-in ends say why, and that refreshing does not help', () => {
    const signInLimit = { reason: 'sign-in-frequency', span: 7 * DAY } as const;
    const token = { ...aTokenWithLeft(90 * DAY), signedInAt: NOW - 6 * DAY, signInLimit };
    const { title, body, remedy } = said({ kind: 'sign-in', threshold: 1 }, { token });
    expect([title, remedy]).toEqual(['Sign in to Contoso DE within 24 hours', 'sign-in']);
    expect(body).toMatch(/^This tenant requires a sign-in every 7 days\. Refreshing doesn't extend it/);
  });

  it('that a token has expired are the server’s where it said so', () => {
    const token = aTokenWithLeft(-DAY);
    expect(said({ kind: 'lifetime', threshold: 0 }, { token })).toEqual({
      title: 'Contoso DE has expired',
      body: 'The refresh token no longer works. Sign in again to get a new one.',
      remedy: 'sign-in',
    });
    const failure = aFailure({ code: 'AADSTS70043' });
    expect(said({ kind: 'lifetime', threshold: 0, failure }, { token }).body).toMatch(/sign-in frequency policy/);
  });

  it('that somebody has to act are the catalogue’s', () => {
    expect(said({ kind: 'failure', failure: ownFailure('keychain/locked', NOW) })).toEqual({
      title: 'Keychain: action needed',
      body: 'The keychain is locked. Unlock it, then try again.',
      remedy: 'retry-keychain',
    });
  });

  it('that a secret or certificate expires name it, and the button replaces it', () => {
    const credential = { serial: 1, expiresAt: NOW + 6 * DAY, thumbprint: null, notificationsRaised: [] };
    expect(said({ kind: 'credential', threshold: 7 }, { credential })).toMatchObject({
      title: 'Contoso DE: client secret expires in 6 days',
      remedy: 'replace-secret',
    });
    const application = { kind: 'certificate' } as const;
    expect(said({ kind: 'credential', threshold: 0 }, { credential, application })).toMatchObject({
      title: 'Contoso DE: certificate has expired',
      remedy: 'replace-certificate',
    });
  });

  it('that exported tokens expire count them, and say of one where it went and when', () => {
    const first: ExportedToken = {
      ...{
        id: '1'.repeat(32),
        connectionId: '2'.repeat(32),
        to: 'file',
        place: null,
        label: '',
        takenAt: NOW - 60 * DAY,
      },
      ...{ issuedAt: NOW - 60 * DAY, signedInAt: NOW - 60 * DAY, lifetime: 90 * DAY },
      ...{ salt: 's', digest: 'd', replacedAt: null, notificationsRaised: [] },
    };
    const one = { kind: 'exported', threshold: 30, count: 1, first, left: 30 * DAY } as const;
    expect(said(one)).toMatchObject({ title: 'Contoso DE: exported token expires in 30 days' });
    expect(said(one).body).toMatch(/^You exported it to a file 60 days ago\./);
    const labeled = { ...one, first: { ...first, label: 'Billing' } };
    expect(said(labeled).body).toMatch(/^You exported "Billing" to a file 60 days ago\./);
    expect(said({ ...one, count: 3, left: 5 * HOUR }).title).toBe(
      'Contoso DE: 3 exported tokens expire, the first in 5 hours',
    );
    expect(said({ ...one, threshold: 0 }).body).toMatch(/no longer works/);
  });
});
