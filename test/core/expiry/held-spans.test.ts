import { expect, test } from 'vitest';
import { heldSpans } from '../../../src/core/expiry/held-spans';
import type { HistoryEntry } from '../../../src/core/model/event';
import { DAY, HOUR } from '../../../src/core/model/time';
import { aConnection, aToken, NOW } from '../../main/support';

const entry = (kind: HistoryEntry['kind'], at: number, change: Partial<HistoryEntry> = {}): HistoryEntry => ({
  ...{ kind, at, took: 0, code: '', count: 1, last: at },
  ...change,
});
const facts = (change: Parameters<typeof aConnection>[0] = {}) => aConnection({ token: null, ...change });

test('each token lasts until the next, and expires 90 days after its own issue', () => {
  const history = [entry('sign-in', NOW), entry('refresh', NOW + DAY), entry('refresh', NOW + 2 * DAY)];
  expect(heldSpans(history, facts())).toEqual([
    { from: NOW, until: NOW + DAY, endsAt: NOW + 90 * DAY },
    { from: NOW + DAY, until: NOW + 2 * DAY, endsAt: NOW + 91 * DAY },
    { from: NOW + 2 * DAY, until: null, endsAt: NOW + 92 * DAY },
  ]);
});

test('the held token is drawn by what it knows itself, even with no history at all', () => {
  const token = aToken({ issuedAt: NOW, signedInAt: NOW - 5 * DAY, lifetime: 30 * DAY });
  expect(heldSpans([], facts({ token }))).toEqual([{ from: NOW, until: null, endsAt: NOW + 30 * DAY }]);
  // The entry is written once the reply is in, a moment after the token was asked for.
  const history = [entry('sign-in', NOW - 5 * DAY), entry('refresh', NOW + 900)];
  expect(heldSpans(history, facts({ token }))).toEqual([
    { from: NOW - 5 * DAY, until: NOW, endsAt: NOW + 25 * DAY },
    { from: NOW, until: null, endsAt: NOW + 30 * DAY },
  ]);
});

test('a token that a refresh does not renew is one, as with an authority that gives none anew', () => {
  const token = aToken({ issuedAt: NOW, signedInAt: NOW });
  const history = [entry('sign-in', NOW), entry('refresh', NOW + DAY), entry('refresh', NOW + 2 * DAY)];
  expect(heldSpans(history, facts({ token }))).toEqual([{ from: NOW, until: null, endsAt: NOW + 90 * DAY }]);
});

test('a refresh does not extend what ends with the sign-in', () => {
  const limit = { reason: 'sign-in-frequency', span: 7 * DAY } as const;
  const history = [entry('sign-in', NOW), entry('refresh', NOW + DAY), entry('sign-in', NOW + 6 * DAY)];
  expect(heldSpans(history, facts({ learnedSignInLimit: limit })).map(({ endsAt }) => endsAt)).toEqual([
    NOW + 7 * DAY,
    NOW + 7 * DAY,
    NOW + 13 * DAY,
  ]);
});

test('a limit that evidently was none when the token was refreshed counts anew from there', () => {
  const limit = { reason: 'sign-in-frequency', span: 7 * DAY } as const;
  const history = [entry('sign-in', NOW), entry('refresh', NOW + 8 * DAY)];
  expect(heldSpans(history, facts({ learnedSignInLimit: limit })).at(-1)?.endsAt).toBe(NOW + 15 * DAY);
});

test('a lifetime that was learned is that of the tokens before, too', () => {
  expect(heldSpans([entry('sign-in', NOW)], facts({ learnedLifetime: 12 * HOUR }))[0]?.endsAt).toBe(NOW + 12 * HOUR);
});

test('a failure that says the token is of no use ends it until the next sign-in; any other does not', () => {
  const history = [
    entry('sign-in', NOW),
    entry('failure', NOW + DAY, { code: 'network/refused', count: 5, last: NOW + 2 * DAY }),
    entry('failure', NOW + 3 * DAY, { code: 'AADSTS50173', count: 4, last: NOW + 4 * DAY }),
    entry('sign-in', NOW + 5 * DAY),
  ];
  expect(heldSpans(history, facts())).toEqual([
    { from: NOW, until: NOW + 3 * DAY, endsAt: NOW + 90 * DAY },
    { from: NOW + 5 * DAY, until: null, endsAt: NOW + 95 * DAY },
  ]);
  const token = aToken({ issuedAt: NOW, signedInAt: NOW });
  expect(heldSpans(history.slice(0, 3), facts({ token }))).toEqual([
    { from: NOW, until: NOW + 3 * DAY, endsAt: NOW + 90 * DAY },
  ]);
});

test('refreshes that are one entry are spread evenly over its time', () => {
  const history = [entry('sign-in', NOW), entry('refresh', NOW + HOUR, { count: 24, last: NOW + 24 * HOUR })];
  const spans = heldSpans(history, facts({ learnedLifetime: 12 * HOUR }));
  expect(spans.map(({ from }) => (from - NOW) / HOUR)).toEqual(Array.from({ length: 25 }, (_, hour) => hour));
  expect(spans.at(-1)).toEqual({ from: NOW + 24 * HOUR, until: null, endsAt: NOW + 36 * HOUR });
});

test('a file that claims a billion refreshes draws no billion', () => {
  expect(heldSpans([entry('refresh', NOW, { count: 1e9, last: NOW + DAY })], facts()).length).toBeLessThan(1000);
});

test('of what was never signed in to there is nothing', () => {
  expect(heldSpans([], facts())).toEqual([]);
  expect(heldSpans([entry('settings', NOW, { code: 'name' }), entry('copy', NOW)], facts())).toEqual([]);
});
