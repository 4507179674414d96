import { expect, it } from 'vitest';
import { counted, DAY, everyInWords, HOUR, MINUTE, SECOND } from '../../../src/core/model/time';
import { spanInWords } from '../../../src/core/wording/words';

it('counts one and many', () => {
  expect([0, 1, 2].map((count) => counted(count, 'day'))).toEqual(['0 days', '1 day', '2 days']);
});

it.each([
  [0, '1 second'],
  [89 * SECOND, '89 seconds'],
  [90 * SECOND, '2 minutes'],
  [59 * MINUTE, '59 minutes'],
  [59.5 * MINUTE, '1 hour'],
  [35 * HOUR, '35 hours'],
  [36 * HOUR, '2 days'],
  [89.6 * DAY, '90 days'],
])('says a span of %i ms as "%s"', (span, words) => {
  expect(spanInWords(span)).toBe(words);
});

it.each([
  [7 * DAY, '7 days'],
  [DAY, '24 hours'],
  [HOUR, 'hour'],
  [45 * MINUTE, '45 minutes'],
  [MINUTE, 'minute'],
  [5 * SECOND, '5 seconds'],
])('says that something is every %i ms as "every %s"', (span, words) => {
  expect(everyInWords(span)).toBe(words);
});
