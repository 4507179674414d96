import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND } from '../../../../src/ipc/vocabulary';
import {
  agoWords,
  dateWords,
  delayWords,
  exactWords,
  issueWord,
  offsetWords,
  secondsUntil,
  shortDateWords,
  untilWords,
} from '../../../../src/renderer/model/time/time-words';

const NOW = Date.UTC(2026, 10, 23, 12);

describe('what has passed', () => {
  it.each([
    [0, 'just now'],
    [59 * SECOND, 'just now'],
    [-5 * MINUTE, 'just now'],
    [MINUTE, '1 minute ago'],
    [59 * MINUTE + 59 * SECOND, '59 minutes ago'],
    [HOUR, '1 hour ago'],
    [3 * HOUR + 59 * MINUTE, '3 hours ago'],
    [DAY, '1 day ago'],
    [30 * HOUR, '30 hours ago'],
    [2 * DAY, '2 days ago'],
    [12 * DAY + 23 * HOUR, '12 days ago'],
  ])('%i ms is "%s"', (span, words) => {
    expect(agoWords(NOW - span, NOW)).toBe(words);
  });
});

describe('what is to come', () => {
  it.each([
    [0, 'due now'],
    [-DAY, 'due now'],
    [10 * SECOND - 1, 'in 10 seconds'],
    [1, 'in 1 second'],
    [MINUTE, 'in 1 minute'],
    [59 * MINUTE + 1, 'in 1 hour'],
    [20 * HOUR + MINUTE, 'in 21 hours'],
    [23 * HOUR + MINUTE, 'in 1 day'],
    [DAY, 'in 1 day'],
    [29 * HOUR + MINUTE, 'in 30 hours'],
    [6 * DAY + HOUR, 'in 7 days'],
  ])('%i ms is "%s"', (span, words) => {
    expect(untilWords(NOW + span, NOW)).toBe(words);
  });
});

describe('other times', () => {
  it('are delays in full', () => {
    expect([15 * SECOND, MINUTE, 5 * MINUTE].map(delayWords)).toEqual(['15 seconds', '1 minute', '5 minutes']);
  });

  it('are countdowns that end at zero', () => {
    expect([1500, 1000, 1, 0, -5000].map((span) => secondsUntil(NOW + span, NOW))).toEqual([2, 1, 1, 0, 0]);
  });

  it('are offsets of the practice clock, unless there is none', () => {
    expect([0, 62 * DAY, DAY, -2 * HOUR].map(offsetWords)).toEqual([
      null,
      '62 days ahead',
      '1 day ahead',
      '2 hours behind',
    ]);
  });

  it("are a token's own, where a refresh need not bring another", () => {
    expect([issueWord('global'), issueWord('practice'), issueWord('custom')]).toEqual([
      'Refreshed',
      'Refreshed',
      'Token issued',
    ]);
  });

  it('are dates in the language of the system', () => {
    expect(dateWords(NOW, 'en-GB')).toMatch(/^Monday,? 23 November 2026$/);
    expect(shortDateWords(NOW, 'en-GB')).toBe('23 Nov 2026');
    expect(exactWords(NOW, 'en-GB')).toMatch(/Mon.*23 Nov 2026.*\d\d:00/);
  });
});
