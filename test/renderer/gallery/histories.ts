import { heldSpans } from '../../../src/core/expiry/held-spans';
import type { HistoryEntry } from '../../../src/core/model/event';
import { viewHistory } from '../../../src/core/wording/history-words';
import type { ConnectionHistory, ConnectionView } from '../../../src/ipc/contract';
import { DAY, HOUR, MINUTE } from '../../../src/ipc/vocabulary';
import { aConnection, aToken } from '../../main/support';

const now = Date.now();

type Happening = readonly [kind: HistoryEntry['kind'], ago: number, code?: string, count?: number, over?: number];

/** What main would answer if this had happened, so long ago. */
function historyOf(
  { issuedAt, endsWith, lifetime }: ConnectionView,
  happenings: readonly Happening[],
  signedInAgo: number,
): ConnectionHistory {
  const entries = happenings
    .map(([kind, ago, code = '', count = 1, over = 0]): HistoryEntry => {
      return { kind, at: now - ago, took: 200, code, count, last: now - ago + over };
    })
    .sort((a, b) => a.last - b.last);
  const isLimited = endsWith === 'sign-in' && lifetime !== null;
  const limit = isLimited ? ({ reason: 'sign-in-frequency', span: lifetime } as const) : null;
  const lives = isLimited ? 90 * DAY : (lifetime ?? 90 * DAY);
  const connection = aConnection({
    learnedSignInLimit: limit,
    learnedLifetime: lives === 90 * DAY ? null : lives,
    token:
      issuedAt === null
        ? null
        : aToken({
            issuedAt,
            signedInAt: now - signedInAgo,
            lifetime: lives,
            ...(limit ? { signInLimit: limit } : {}),
          }),
  });
  return { entries: viewHistory(entries, connection), spans: heldSpans(entries, connection) };
}

function refreshes(every: number, from: number, until: number): readonly Happening[] {
  const count = Math.floor((from - until) / every);
  return Array.from({ length: count + 1 }, (_, index): Happening => ['refresh', from - index * every]);
}

/** Refreshed every so often for more than 90 days, with what happens to everybody now and then. */
export const kept = (every: number) => (view: ConnectionView) =>
  historyOf(
    view,
    [
      ['sign-in', 80 * DAY],
      ...refreshes(every, 79 * DAY + 3 * HOUR, 31 * DAY),
      ['failure', 31 * DAY - 8 * HOUR, 'network/refused', 60, 5 * DAY],
      ...refreshes(every, 25 * DAY + 3 * HOUR, 3 * HOUR),
      ['copy', 60 * DAY, 'clipboard'],
      ['copy', 9 * DAY, 'file'],
      ['copy', 2 * DAY],
      ['copy', 2 * DAY, 'access-token:pwsh', 44, 20 * HOUR],
      ['settings', 50 * DAY, 'name schedule'],
      ['notification', 4 * DAY, 'exported:30'],
      ['notification', 40 * DAY, 'credential:14'],
    ],
    80 * DAY,
  );

/** Never refreshed: reminded, and then expired. */
export const lapsed = (view: ConnectionView) =>
  historyOf(
    view,
    [
      ['sign-in', 92 * DAY - MINUTE],
      ['notification', 32 * DAY, 'lifetime:30'],
      ['notification', 16 * DAY, 'lifetime:14'],
      ['notification', 9 * DAY, 'lifetime:7'],
      ['notification', 5 * DAY, 'lifetime:3'],
      ['failure', 2 * DAY - MINUTE, 'AADSTS700082'],
      ['notification', 2 * DAY - MINUTE, 'lifetime:0'],
    ],
    92 * DAY,
  );

/** Revoked once and signed in again; and revoked once more. */
export const failed = (view: ConnectionView) =>
  historyOf(
    view,
    [
      ['sign-in', 70 * DAY],
      ...refreshes(DAY, 69 * DAY, 40 * DAY),
      ['failure', 39 * DAY, 'AADSTS50173', 3, 4 * HOUR],
      ['notification', 39 * DAY, 'failure:AADSTS50173'],
      ['sign-in', 34 * DAY],
      ...refreshes(DAY, 33 * DAY, 3 * DAY),
      ['failure', 20 * DAY, 'network/timeout', 4, 3 * HOUR],
      ['failure', DAY, 'AADSTS50173', 2, HOUR],
      ['notification', DAY, 'failure:AADSTS50173'],
    ],
    34 * DAY,
  );

export const HOURLY = (view: ConnectionView) =>
  historyOf(view, [['sign-in', 20 * DAY], ...refreshes(4 * HOUR, 20 * DAY - HOUR, 3 * HOUR)], 20 * DAY);

/** The tenant wants a sign-in every 7 days. */
export const signedInOften = (view: ConnectionView) =>
  historyOf(
    view,
    [
      ...[68, 61, 54, 47, 40, 33, 26, 19, 12, 5].map((days): Happening => ['sign-in', days * DAY]),
      ...refreshes(DAY, 67 * DAY + 5 * HOUR, 5 * HOUR),
      ...[62, 41, 20].map((days): Happening => ['notification', days * DAY, 'sign-in:7']),
    ],
    5 * DAY,
  );
