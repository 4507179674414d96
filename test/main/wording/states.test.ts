import { describe, expect, test } from 'vitest';
import { factsOf } from '../../../src/agent/handlers/facts';
import { standingOf } from '../../../src/core/expiry/standing';
import { lookOf, restingStatus } from '../../../src/core/expiry/status';
import type { Connection } from '../../../src/core/model/connection';
import { REMEDY_LABELS } from '../../../src/core/model/failure';
import { STATUSES_BY_WORRY, type Status } from '../../../src/core/model/status';
import { DAY, MINUTE } from '../../../src/core/model/time';
import { mainButtonOf } from '../../../src/core/wording/main-button';
import { inWords } from '../../../src/core/wording/notification-words';
import { trayMenu } from '../../../src/main/tray/tray-menu';
import { type TrayConnection, tooltip, worstStatus } from '../../../src/main/tray/tray-summary';
import { viewOf } from '../../../src/main/wording/views';
import { daysLeftOf } from '../../../src/renderer/model/time/days-left';
import { aConnection, aFailure, aToken, aTokenWithLeft, aTrouble, NOW } from '../support';

const ended = { serial: 1, expiresAt: NOW - DAY, thumbprint: null, notificationsRaised: [] };
const failed = (code: string) => aTrouble(aFailure({ code }));

/** Each state, with the connection that is in it and what its faces say. `days`: those that are left, where they count. */
const STATES: ReadonlyArray<{
  readonly of: string;
  readonly status: Status;
  readonly connection: Partial<Connection>;
  readonly busy?: TrayConnection['busy'];
  readonly words: string;
  readonly tray: string;
  readonly days: number | null;
  /** Of the notification that stands while it is so. */
  readonly title: string | null;
}> = [
  {
    of: 'a token that is fine',
    status: 'fine',
    connection: { token: aTokenWithLeft(88 * DAY) },
    words: 'Fine, 88 days left',
    tray: '88 days left',
    days: 88,
    title: null,
  },
  {
    of: 'one that nobody has signed in to',
    status: 'new',
    connection: { token: null },
    words: 'Sign in to get a refresh token',
    tray: 'not signed in',
    days: null,
    title: null,
  },
  {
    of: 'one that is being refreshed',
    status: 'working',
    busy: 'refresh',
    connection: { token: aTokenWithLeft(88 * DAY) },
    words: 'Refreshing…',
    tray: 'refreshing…',
    days: 88,
    title: null,
  },
  {
    of: 'a network that is down',
    status: 'offline',
    connection: {
      token: aTokenWithLeft(88 * DAY),
      trouble: aTrouble(aFailure({ code: 'network/refused' }), { retryAt: NOW + 5 * MINUTE }),
    },
    words: 'Offline, retrying in 5 minutes',
    tray: '88 days left, offline',
    days: 88,
    title: null,
  },
  {
    of: 'a token that expires soon',
    status: 'soon',
    connection: { token: aTokenWithLeft(6 * DAY) },
    words: 'Expires in 6 days',
    tray: '6 days left',
    days: 6,
    title: 'Contoso expires in 6 days',
  },
  {
    of: 'a token without MFA',
    status: 'no-mfa',
    connection: { token: { ...aTokenWithLeft(88 * DAY), hasMfa: false } },
    words: 'No MFA: sign in again',
    tray: 'no MFA',
    days: 88,
    title: null,
  },
  {
    of: 'a client secret that has expired',
    status: 'credential-expired',
    connection: { token: aTokenWithLeft(88 * DAY), credential: ended },
    words: 'Client secret has expired',
    tray: 'client secret expired',
    days: 88,
    title: 'Contoso: client secret has expired',
  },
  {
    of: 'a certificate that has expired',
    status: 'credential-expired',
    connection: { token: aTokenWithLeft(88 * DAY), credential: ended, application: { kind: 'certificate' } },
    words: 'Certificate has expired',
    tray: 'certificate expired',
    days: 88,
    title: 'Contoso: certificate has expired',
  },
  {
    of: 'a tenant that refuses',
    status: 'person',
    connection: { token: aTokenWithLeft(88 * DAY), trouble: failed('AADSTS53003') },
    words: 'Action needed',
    tray: 'action needed, 88 days left',
    days: 88,
    title: 'Contoso: action needed',
  },
  {
    of: 'a token that was revoked',
    status: 'person',
    connection: { token: aTokenWithLeft(88 * DAY), trouble: failed('AADSTS50173') },
    words: 'Action needed',
    tray: 'action needed',
    days: 0,
    title: 'Contoso: action needed',
  },
  {
    of: 'a token that the server has let expire',
    status: 'expired',
    connection: { token: aTokenWithLeft(82 * DAY), trouble: failed('AADSTS700082') },
    words: 'Expired: sign in again',
    tray: 'expired',
    days: 0,
    title: 'Contoso has expired',
  },
  {
    of: 'a token that has expired while there is no network',
    status: 'expired',
    connection: {
      token: aTokenWithLeft(-2 * DAY),
      trouble: aTrouble(aFailure({ code: 'network/refused' }), { retryAt: NOW + 5 * MINUTE }),
    },
    words: 'Expired 2 days ago, offline',
    tray: 'expired',
    days: 0,
    title: 'Contoso has expired',
  },
  {
    of: 'a token that has expired',
    status: 'expired',
    connection: { token: aTokenWithLeft(-2 * DAY) },
    words: 'Expired 2 days ago: sign in again',
    tray: 'expired',
    days: 0,
    title: 'Contoso has expired',
  },
];

describe.each(STATES)(
  '$of is $status, in all faces alike',
  ({ status, busy = null, words, tray, days, title, ...state }) => {
    const connection = aConnection({ name: 'Contoso', ...state.connection });
    const shown = busy ? 'working' : restingStatus(connection, NOW);
    const inTray: TrayConnection = { connection, status: shown, busy, now: NOW };
    const view = viewOf(connection, shown, busy, NOW);
    const facts = factsOf(
      {
        statusOf: () => shown,
        busyOf: () => busy,
        nowFor: () => NOW,
        nextTryAt: () => null,
        exportedTokens: () => [],
        find: () => null,
        isSyncingVault: () => false,
      },
      connection,
    );

    test('on the card, in the tray, and on the command line', () => {
      expect([shown, view.status, facts.status, worstStatus([inTray], null)]).toEqual([status, status, status, status]);
      expect([view.statusText, facts.statusText]).toEqual([words, words]);
      expect(trayMenu([inTray], null)).toContainEqual(expect.objectContaining({ label: `Contoso – ${tray}` }));
    });

    test('in the tray among others, where the one that needs somebody has what its card offers first', () => {
      const other = aConnection({ id: 'f'.repeat(32), name: 'Other', token: aTokenWithLeft(80 * DAY) });
      const menu = trayMenu([inTray, { connection: other, status: 'fine', busy: null, now: NOW }], null);
      const main = mainButtonOf({ ...view, status: restingStatus(connection, NOW) });
      const label = main === 'copy' ? `Contoso – ${tray}` : `Contoso – ${tray}: ${REMEDY_LABELS[main]}`;
      const entry = menu.find((one) => one.kind !== 'separator' && one.label.startsWith('Contoso – '));
      expect(entry).toMatchObject({ kind: main === 'copy' ? 'submenu' : 'command', label });
    });

    test('in what is still told of it', () => {
      const { issuedAt } = connection.token ?? { issuedAt: 0 };
      const told = ['lifetime:30', 'failure:AADSTS1', 'credential:30'].map((reason) => ({
        id: `${connection.id}/${reason.startsWith('credential') ? 1 : issuedAt}/${reason}`,
        at: NOW,
      }));
      const standing = standingOf(told, connection, [], NOW);
      const titles = standing.map(({ notification }) => inWords({ ...notification, at: NOW }).title);
      expect(titles).toEqual(title === null ? [] : [title]);
      const main = mainButtonOf({ ...view, status: restingStatus(connection, NOW) });
      const remedies = standing.map(({ notification }) => inWords({ ...notification, at: NOW }).remedy);
      if (title !== null && main !== 'copy') expect(remedies).toEqual([main]);
      if (title !== null && !busy) expect(standing.map(({ worry }) => worry)).toEqual([lookOf(shown)]);
    });

    test('with days only while the token lives', () => {
      const figure = daysLeftOf(view, NOW)?.figure ?? null;
      expect(figure).toBe(days === null ? null : String(days));
      const texts = [words, tray, tooltip([inTray], null)].join('\n');
      if (days === 0) {
        expect(texts).not.toMatch(/\d+ days left|8\d days/);
        expect([view.isTokenDead, facts.expiresAt]).toEqual([true, null]);
      }
    });

    test('never in green when somebody has to act', () => {
      const mustAct = !['fine', 'new', 'working', 'offline', 'soon'].includes(status);
      expect(['person', 'expired'].includes(lookOf(shown))).toBe(mustAct);
    });
  },
);

test('no state is left out', () => {
  expect(new Set(STATES.map(({ status }) => status))).toEqual(new Set(STATUSES_BY_WORRY));
});

test('MFA that other resources ask for is not the business of this app', () => {
  const graph = aConnection({ token: aToken({ hasMfa: false }), resource: { kind: 'graph' } });
  expect(restingStatus(graph, NOW)).toBe('fine');
});
