import { expect, test } from 'vitest';
import { DAY, HOUR } from '../../src/core/model/time';
import { judge, judgeSignIn } from './judge';
import { newTrack } from './track';
import type { Way } from './weather';

/** A way on which something is in the way from a moment on, and nothing before. */
const clearUntil = (asleep: number): Way => ({
  clearSince: 0,
  isOut: () => false,
  clearBetween: (from, to) => {
    const span = Math.max(0, Math.min(to, asleep) - from);
    return { longest: span, total: span };
  },
  culprit: () => 'asleep',
});

// Tokens live for two days, and a sign-in is good for sixty.
const END = 60 * DAY;
const dating = { seemsOlder: false, isSignInDoubtful: false };
const belief = { lifetime: 2 * DAY, signInLimit: END };

function verdictOn(issuedAt: number, asleep: number) {
  const track = { ...newTrack(1, clearUntil(asleep)), belief, knownSignInLimit: END, plan: 16 * HOUR };
  const life = { issuedAt, expiresAt: issuedAt + 2 * DAY, signedInAt: 0, signInEndsAt: END, belief, dating };
  return judgeSignIn(track, life, 0);
}

test('of a sign-in that is over a person had to be told once it was what would end the token first', () => {
  expect(verdictOn(END - DAY, END)).toEqual({ breach: 'untold' });
});

test('a token that would itself have ended before is refreshed in its time, and nothing is owed until then', () => {
  const issuedAt = END - 2 * DAY - HOUR / 2;
  expect(verdictOn(issuedAt, issuedAt + 9 * HOUR)).toMatchObject({ excuse: 'unnoticed' });
});

test.each([
  ['after a person was told that the token had expired, nothing more had to be told', 10, 20, { excuse: 'secret' }],
  ['before that, a person had to be told', 20, 10, { breach: 'untold' }],
])('of a client secret that expired %s', (_when, told, since, verdict) => {
  const track = { ...newTrack(1, clearUntil(END)), belief, plan: 16 * HOUR, saidToHaveExpiredAt: told * DAY };
  track.needs.set('replace-secret', since * DAY);
  // The keeper took the token for expired, and looked no more.
  track.owedUntil = 0;
  const token = { tenant: 1, order: 1, issuedAt: 0, expiresAt: END, signedInAt: 0 };
  expect(judge(track, token, END)).toMatchObject(verdict);
});
