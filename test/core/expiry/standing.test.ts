import { describe, expect, it } from 'vitest';
import { notificationOf } from '../../../src/core/expiry/notifications';
import { isOver, type Standing, sortStanding, standingOf } from '../../../src/core/expiry/standing';
import { ownFailure } from '../../../src/core/failures/classify';
import type { Connection } from '../../../src/core/model/connection';
import type { NotificationReason } from '../../../src/core/model/event';
import type { ExportedToken } from '../../../src/core/model/exported-token';
import { DAY, HOUR } from '../../../src/core/model/time';
import { inWords } from '../../../src/core/wording/notification-words';
import { aConnection, aFailure, aTokenWithLeft, aTrouble, NOW } from '../../main/support';

const ENDING: NotificationReason = { kind: 'lifetime', threshold: 7 };
const failed = (code: string) => aTrouble(aFailure({ code }));
const secretWithLeft = (days: number) => ({
  serial: 1,
  expiresAt: NOW + days * DAY,
  thumbprint: null,
  notificationsRaised: [],
});

/** What stands of these reasons, raised one after the other while the connection was as it is. */
function standing(
  change: Partial<Connection>,
  reasons: readonly NotificationReason[],
  exportedTokens: readonly ExportedToken[] = [],
): readonly Standing[] {
  const connection = aConnection({ name: 'Contoso', ...change });
  const told = reasons.map((reason) => {
    const of = reason.kind === 'credential' ? connection.credential?.serial : undefined;
    return notificationOf(connection, reason, NOW, of);
  });
  return standingOf(told, connection, exportedTokens, NOW);
}

const words = (all: readonly Standing[]) => all.map(({ notification }) => inWords({ ...notification, at: NOW }));
const titles = (all: readonly Standing[]) => words(all).map(({ title }) => title);

describe('of what was told of a connection', () => {
  it('a token that expires soon is told with the days that are left now, whatever was left then', () => {
    const token = aTokenWithLeft(6 * DAY);
    const all = standing({ token }, [{ kind: 'lifetime', threshold: 14 }, ENDING]);
    expect(titles(all)).toEqual(['Contoso expires in 6 days']);
    expect(all).toMatchObject([{ worry: 'soon', left: 6 * DAY }]);
    expect(all[0]?.ids).toHaveLength(2);
  });

  it('"expires in 6 days" goes when the token is dead, for whatever reason', () => {
    const token = aTokenWithLeft(6 * DAY);
    const failure = aFailure({ code: 'AADSTS50173' });
    const revoked = standing({ token, trouble: aTrouble(failure) }, [ENDING, { kind: 'failure', failure }]);
    expect(titles(revoked)).toEqual(['Contoso: action needed']);
    expect(words(revoked)[0]?.body.join(' ')).not.toContain('expires in');
    expect(revoked).toMatchObject([{ worry: 'person', left: 0 }]);
    expect(titles(standing({ token: aTokenWithLeft(-DAY) }, [ENDING]))).toEqual(['Contoso has expired']);
  });

  it('"expires in 6 days" and "secret has expired" are one: what is in the way, and until when', () => {
    const change = { token: aTokenWithLeft(6 * DAY), credential: secretWithLeft(-1) };
    for (const reasons of [
      [ENDING, { kind: 'credential', threshold: 0 }],
      [{ kind: 'credential', threshold: 0 }, ENDING],
    ] as const) {
      const all = standing(change, reasons);
      expect(titles(all)).toEqual(['Contoso: client secret has expired']);
      expect(words(all)[0]).toMatchObject({ remedy: 'replace-secret' });
      expect(words(all)[0]?.body.at(-1)).toBe('The refresh token expires in 6 days.');
    }
  });

  it('a failure that only a person can end is one with the end that comes of it', () => {
    const failure = aFailure({ code: 'AADSTS53003' });
    const change = { token: aTokenWithLeft(6 * DAY), trouble: aTrouble(failure) };
    const all = standing(change, [{ kind: 'failure', failure }, ENDING]);
    expect(titles(all)).toEqual(['Contoso: action needed']);
    expect(words(all)[0]?.body.at(-1)).toBe('The refresh token expires in 6 days.');
  });

  it('what the server says of a secret counts more than the date that somebody entered', () => {
    const failure = aFailure({ code: 'AADSTS7000222' });
    const change = { token: aTokenWithLeft(88 * DAY), trouble: aTrouble(failure), credential: secretWithLeft(6) };
    const all = standing(change, [
      { kind: 'credential', threshold: 7 },
      { kind: 'failure', failure },
    ]);
    expect(titles(all)).toEqual(['Contoso: action needed']);
    expect(words(all)[0]?.body[0]).toBe('The client secret expired.');
  });

  it('a secret that is about to expire is a thing of its own', () => {
    const change = { token: aTokenWithLeft(6 * DAY), credential: secretWithLeft(5) };
    const all = standing(change, [ENDING, { kind: 'credential', threshold: 7 }]);
    expect(titles(all)).toEqual(['Contoso expires in 6 days', 'Contoso: client secret expires in 5 days']);
  });

  it('an expired secret that is not the reason for anything else is told beside it', () => {
    const change = { token: aTokenWithLeft(-DAY), credential: secretWithLeft(-1) };
    const both = standing(change, [
      { kind: 'lifetime', threshold: 0 },
      { kind: 'credential', threshold: 0 },
    ]);
    expect(titles(both)).toEqual(['Contoso has expired', 'Contoso: client secret has expired']);
  });

  it('another failure than the one that was told is told in its place', () => {
    const change = { token: aTokenWithLeft(88 * DAY), trouble: failed('AADSTS50076') };
    const [all] = words(standing(change, [{ kind: 'failure', failure: aFailure({ code: 'AADSTS53003' }) }]));
    expect(all?.body[0]).toMatch(/MFA/);
  });

  it('a keychain that refuses says nothing of the token, and is over when something else fails', () => {
    const locked = ownFailure('keychain/locked', NOW);
    const token = aTokenWithLeft(6 * DAY);
    const reasons = [ENDING, { kind: 'failure', failure: locked }] as const;
    expect(titles(standing({ token, trouble: aTrouble(locked) }, reasons))).toEqual([
      'Contoso expires in 6 days',
      'Keychain: action needed',
    ]);
    expect(titles(standing({ token, trouble: aTrouble(aFailure()) }, reasons))).toEqual(['Contoso expires in 6 days']);
  });

  it('exported tokens are counted as they are now', () => {
    const exported = (id: string, left: number): ExportedToken => ({
      ...{
        id,
        connectionId: aConnection().id,
        to: 'file',
        place: null,
        label: '',
        takenAt: NOW - DAY,
        salt: 's',
        digest: 'd',
      },
      ...{ issuedAt: NOW + left - 90 * DAY, signedInAt: NOW + left - 90 * DAY, lifetime: 90 * DAY },
      ...{ replacedAt: null, notificationsRaised: ['30'] },
    });
    const two = [exported('1', 9 * DAY), exported('2', 5 * DAY)];
    const reason = {
      kind: 'exported',
      threshold: 30,
      count: 1,
      first: exported('1', 29 * DAY),
      left: 29 * DAY,
    } as const;
    expect(titles(standing({}, [reason], two))).toEqual(['Contoso: 2 exported tokens expire, the first in 5 days']);
    expect(standing({}, [reason], two)).toMatchObject([{ worry: 'soon', left: 5 * DAY }]);
    const replaced = two.map((one) => ({ ...one, replacedAt: NOW }));
    expect(standing({}, [reason], replaced)).toEqual([]);
  });

  it('nothing stands that is not so at present', () => {
    const failure = aFailure({ code: 'AADSTS53003' });
    expect(standing({ token: aTokenWithLeft(88 * DAY) }, [ENDING, { kind: 'failure', failure }])).toEqual([]);
  });
});

describe('it is over for good', () => {
  const before = aConnection({ token: aTokenWithLeft(6 * DAY), credential: secretWithLeft(6) });
  const id = (reason: NotificationReason, of?: string | number) => notificationOf(before, reason, NOW, of).id;

  it('with another token, another sign-in, another secret', () => {
    const renewed = aConnection({ token: { ...aTokenWithLeft(90 * DAY), signedInAt: before.token?.signedInAt ?? 0 } });
    expect(isOver(id(ENDING), before, [])).toBe(false);
    expect(isOver(id(ENDING), renewed, [])).toBe(true);
    expect(isOver(id({ kind: 'failure', failure: aFailure() }), renewed, [])).toBe(true);
    expect(isOver(id({ kind: 'sign-in', threshold: 7 }), renewed, [])).toBe(false);
    expect(isOver(id({ kind: 'sign-in', threshold: 7 }), aConnection(), [])).toBe(true);
    expect(isOver(id({ kind: 'credential', threshold: 7 }, 1), renewed, [])).toBe(false);
    const replaced = aConnection({ credential: { ...secretWithLeft(300), serial: 2 } });
    expect(isOver(id({ kind: 'credential', threshold: 7 }, 1), replaced, [])).toBe(true);
  });
});

it('the worst come first: what has expired, who is needed, what expires first', () => {
  const of = (name: string, change: Partial<Connection>, reason: NotificationReason) =>
    standing({ name, ...change }, [reason]);
  const failure = aFailure({ code: 'AADSTS53003' });
  const trouble = aTrouble(failure);
  const all = [
    ...of('later', { token: aTokenWithLeft(20 * DAY) }, { kind: 'lifetime', threshold: 30 }),
    ...of('blocked', { token: aTokenWithLeft(80 * DAY), trouble }, { kind: 'failure', failure }),
    ...of('sooner', { token: aTokenWithLeft(5 * HOUR) }, { kind: 'lifetime', threshold: 1 }),
    ...of('blocked, too', { token: aTokenWithLeft(80 * DAY), trouble }, { kind: 'failure', failure }),
    ...of('gone', { token: aTokenWithLeft(-DAY) }, { kind: 'lifetime', threshold: 0 }),
    ...of('not signed in', { token: null, trouble }, { kind: 'failure', failure }),
  ];
  expect(sortStanding(all).map(({ notification }) => notification.connection.name)).toEqual([
    ...['gone', 'blocked', 'blocked, too', 'not signed in', 'sooner', 'later'],
  ]);
});
