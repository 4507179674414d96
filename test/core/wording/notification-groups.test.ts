import { describe, expect, it } from 'vitest';
import { notificationOf } from '../../../src/core/expiry/notifications';
import { ownFailure } from '../../../src/core/failures/classify';
import type { Connection } from '../../../src/core/model/connection';
import type { AppNotification, NotificationReason } from '../../../src/core/model/event';
import { DAY } from '../../../src/core/model/time';
import { causeOf, groupInWords, KEYCHAIN } from '../../../src/core/wording/notification-groups';
import { aConnection, aFailure, aToken, aTokenWithLeft, NOW } from '../../main/support';

const failed = (code: string): NotificationReason => ({ kind: 'failure', failure: aFailure({ code }) });
const of = (name: string, reason: NotificationReason, change: Partial<Connection> = {}): AppNotification =>
  notificationOf(aConnection({ id: name, name, ...change }), reason, NOW);
const account = (objectId: string, tenantId: string) => ({
  token: aToken({ account: { username: 'u', objectId, tenantId } }),
});

describe('notifications have one cause', () => {
  it('when the same failure is of the same account or tenant, however the tenant was entered', () => {
    const one = causeOf(of('A', failed('AADSTS50173'), account('o', 't')));
    expect(causeOf(of('B', failed('AADSTS50173'), { ...account('o', 't'), tenant: 'other.example' }))).toBe(one);
    expect(causeOf(of('C', failed('AADSTS50173'), account('p', 't')))).toBe(one);
    expect(causeOf(of('D', failed('AADSTS50173'), account('o', 'u')))).not.toBe(one);
    expect(causeOf(of('E', failed('AADSTS50076'), account('o', 't')))).not.toBe(one);
  });

  it('when it lies with one application, and not with another of the same tenant', () => {
    const one = causeOf(of('A', failed('AADSTS7000222')));
    expect(causeOf(of('B', failed('AADSTS7000222')))).toBe(one);
    expect(causeOf(of('C', failed('AADSTS7000222'), { clientId: '9'.repeat(36) }))).not.toBe(one);
    const secret = { serial: 1, expiresAt: NOW + DAY, thumbprint: null, notificationsRaised: [] };
    const ends = causeOf(of('A', { kind: 'credential', threshold: 1 }, { credential: secret }));
    expect(causeOf(of('B', { kind: 'credential', threshold: 1 }, { credential: secret }))).toBe(ends);
    const later = { ...secret, expiresAt: NOW + 2 * DAY };
    expect(causeOf(of('C', { kind: 'credential', threshold: 7 }, { credential: later }))).not.toBe(ends);
  });

  it('when the keychain refuses, whatever it says', () => {
    const locked: NotificationReason = { kind: 'failure', failure: ownFailure('keychain/locked', NOW) };
    const refused: NotificationReason = { kind: 'failure', failure: ownFailure('keychain/refused', NOW) };
    expect([causeOf(of('A', locked)), causeOf(of('B', refused))]).toEqual([KEYCHAIN, KEYCHAIN]);
    expect(groupInWords(of('A', locked), [of('B', locked)]).title).toBe('Keychain: action needed');
  });

  it('and none in common when each expires in its own time, or has its own settings wrong', () => {
    const ending: NotificationReason = { kind: 'lifetime', threshold: 7 };
    expect(causeOf(of('A', ending))).not.toBe(causeOf(of('B', ending)));
    expect(causeOf(of('A', failed('AADSTS90002')))).not.toBe(causeOf(of('B', failed('AADSTS90002'))));
  });
});

describe('one notification for all', () => {
  it('names them, and says once what happened and what to do', () => {
    const [first, ...others] = ['Contoso', 'Fabrikam', 'Northwind'].map((name) => of(name, failed('AADSTS50173')));
    if (!first) throw new Error('none');
    const { title, body, remedy, connectionId } = groupInWords(first, others);
    expect(title).toBe('3 connections need you to sign in again');
    expect(body[0]).toBe('Contoso, Fabrikam, and Northwind.');
    expect(body.slice(1).join(' ')).toMatch(/revoked.*[Ss]ign in/);
    expect([remedy, connectionId]).toEqual(['sign-in', 'Contoso']);
  });

  it('names a few of many', () => {
    const [first, ...others] = Array.from({ length: 40 }, (_, at) => of(`C${at}`, failed('AADSTS50173')));
    if (!first) throw new Error('none');
    expect(groupInWords(first, others).body[0]).toBe('C0, C1, C2, C3, and 36 more.');
  });

  it('of a secret says when it expires, and that it is replaced in each', () => {
    const credential = { serial: 1, expiresAt: NOW + 6 * DAY, thumbprint: null, notificationsRaised: [] };
    const reason: NotificationReason = { kind: 'credential', threshold: 7 };
    const words = groupInWords(of('A', reason, { credential }), [of('B', reason, { credential })]);
    expect(words.title).toBe('2 connections: client secret expires in 6 days');
    expect(words.body.at(-1)).toMatch(/replace it in each connection\.$/);
  });

  it('of one is its own', () => {
    const reason: NotificationReason = { kind: 'lifetime', threshold: 7 };
    expect(groupInWords(of('A', reason, { token: aTokenWithLeft(6 * DAY) }), []).title).toBe('A expires in 6 days');
  });
});
